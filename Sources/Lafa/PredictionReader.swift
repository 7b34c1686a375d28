internal import AttributionRecords
internal import Checkpoints
internal import Foundation

/// From logits to what a reader sees, and to the outputs that are explained.
struct PredictionReader {
  let configuration: ModelConfiguration
  let threshold: Double

  /// Returns the prediction that logits stand for.
  func prediction(_ logits: [Float]) -> Prediction {
    let probabilities: [Double?] =
      switch configuration.task {
      case .singleLabel, .tokenLabels: softmax(logits)
      case .multiLabel: logits.map { 1 / (1 + exp(-Double($0))) }
      case .regression: [nil]
      }
    let outputs = zip(zip(configuration.labels, logits), probabilities).map { pair, probability in
      Prediction.Output(label: pair.0, logit: Double(pair.1), probability: probability)
    }
    let order = outputs.indices.sorted { (-outputs[$0].logit, $0) < (-outputs[$1].logit, $1) }
    let predicted =
      switch configuration.task {
      case .singleLabel, .tokenLabels: Array(order.prefix(1))
      case .multiLabel: order.filter { (outputs[$0].probability ?? 0) >= threshold }
      case .regression: [0]
      }
    let value =
      configuration.task == .regression
      ? Prediction.Quantity(
        value: configuration.transform.value(outputs[0].logit), unit: configuration.transform.unit)
      : nil
    return Prediction(
      task: configuration.task, outputs: outputs, predicted: predicted, value: value)
  }

  /// Returns the outputs to explain: the predicted, or the strongest if none is predicted.
  func explained(_ prediction: Prediction) -> [Int] {
    guard prediction.predicted.isEmpty else { return prediction.predicted }
    let outputs = prediction.outputs
    return outputs.indices.min { (-outputs[$0].logit, $0) < (-outputs[$1].logit, $1) }.map { [$0] }
      ?? []
  }

  private func softmax(_ logits: [Float]) -> [Double?] {
    let largest = Double(logits.max() ?? 0)
    let powers = logits.map { exp(Double($0) - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
