internal import AttributionRecords
internal import Checkpoints
internal import Foundation

/// From logits to what a reader sees.
struct PredictionReader: Sendable {
  let configuration: ModelConfiguration
  let threshold: Double
  let entityLabels: EntityLabels

  init(configuration: ModelConfiguration, threshold: Double) {
    self.configuration = configuration
    self.threshold = threshold
    entityLabels = EntityLabels(configuration.task == .tokenLabels ? configuration.labels : [])
  }

  /// Returns the prediction that a text's logits stand for.
  func prediction(_ logits: [Double]) -> Prediction {
    let probabilities: [Double?] =
      switch configuration.task {
      case .singleLabel, .tokenLabels: softmax(logits)
      case .multiLabel: logits.map { 1 / (1 + exp(-$0)) }
      case .regression: [nil]
      }
    let outputs = zip(zip(configuration.labels, logits), probabilities).map { pair, probability in
      Prediction.Output(label: pair.0, logit: pair.1, probability: probability)
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

  /// Returns the entities of a text and the prediction that they amount to.
  ///
  /// A word has the label of its first token, as models that label tokens are trained. An output's
  /// logit and probability are the largest over the words.
  func entities(
    _ document: EncodedDocument, _ logits: [[Double]]
  ) -> (Prediction, [FoundEntity]) {
    let rows = document.words.map { logits[$0.lowerBound] }
    let probabilities = rows.map { softmax($0).map { $0 ?? 0 } }
    let words = rows.map { row in
      row.indices.min { (-row[$0], $0) < (-row[$1], $1) } ?? 0
    }
    let entities = entityLabels.entities(words).map { range in
      let type = entityLabels.type(of: words[range.lowerBound]) ?? ""
      let sum = range.reduce(0) { $0 + probabilities[$1][words[$1]] }
      return FoundEntity(
        type: type, output: entityLabels.outputs[type] ?? 0, words: range,
        outputs: Array(words[range]), probability: sum / Double(range.count))
    }
    let outputs = configuration.labels.enumerated().map { index, label in
      Prediction.Output(
        label: label, logit: rows.map { $0[index] }.max() ?? 0,
        probability: probabilities.map { $0[index] }.max() ?? 0)
    }
    return (
      Prediction(
        task: .tokenLabels, outputs: outputs, predicted: Set(entities.map(\.output)).sorted()),
      entities
    )
  }

  private func softmax(_ logits: [Double]) -> [Double?] {
    let largest = logits.max() ?? 0
    let powers = logits.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
