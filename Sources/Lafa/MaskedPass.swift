public import AttributionRecords
internal import Checkpoints
public import Encoders

/// What a model predicts for documents of which some tokens are hidden.
public struct MaskedPass: Sendable {
  /// How tokens are hidden.
  public enum Mask: Sendable, Equatable {
    /// Another token stands in their place: [MASK] or [PAD].
    case token(Int)
    /// They are taken out, and the others move together.
    case deletion
  }

  /// A document and the tokens that are hidden in it.
  public struct Variant: Sendable {
    /// The document.
    public var document: EncodedDocument
    /// Whether each token is hidden; special tokens never are.
    public var isHidden: [Bool]

    /// Makes a variant from its parts.
    public init(document: EncodedDocument, isHidden: [Bool]) {
      precondition(isHidden.count == document.ids.count, "one flag a token")
      self.document = document
      self.isHidden = zip(isHidden, document.isSpecial).map { $0 && !$1 }
    }
  }

  private let model: EncoderModel
  private let mask: Mask
  private let threshold: Double
  private let workers: Int

  /// Makes a pass.
  ///
  /// - Parameters:
  ///   - model: A model with a head for whole texts.
  ///   - mask: How tokens are hidden.
  ///   - threshold: The probability from which a label of a multi-label task is predicted.
  ///   - workers: How many batches are computed at the same time.
  public init(model: EncoderModel, mask: Mask, threshold: Double, workers: Int) {
    precondition(
      model.configuration.head != .none && model.configuration.head != .tokens,
      "texts have predictions")
    self.model = model
    self.mask = mask
    self.threshold = threshold
    self.workers = max(workers, 1)
  }

  /// Computes predictions.
  ///
  /// - Parameters:
  ///   - variants: Documents with what is hidden.
  ///   - progress: Called with the number of variants done so far, from any worker.
  /// - Returns: One prediction a variant, in order.
  public func run(
    _ variants: [Variant], progress: @Sendable (Int) -> Void = { _ in }
  ) -> [Prediction] {
    let plan = PackedBatch.plan(
      lengths: variants.map(\.document.size), tokens: GradientPass.batchTokens)
    let reader = PredictionReader(configuration: model.configuration, threshold: threshold)
    let outputs = model.configuration.labels.count
    return BatchRun.results(
      batches: plan.count, workers: workers,
      makeWorker: {
        let pass = EncoderPass(model: model)
        return { batch in
          let documents = variants[plan[batch]].map(edited)
          var logits = documents.map {
            DocumentLogits($0, outputs: outputs, labelsTokens: false)
          }
          WindowChunks(documents).forward(pass, logits: &logits)
          return logits.map { reader.prediction($0.rows[0]) }
        }
      }, progress: progress)
  }

  private func edited(_ variant: Variant) -> EncodedDocument {
    var document = variant.document
    for index in document.windows.indices {
      var window = document.windows[index]
      switch mask {
      case .token(let id):
        for (place, token) in window.tokens.enumerated() where variant.isHidden[token] {
          window.sequence.ids[place] = id
        }
      case .deletion:
        var kept = window.tokens.indices.filter { !variant.isHidden[window.tokens[$0]] }
        // A model needs something to read.
        if kept.isEmpty { kept = [0] }
        window = EncodedDocument.Window(
          sequence: EncodedSequence(
            ids: kept.map { window.sequence.ids[$0] },
            typeIDs: kept.map { window.sequence.typeIDs[$0] }),
          tokens: kept.map { window.tokens[$0] })
      }
      document.windows[index] = window
    }
    return document
  }
}
