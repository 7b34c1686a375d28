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
  ///
  /// - Parameters:
  ///   - prediction: The prediction.
  ///   - strings: The texts of the interface.
  package init(_ prediction: Prediction, _ strings: Strings) {
    let known = Self.label(prediction)
    if prediction.task == .tokenLabels {
      label = known ?? strings[.noEntity]
      headline =
        known == nil
        ? strings[.noEntity] : strings(.entityCount, ["count": prediction.entities.count])
      remark = Self.kinds(prediction.entities).map { "\($0.count) × \($0.label)" }
        .joined(separator: ", ")
      confidence = prediction.entities.map(\.probability).min()
      return
    }
    label = known ?? strings[.noLabel]
    if prediction.value != nil {
      confidence = nil
    } else if let first = prediction.predicted.first {
      confidence = prediction.outputs[first].probability
    } else {
      confidence = prediction.outputs.compactMap(\.probability).max()
    }
    headline = label
    remark = prediction.value == nil ? "" : strings[.predictedValue]
  }

  /// Returns the label, the labels, the kinds of entities, or the value; nil if there is none.
  package static func label(_ prediction: Prediction) -> String? {
    if prediction.task == .tokenLabels {
      let kinds = kinds(prediction.entities).map(\.label)
      return kinds.isEmpty ? nil : kinds.joined(separator: ", ")
    }
    if let value = prediction.value { return NumberText.quantity(value) }
    guard !prediction.predicted.isEmpty else { return nil }
    return prediction.predicted.map { prediction.outputs[$0].label }.joined(separator: ", ")
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
