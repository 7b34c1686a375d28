internal import AttributionRecords

/// A prediction in words, the same on all pages.
struct PredictionText {
  /// The label, the labels, or the value.
  let label: String
  /// The probability of the first label; nil for a regression.
  let confidence: Double?

  init(_ prediction: Prediction) {
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
  }

  /// The probability as per cent, or nothing.
  var percent: String { confidence.map(NumberText.percent) ?? "" }
}
