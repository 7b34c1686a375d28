internal import AttributionRecords
internal import Foundation

/// What the data says about a document, beside what the model predicts.
struct GoldText: Codable {
  /// The labels or the number, as pages write them.
  let label: String
  /// Whether the prediction is the same; nil if that cannot be said, as of numbers
  /// and of labels that the model does not have.
  let agrees: Bool?
  /// How far the predicted number is from the data's, for a regression.
  let error: Double?
  /// The same as pages write it.
  let distance: String?

  /// Makes the text, unless the data says nothing.
  init?(_ gold: [String], _ prediction: Prediction) {
    guard !gold.isEmpty else { return nil }
    if let value = prediction.value {
      let known = gold.count == 1 ? Double(gold[0]).flatMap { $0.isFinite ? $0 : nil } : nil
      func show(_ number: Double) -> String {
        NumberText.quantity(Prediction.Quantity(value: number, unit: value.unit))
      }
      label = known.map(show) ?? gold.joined(separator: ", ")
      agrees = nil
      error = known.map { abs($0 - value.value) }
      distance = error.map(show)
      return
    }
    label = gold.joined(separator: ", ")
    error = nil
    distance = nil
    let labels = prediction.outputs.map { Array($0.label.utf8) }
    let given = Set(gold.map { Array($0.utf8) })
    guard prediction.task != .tokenLabels, given.isSubset(of: labels) else {
      agrees = nil
      return
    }
    agrees = Set(prediction.predicted.map { labels[$0] }) == given
  }

  /// Returns one sentence for the page.
  func sentence(_ strings: Strings) -> String {
    if let agrees { return strings(agrees ? .goldAgrees : .goldDisagrees, ["label": label]) }
    if let distance { return strings(.goldAway, ["label": label, "error": distance]) }
    return strings(.goldSays, ["label": label])
  }

  /// Returns the word for a table's cell; nothing if it cannot be said.
  func word(_ strings: Strings) -> String {
    agrees.map { strings[$0 ? .agrees : .disagrees] } ?? ""
  }

  /// Returns the label with its ``word(_:)``.
  func cell(_ strings: Strings) -> String {
    let word = word(strings)
    return word.isEmpty ? label : "\(label) (\(word))"
  }

  /// A sign for those who scan a page, next to ``word(_:)``.
  var sign: String { agrees.map { $0 ? "✓" : "✗" } ?? "" }
}
