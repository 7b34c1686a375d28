internal import AttributionRecords
internal import Checkpoints
internal import Dispatch
public import Encoders
internal import Synchronization

/// Steps I and II for a document set: predictions, pooled hidden states and squared gradients.
///
/// Documents are packed into batches without padding; each worker takes the next batch. The
/// results do not depend on the number of workers or on the batches.
public struct GradientPass: Sendable {
  private let model: EncoderModel
  private let options: LafaOptions
  private let workers: Int

  /// A batch large enough for the product kernels to reach their speed, small enough to keep
  /// activations of a BERT-base within 100 MB a worker.
  private static let batchTokens = 512

  /// Makes a pass.
  ///
  /// - Parameters:
  ///   - model: The explained model.
  ///   - options: The layer, scale and threshold are used.
  ///   - workers: How many batches are computed at the same time.
  public init(model: EncoderModel, options: LafaOptions, workers: Int) {
    self.model = model
    self.options = options
    self.workers = max(workers, 1)
  }

  /// Computes the base attributions of documents.
  ///
  /// - Parameters:
  ///   - documents: Each with at least one token and no more than the model has positions; ids
  ///     below the vocabulary size.
  ///   - progress: Called with the number of documents done so far, from any worker.
  /// - Returns: One result a document, in order; nil where the model's numbers are not finite.
  public func run(
    _ documents: [EncodedDocument], progress: @Sendable (Int) -> Void = { _ in }
  ) -> [BaseAttribution?] {
    let plan = PackedBatch.plan(
      lengths: documents.map(\.ids.count), tokens: Self.batchTokens)
    let next = Atomic<Int>(0)
    let results = Mutex<(parts: [[BaseAttribution?]], done: Int)>(
      (Array(repeating: [], count: plan.count), 0))
    DispatchQueue.concurrentPerform(iterations: min(workers, max(plan.count, 1))) { _ in
      let pass = EncoderPass(model: model)
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < plan.count else { return }
        let part = batch(documents[plan[index]], pass: pass)
        let done = results.withLock { state in
          state.parts[index] = part
          state.done += part.count
          return state.done
        }
        progress(done)
      }
    }
    return results.withLock { $0.parts.flatMap(\.self) }
  }

  private func batch(
    _ documents: ArraySlice<EncodedDocument>, pass: EncoderPass
  ) -> [BaseAttribution?] {
    pass.forward(PackedBatch(documents.map(\.ids)))
    let reader = PredictionReader(configuration: model.configuration, threshold: options.threshold)
    let logits = documents.indices.map { pass.logits(of: $0 - documents.startIndex) }
    let predictions = logits.map(reader.prediction)
    let explained = predictions.map(reader.explained)
    var scores = Array(repeating: [BaseAttribution.Scores](), count: documents.count)
    // Several labels of one document share its forward pass: round r explains the r-th of each.
    for round in 0..<(explained.map(\.count).max() ?? 0) {
      let outputs = explained.map { round < $0.count ? $0[round] : nil }
      for (index, tokens) in squaredGradients(of: outputs, pass: pass) {
        scores[index].append(tokens)
      }
    }
    let layer = options.encoderLayer(of: model.configuration.layers)
    return documents.enumerated().map { index, document in
      let vector = Pooling.mean(document, d: model.configuration.hiddenSize) {
        pass.withHiddenState(of: index, layer: layer, $0)
      }
      let result = BaseAttribution(
        document: document, prediction: predictions[index], vector: vector, scores: scores[index])
      return result.isFinite ? result : nil
    }
  }

  /// Returns M(X) of one output of each sequence: Σ_j S_ij² (equation 3), scaled.
  private func squaredGradients(
    of outputs: [Int?], pass: EncoderPass
  ) -> [(sequence: Int, scores: BaseAttribution.Scores)] {
    let labels = model.configuration.labels.count
    let d = model.configuration.embeddingSize
    var weights = [Float](repeating: 0, count: outputs.count * labels)
    for case (let index, .some(let output)) in outputs.enumerated() {
      weights[index * labels + output] = 1
    }
    return pass.withGradient(of: weights) { gradient in
      outputs.enumerated().compactMap { index, output in
        guard let output else { return nil }
        var tokens = pass.batch.rows(of: index).map { row in
          gradient[row * d..<(row + 1) * d].reduce(0) { $0 + Double($1) * Double($1) }
        }
        let sum = tokens.reduce(0, +)
        if options.scale == .document, sum > 0 { tokens = tokens.map { $0 / sum } }
        return (index, BaseAttribution.Scores(output: output, tokens: tokens))
      }
    }
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
