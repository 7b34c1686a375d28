internal import AttributionRecords
internal import Checkpoints
internal import Encoders

/// One worker's batches: documents that are computed together, or one too long for a batch.
///
/// The windows of a long document are run in chunks, once for the logits, and once more for the
/// gradients, which depend on the logits of all windows.
final class GradientBatch {
  private let pass: EncoderPass
  private let options: LafaOptions
  private let reader: PredictionReader
  private var configuration: ModelConfiguration { pass.model.configuration }

  /// A window and the document of the batch that it is of.
  private struct Item {
    let document: Int
    let window: EncodedDocument.Window
  }

  init(model: EncoderModel, options: LafaOptions) {
    pass = EncoderPass(model: model)
    self.options = options
    reader = PredictionReader(configuration: model.configuration, threshold: options.threshold)
  }

  /// Computes the base attributions of the documents of a batch; nil where numbers are not finite.
  func run(_ documents: ArraySlice<EncodedDocument>) -> [BaseAttribution?] {
    let documents = Array(documents)
    let items = documents.enumerated().flatMap { index, document in
      document.windows.map { Item(document: index, window: $0) }
    }
    // Several documents fit into one batch; only a document on its own may need more.
    let chunks = PackedBatch.plan(
      lengths: items.map(\.window.tokens.count), tokens: GradientPass.batchTokens
    ).map { Array(items[$0]) }
    var logits = documents.map {
      DocumentLogits(
        $0, outputs: configuration.labels.count, labelsTokens: configuration.head == .tokens)
    }
    var pools = documents.map { Pooling($0, d: configuration.hiddenSize) }
    let layer = options.encoderLayer(of: configuration.layers)
    for chunk in chunks {
      forward(chunk)
      for (index, item) in chunk.enumerated() {
        logits[item.document].add(item.window, index: index, pass: pass)
        pass.withHiddenState(of: index, layer: layer) { states in
          pools[item.document].add(item.window, states)
        }
      }
    }
    let results = zip(documents, zip(logits, pools)).map { document, found in
      result(document, logits: found.0, vector: found.1.vector)
    }
    return explained(results, chunks, logits).map { $0.isFinite ? $0 : nil }
  }

  private func forward(_ chunk: [Item]) {
    pass.forward(
      PackedBatch(chunk.map(\.window.sequence)),
      keepsLastState: options.encoderLayer(of: configuration.layers) == configuration.layers)
  }

  /// Returns the prediction of a document, with empty scores for what is to be explained.
  private func result(
    _ document: EncodedDocument, logits: DocumentLogits, vector: [Float]
  ) -> BaseAttribution {
    var targets: [ExplainedTarget]
    var result: BaseAttribution
    if configuration.head == .tokens {
      let (prediction, entities) = reader.entities(document, logits.rows)
      targets = options.targets(entities)
      result = BaseAttribution(
        document: document, prediction: prediction, entities: entities, vector: vector, scores: [])
    } else {
      let prediction = reader.prediction(logits.rows[0])
      targets = options.targets(prediction, gold: document.gold)
      result = BaseAttribution(
        document: document, prediction: prediction, vector: vector, scores: [])
    }
    result.omitted = max(targets.count - options.maxExplanations, 0)
    targets = Array(targets.prefix(options.maxExplanations))
    result.scores = targets.map { .init(output: $0.output, entity: $0.entity, tokens: []) }
    return result
  }

  /// Fills in the scores: round r explains the r-th of each document, which share a forward pass.
  private func explained(
    _ results: [BaseAttribution], _ chunks: [[Item]], _ logits: [DocumentLogits]
  ) -> [BaseAttribution] {
    let rounds = results.map(\.scores.count).max() ?? 0
    let seeds = zip(results, logits).map { result, logits in
      result.scores.map { seed(of: $0, in: result, logits) }
    }
    var sums = results.map { result in result.scores.map { _ in GradientSum(result.document) } }
    for chunk in chunks where rounds > 0 {
      if chunks.count > 1 { forward(chunk) }
      for round in 0..<rounds {
        var weights = [Float](repeating: 0, count: logitCount(chunk))
        for (index, item) in chunk.enumerated() where round < seeds[item.document].count {
          logits[item.document].spread(
            seeds[item.document][round], item.window, index: index, pass: pass, into: &weights)
        }
        let e = configuration.embeddingSize
        pass.withGradient(of: weights) { gradient in
          for (index, item) in chunk.enumerated() where round < seeds[item.document].count {
            let rows = pass.batch.rows(of: index)
            sums[item.document][round].add(
              item.window, gradient[rows.lowerBound * e..<rows.upperBound * e], e: e)
          }
        }
      }
    }
    return zip(results, sums).map { result, sums in
      var result = result
      for (index, sum) in sums.enumerated() { result.scores[index].tokens = scaled(sum.tokens) }
      return result
    }
  }

  private func logitCount(_ chunk: [Item]) -> Int {
    chunk.indices.reduce(0) { $0 + pass.logitRows(of: $1).count } * configuration.labels.count
  }

  /// Returns ∂F/∂logits by rows; F of an entity is the sum over its words' first tokens.
  private func seed(
    of scores: BaseAttribution.Scores, in result: BaseAttribution, _ logits: DocumentLogits
  ) -> [Int: [Double]] {
    let isIndependent = configuration.task == .multiLabel
    guard let index = scores.entity else {
      return [
        0: options.scalar.gradient(
          of: scores.output, logits.rows[0], isIndependent: isIndependent)
      ]
    }
    let entity = result.entities[index]
    var seed: [Int: [Double]] = [:]
    for (word, output) in zip(entity.words, entity.outputs) {
      let token = result.document.words[word].lowerBound
      seed[token] = options.scalar.gradient(
        of: output, logits.rows[token], isIndependent: isIndependent)
    }
    return seed
  }

  private func scaled(_ tokens: [Double]) -> [Double] {
    let sum = tokens.reduce(0, +)
    guard options.scale == .document, sum > 0 else { return tokens }
    return tokens.map { $0 / sum }
  }
}

extension BaseAttribution {
  /// Whether every number can be shown.
  fileprivate var isFinite: Bool {
    prediction.outputs.allSatisfy { $0.logit.isFinite && ($0.probability ?? 0).isFinite }
      && (prediction.value?.value ?? 0).isFinite && vector.allSatisfy(\.isFinite)
      && scores.allSatisfy { $0.tokens.allSatisfy(\.isFinite) }
  }
}
