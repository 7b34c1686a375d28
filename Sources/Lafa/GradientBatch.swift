internal import AttributionRecords
internal import Checkpoints
internal import Encoders

/// One worker's batches: documents that are computed together, or one too long for a batch.
///
/// The windows of a long document are run in chunks, once for the logits, and once more for the
/// gradients, which depend on the logits of all windows.
final class GradientBatch {
  let pass: EncoderPass
  let options: LafaOptions
  private let centre: TokenCentre?
  private let bases: [BaseMethod]
  /// Whether each base method is computed; the others have zeros.
  private let isComputed: [Bool]
  private let directed: [Int]
  private let reader: PredictionReader
  private var references = ReferenceLogits()
  var configuration: ModelConfiguration { pass.model.configuration }

  /// Makes a worker's batches.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - options: Steps I and II.
  ///   - centre: The centre of the contextual kernel.
  ///   - isPool: Whether the documents are neighbours only, so that unsmoothed methods are left.
  init(model: EncoderModel, options: LafaOptions, centre: TokenCentre?, isPool: Bool) {
    pass = EncoderPass(model: model)
    self.options = options
    self.centre = centre
    let bases = options.bases
    self.bases = bases
    let smoothed = options.smoothedBases
    isComputed = bases.map { !isPool || smoothed.contains($0) }
    directed = options.contextualBases.compactMap { bases.firstIndex(of: $0) }
    reader = PredictionReader(configuration: model.configuration, threshold: options.threshold)
  }

  /// Computes the base attributions of the documents of a batch; nil where numbers are not finite.
  func run(_ documents: ArraySlice<EncodedDocument>) -> [BaseAttribution?] {
    let documents = Array(documents)
    let chunks = WindowChunks(documents)
    let d = configuration.hiddenSize
    var logits = documents.map(emptyLogits)
    var pools = documents.map { Pooling($0, d: d, options.pooling) }
    var vectors = centre == nil ? [] : documents.map { TokenVectors($0, d: d) }
    let layer = options.encoderLayer(of: configuration.layers)
    chunks.forward(
      pass, logits: &logits,
      keepsLastState: max(layer, centre?.layer ?? 0) == configuration.layers,
      body: { item, index in
        pass.withHiddenState(of: index, layer: layer) { states in
          pools[item.unit].add(item.window, states)
        }
        if let centre {
          pass.withHiddenState(of: index, layer: centre.layer) { states in
            vectors[item.unit].add(item.window, states)
          }
        }
      })
    var results = zip(documents, zip(logits, pools)).map { document, found in
      result(document, logits: found.0, vector: found.1.vector)
    }
    addScores(to: &results, chunks, logits)
    for (base, method) in bases.enumerated() where isComputed[base] {
      if let path = EmbeddingPath(method) {
        addScores(base, along: path, to: &results, logits)
      } else if case .random(let seed) = method {
        for index in results.indices {
          let noise = RandomScores.tokens(of: documents[index], seed: seed)
          for place in results[index].scores.indices {
            results[index].scores[place].bases[base] = noise
          }
        }
      }
    }
    if let centre {
      for index in results.indices {
        vectors[index].centre(on: centre.mean)
        for place in results[index].scores.indices {
          let scores = results[index].scores[place]
          results[index].scores[place].directions = directed.map {
            vectors[index].direction(scores.bases[$0], of: documents[index])
          }
        }
      }
    }
    return results.map { $0.isFinite ? $0 : nil }
  }

  func emptyLogits(_ document: EncodedDocument) -> DocumentLogits {
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
    result.scores = targets.map {
      .init(
        output: $0.output, entity: $0.entity,
        bases: isComputed.map { isComputed in
          isComputed ? [] : Array(repeating: 0, count: document.ids.count)
        })
    }
    return result
  }

  /// Fills in what needs the gradient at H₀ alone.
  private func addScores(
    to results: inout [BaseAttribution], _ chunks: WindowChunks, _ logits: [DocumentLogits]
  ) {
    let direct = bases.indices.filter {
      isComputed[$0] && [.gradient, .inputGradient].contains(bases[$0])
    }
    guard !direct.isEmpty else { return }
    let multipliesInput = direct.map { bases[$0] == .inputGradient }
    var sums = results.map { result in
      let input =
        multipliesInput.contains(true) ? pass.model.embeddings(of: result.document.ids) : []
      return result.scores.map { _ in
        GradientSum(
          result.document, multipliesInput: multipliesInput, input: input,
          reduction: options.reduction)
      }
    }
    let e = configuration.embeddingSize
    let allSeeds = zip(results, logits).map { seeds(of: $0, $1) }
    chunks.backward(pass, seeds: allSeeds, logits: logits) { item, round, gradient in
      sums[item.unit][round].add(item.window, gradient, e: e)
    }
    for (index, sums) in sums.enumerated() {
      for (place, sum) in sums.enumerated() {
        for (base, tokens) in zip(direct, sum.bases) {
          results[index].scores[place].bases[base] = tokens
        }
      }
    }
  }

  /// Fills in a method that needs the gradients at the points of a path: each point of each
  /// document is a unit, packed with others.
  private func addScores(
    _ base: Int, along path: EmbeddingPath, to results: inout [BaseAttribution],
    _ whole: [DocumentLogits]
  ) {
    let e = configuration.embeddingSize
    let weights = results.map { path.weights($0.document) }
    let units = results.indices.flatMap { index in
      weights[index].indices.map { (document: index, point: $0) }
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
      let model = pass.model
      let editing: WindowChunks.Editing = { item, rows in
        path.move(
          to: units[item.unit].point, documents[item.unit], tokens: item.window.tokens, rows: rows,
          model: model)
      }
      var logits = documents.map(emptyLogits)
      chunks.forward(pass, logits: &logits, editing: editing)
      let allSeeds = zip(units, logits).map { seeds(of: results[$0.document], $1) }
      chunks.backward(pass, seeds: allSeeds, logits: logits, editing: editing) {
        item, round, gradient in
        let unit = units[item.unit]
        sums[unit.document][round].add(
          item.window.tokens, gradient, weight: weights[unit.document][unit.point],
          times: path.factor(
            at: unit.point, documents[item.unit], tokens: item.window.tokens, model: model))
      }
    }
    for (index, sums) in sums.enumerated() {
      let reference =
        path.isComplete ? references.rows(of: results[index].document, path, self) : nil
      for (place, sum) in sums.enumerated() {
        results[index].scores[place].bases[base] = sum.scores(options.reduction)
        results[index].scores[place].gaps[base] = reference.map { reference in
          let scores = results[index].scores[place]
          let difference =
            value(of: scores, in: results[index], whole[index].rows)
            - value(of: scores, in: results[index], reference)
          return sum.total - difference
        }
      }
    }
  }
}

extension BaseAttribution {
  /// Whether every number can be shown.
  fileprivate var isFinite: Bool {
    prediction.outputs.allSatisfy { $0.logit.isFinite && ($0.probability ?? 0).isFinite }
      && (prediction.value?.value ?? 0).isFinite && vector.allSatisfy(\.isFinite)
      && scores.allSatisfy { scores in
        scores.bases.allSatisfy { $0.allSatisfy(\.isFinite) }
          && scores.gaps.allSatisfy { ($0 ?? 0).isFinite }
          && scores.directions.allSatisfy { $0.allSatisfy(\.isFinite) }
      }
  }
}
