internal import AttributionRecords
internal import Foundation

/// What the data says about a document, beside what the model predicts.
struct GoldText: Codable {
  /// The labels or the number, as pages write them.
  let label: String
  /// Whether the prediction is the same; nil if that cannot be said, as of numbers.
  let agrees: Bool?
  /// How far the predicted number is from the data's, for a regression.
  let error: Double?
  /// One sentence for the page.
  let sentence: String

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
      sentence =
        "The data says \(label)" + (error.map { ", which is \(show($0)) away." } ?? ".")
      return
    }
    label = gold.joined(separator: ", ")
    error = nil
    guard prediction.task != .tokenLabels else {
      agrees = nil
      sentence = "The data says \(label)."
      return
    }
    let predicted = prediction.predicted.map { Array(prediction.outputs[$0].label.utf8) }
    let isSame = Set(predicted) == Set(gold.map { Array($0.utf8) })
    agrees = isSame
    sentence =
      isSame ? "Agrees with the data: \(label)" : "Disagrees with the data, which says: \(label)"
  }

  /// The word for a table's cell; nothing if it cannot be said.
  var word: String { agrees.map { $0 ? "agrees" : "disagrees" } ?? "" }

  /// The label with ``word``.
  var cell: String { word.isEmpty ? label : "\(label) (\(word))" }

  /// A sign for those who scan a page, next to ``word``.
  var sign: String { agrees.map { $0 ? "✓" : "✗" } ?? "" }
}
