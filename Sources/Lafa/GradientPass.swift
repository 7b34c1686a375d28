internal import AttributionRecords
internal import Checkpoints
public import Encoders

/// Steps I and II for a document set: predictions, pooled hidden states and squared gradients.
///
/// Documents are packed into batches without padding; each worker takes the next batch. The
/// results do not depend on the number of workers or on the batches. The function that a document
/// read in W windows is explained for is F of the mean of the windows' logits.
public struct GradientPass: Sendable {
  private let model: EncoderModel
  private let options: LafaOptions
  private let centre: TokenCentre?
  private let workers: Int

  /// The tokens of a batch: enough for the product kernels to reach their speed, few enough for
  /// the caches.
  ///
  /// 1,024 are 3 % slower, and activations of a BERT-base stay within 100 MB a worker.
  static let batchTokens = 384

  /// The tokens of a batch: fewer if each document is many units of work.
  private var tokens: Int {
    let isLong = options.bases.contains { EmbeddingPath($0) != nil }
    return isLong ? Self.batchTokens / 4 : Self.batchTokens
  }

  /// Makes a pass.
  ///
  /// - Parameters:
  ///   - model: The explained model; it has a head.
  ///   - options: Everything of Steps I and II is used.
  ///   - centre: The pool's centre; needed by the contextual kernel alone.
  ///   - workers: How many batches are computed at the same time.
  public init(
    model: EncoderModel, options: LafaOptions, centre: TokenCentre? = nil, workers: Int
  ) {
    precondition(model.configuration.head != .none, "a bare encoder predicts nothing")
    precondition(
      centre?.layer == options.kernelLayer(of: model.configuration.layers),
      "the contextual kernel has a centre in its layer")
    self.centre = centre
    self.model = model
    self.options = options
    self.workers = max(workers, 1)
  }

  /// Computes the base attributions of documents.
  ///
  /// - Parameters:
  ///   - documents: Each window with at least one token and no more than the model has positions;
  ///     ids below the vocabulary size, segments below the model's number.
  ///   - isPool: Whether the documents are neighbours only: base methods that nothing smooths have
  ///     zeros.
  ///   - finished: Called with the results of some of the documents as soon as they are there, from
  ///     any worker.
  ///   - progress: Called with the number of documents done so far, from any worker.
  /// - Returns: One result a document, in order; nil where the model's numbers are not finite.
  public func run(
    _ documents: [EncodedDocument], isPool: Bool = false,
    finished: @escaping @Sendable (Range<Int>, [BaseAttribution?]) -> Void = { _, _ in },
    progress: @Sendable (Int) -> Void = { _ in }
  ) -> [BaseAttribution?] {
    let plan = PackedBatch.plan(
      lengths: documents.map(\.size), tokens: tokens, workers: workers)
    return BatchRun.results(
      batches: plan.count, workers: workers,
      makeWorker: {
        let batch = GradientBatch(
          model: model, options: options, centre: centre, isPool: isPool)
        return { number in
          let results = batch.run(documents[plan[number]])
          finished(plan[number], results)
          return results
        }
      }, progress: progress)
  }
}
