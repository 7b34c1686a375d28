package import AttributionRecords

/// A prediction in words, the same on all pages.
package struct PredictionText {
  /// The label, the labels, the kinds of entities, or the value.
  package let label: String
  /// The probability of the first label, or of the least sure entity; nil if there is none.
  let confidence: Double?
  /// What stands at the top of a page: the label, or how many entities there are.
  let headline: String
  /// What the headline is, if that is not a label; empty if it is.
  let remark: String

  /// Puts a prediction into words.
  package init(_ prediction: Prediction) {
    if prediction.task == .tokenLabels {
      let kinds = Self.kinds(prediction.entities)
      label = kinds.isEmpty ? "no entity" : kinds.map(\.label).joined(separator: ", ")
      headline =
        kinds.isEmpty
        ? "no entity" : NumberText.count(prediction.entities.count, "entity", plural: "entities")
      remark = kinds.map { "\($0.count) × \($0.label)" }.joined(separator: ", ")
      confidence = prediction.entities.map(\.probability).min()
      return
    }
    if let value = prediction.value {
      label = NumberText.quantity(value)
      confidence = nil
    } else if prediction.predicted.isEmpty {
      label = "no label"
      confidence = prediction.outputs.compactMap(\.probability).max()
    } else {
      label = prediction.predicted.map { prediction.outputs[$0].label }.joined(separator: ", ")
      confidence = prediction.outputs[prediction.predicted[0]].probability
    }
    headline = label
    remark = prediction.value == nil ? "" : "Predicted value"
  }

  /// The probability as per cent, or nothing.
  var percent: String { confidence.map(NumberText.percent) ?? "" }

  /// Returns the kinds of entities with how many there are, in the order of their names.
  private static func kinds(_ entities: [Entity]) -> [(label: String, count: Int)] {
    var counts: [String: Int] = [:]
    for entity in entities { counts[entity.label, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
