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
  private let path: EmbeddingPath?
  private let reader: PredictionReader
  private var configuration: ModelConfiguration { pass.model.configuration }

  init(model: EncoderModel, options: LafaOptions) {
    pass = EncoderPass(model: model)
    self.options = options
    path = EmbeddingPath(options.base)
    reader = PredictionReader(configuration: model.configuration, threshold: options.threshold)
  }

  /// Computes the base attributions of the documents of a batch; nil where numbers are not finite.
  func run(_ documents: ArraySlice<EncodedDocument>) -> [BaseAttribution?] {
    let documents = Array(documents)
    let chunks = WindowChunks(documents)
    var logits = documents.map(emptyLogits)
    var pools = documents.map { Pooling($0, d: configuration.hiddenSize) }
    let layer = options.encoderLayer(of: configuration.layers)
    chunks.forward(
      pass, logits: &logits, keepsLastState: layer == configuration.layers,
      body: { item, index in
        pass.withHiddenState(of: index, layer: layer) { states in
          pools[item.unit].add(item.window, states)
        }
      })
    var results = zip(documents, zip(logits, pools)).map { document, found in
      result(document, logits: found.0, vector: found.1.vector)
    }
    if let path {
      addScores(along: path, to: &results)
    } else {
      addScores(to: &results, chunks, logits)
    }
    for index in results.indices {
      for place in results[index].scores.indices {
        results[index].scores[place].tokens = scaled(results[index].scores[place].tokens)
      }
    }
    return results.map { $0.isFinite ? $0 : nil }
  }

  private func emptyLogits(_ document: EncodedDocument) -> DocumentLogits {
    DocumentLogits(
      document, outputs: configuration.labels.count, labelsTokens: configuration.head == .tokens)
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

  /// Fills in Σ_j S_ij² of the gradient at H₀.
  private func addScores(
    to results: inout [BaseAttribution], _ chunks: WindowChunks, _ logits: [DocumentLogits]
  ) {
    var sums = results.map { result in result.scores.map { _ in GradientSum(result.document) } }
    let e = configuration.embeddingSize
    let allSeeds = zip(results, logits).map { seeds(of: $0, $1) }
    chunks.backward(pass, seeds: allSeeds, logits: logits) { item, round, gradient in
      sums[item.unit][round].add(item.window, gradient, e: e)
    }
    for (index, sums) in sums.enumerated() {
      for (place, sum) in sums.enumerated() { results[index].scores[place].tokens = sum.tokens }
    }
  }

  /// Fills in Σ_j S_ij² of the gradients at the points of a path: each point of each document is
  /// a unit, packed with others.
  private func addScores(along path: EmbeddingPath, to results: inout [BaseAttribution]) {
    let e = configuration.embeddingSize
    let units = results.indices.flatMap { index in
      path.weights.indices.map { (document: index, point: $0) }
    }
    var sums = results.map { result in
      result.scores.map { _ in PathSum(tokens: result.document.ids.count, e: e) }
    }
    let plan = PackedBatch.plan(
      lengths: units.map { results[$0.document].document.size }, tokens: GradientPass.batchTokens)
    for range in plan {
      let units = Array(units[range])
      let documents = units.map { results[$0.document].document }
      let chunks = WindowChunks(documents)
      let editing: WindowChunks.Editing = { item, rows in
        path.move(
          to: units[item.unit].point, ids: documents[item.unit].ids, tokens: item.window.tokens,
          rows: rows, e: e)
      }
      var logits = documents.map(emptyLogits)
      chunks.forward(pass, logits: &logits, editing: editing)
      let allSeeds = zip(units, logits).map { seeds(of: results[$0.document], $1) }
      chunks.backward(pass, seeds: allSeeds, logits: logits, editing: editing) {
        item, round, gradient in
        let unit = units[item.unit]
        sums[unit.document][round].add(
          item.window.tokens, gradient, weight: path.weights[unit.point])
      }
    }
    for (index, sums) in sums.enumerated() {
      let input =
        path.multipliesInput ? pass.model.embeddings(of: results[index].document.ids) : nil
      for (place, sum) in sums.enumerated() {
        results[index].scores[place].tokens = sum.squares(times: input)
      }
    }
  }

  private func seeds(of result: BaseAttribution, _ logits: DocumentLogits) -> [[Int: [Double]]] {
    result.scores.map { seed(of: $0, in: result, logits) }
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
