internal import Checkpoints
internal import Tensors

/// One worker's forward and backward passes; its memory is used again for every batch.
///
/// Not for several threads at once. A sequence's numbers do not depend on the batch it is in:
/// every row is computed in the same order whatever surrounds it.
public final class EncoderPass {
  /// The model that is run.
  public let model: EncoderModel
  /// The sequences of the last forward pass.
  public private(set) var batch = PackedBatch([EncodedSequence]())
  private let forwardArena = Arena()
  private let backwardArena = Arena()
  private let layerArena = Arena()
  private var tape: Tape?

  private struct Tape {
    let embedding: LayerNorm.Kept
    /// Hidden states 0…L, each rows × d.
    let hidden: [UnsafeMutablePointer<Float>]
    let layers: [EncoderLayer.Tape]
    let convolution: Convolution.Tape?
    let finalNorm: LayerNorm.Kept?
    let logits: UnsafeMutablePointer<Float>
    let head: ClassificationHead.Tape?
    /// The rows of the last layer that were computed.
    let lastRows: LayerRows
  }

  /// Makes a worker for a model.
  ///
  /// - Parameter model: The model.
  public init(model: EncoderModel) {
    self.model = model
  }

  private var d: Int { model.configuration.hiddenSize }
  private var e: Int { model.configuration.embeddingSize }
  private var outputs: Int { model.head?.outputs ?? 0 }

  /// Runs the model and keeps what the backward pass needs.
  ///
  /// - Parameters:
  ///   - batch: Token ids, each below the vocabulary size; segments, each below the model's
  ///     number, if it has any; each sequence not empty and not longer than the model's positions.
  ///   - keepsLastState: Whether hidden state L is wanted. Without it, the last layer computes
  ///     only the tokens that the head reads.
  ///   - end: The last layer that is run, 0 for the embeddings alone; all if nil. With fewer than
  ///     all there are no logits, and no gradient.
  ///   - editing: Changes H₀, rows × e, before the model reads it.
  public func forward(
    _ batch: PackedBatch, keepsLastState: Bool = true, upTo end: Int? = nil,
    editing: ((UnsafeMutableBufferPointer<Float>) -> Void)? = nil
  ) {
    let configuration = model.configuration
    precondition(
      (0..<batch.count).allSatisfy {
        (1...configuration.positions).contains(batch.rows(of: $0).count)
      }, "a sequence has at least one token and no more than the model has positions")
    precondition(
      configuration.segments == 0
        || batch.typeIDs.allSatisfy { (0..<configuration.segments).contains($0) },
      "a segment is one of the model's")
    self.batch = batch
    forwardArena.reset()
    let input = forwardArena.floats(batch.rows * e)
    model.embedding.lookUp(batch.ids, into: input)
    editing?(UnsafeMutableBufferPointer(start: input, count: batch.rows * e))
    var hidden = [forwardArena.floats(batch.rows * d)]
    let embedding = model.embedding.forward(
      input, batch: batch, into: hidden[0], arena: forwardArena)
    var layers: [EncoderLayer.Tape] = []
    var convolution: Convolution.Tape?
    let lastRows = keepsLastState ? .all : model.lastRows
    let isWhole = (end ?? model.layers.count) == model.layers.count
    for (index, layer) in model.layers.prefix(end ?? model.layers.count).enumerated() {
      let rows = index == model.layers.count - 1 ? lastRows : .all
      let next = forwardArena.floats(rows.count(batch) * d)
      layerArena.reset()
      layers.append(
        layer.forward(
          hidden[index], batch: batch, rows: rows, into: next, arena: forwardArena,
          scratch: layerArena))
      if index == 0 {
        convolution = model.convolution?.forward(
          hidden[0], batch: batch, on: next, arena: forwardArena)
      }
      hidden.append(next)
    }
    let last = hidden[hidden.count - 1]
    let finalNorm =
      isWhole
      ? model.finalNorm?.forward(
        last, rows: lastRows.count(batch), into: last, arena: forwardArena) : nil
    let logits = forwardArena.floats((model.head?.rowCount(batch) ?? 0) * outputs)
    let head =
      isWhole
      ? model.head?.forward(
        last, batch: batch, given: lastRows, into: logits, arena: forwardArena) : nil
    tape = Tape(
      embedding: embedding, hidden: hidden, layers: layers, convolution: convolution,
      finalNorm: finalNorm, logits: logits, head: head, lastRows: lastRows)
  }

  /// Returns the rows of logits of a sequence: one, or one for every token.
  ///
  /// - Parameter sequence: Its index in the batch.
  /// - Returns: The rows; none for a bare encoder.
  public func logitRows(of sequence: Int) -> Range<Int> {
    model.head?.rows(of: sequence, in: batch) ?? 0..<0
  }

  /// Returns a row of logits.
  ///
  /// - Parameter row: The row in the batch.
  /// - Returns: One float an output.
  public func logits(row: Int) -> [Float] {
    guard let tape else { return [] }
    return (0..<outputs).map { tape.logits[row * outputs + $0] }
  }

  /// Returns the logits of a sequence, of its first token if each token has some.
  ///
  /// - Parameter sequence: Its index in the batch.
  /// - Returns: One float an output; none for a bare encoder.
  public func logits(of sequence: Int) -> [Float] {
    logitRows(of: sequence).first.map(logits(row:)) ?? []
  }

  /// Calls a closure with a sequence's hidden state.
  ///
  /// - Parameters:
  ///   - sequence: Its index in the batch.
  ///   - layer: 0 for the embedding output, L for the last layer if the forward pass kept it.
  ///   - body: Reads tokens × d floats.
  /// - Returns: What the closure returned.
  public func withHiddenState<Result>(
    of sequence: Int, layer: Int, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    let rows = batch.rows(of: sequence)
    guard let tape else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
    precondition(
      layer < model.layers.count || tape.lastRows == .all, "the last hidden state was not kept")
    return body(
      UnsafeBufferPointer(
        start: tape.hidden[layer] + rows.lowerBound * d, count: rows.count * d))
  }

  /// Computes dF/dH₀ for F = Σ weights · logits; may be called again for other weights.
  ///
  /// - Parameters:
  ///   - weights: dF/dlogits, rows of logits × outputs.
  ///   - body: Reads the gradient, rows × e, in the rows of ``batch``.
  /// - Returns: What the closure returned.
  public func withGradient<Result>(
    of weights: [Float], _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    guard let tape, let head = model.head, let keptHead = tape.head else {
      return body(UnsafeBufferPointer(start: nil, count: 0))
    }
    precondition(weights.count == head.rowCount(batch) * outputs, "one weight a logit")
    backwardArena.reset()
    var dy = backwardArena.floats(batch.rows * d)
    var dx = backwardArena.floats(batch.rows * d)
    weights.withUnsafeBufferPointer { seed in
      guard let seed = seed.baseAddress else { return }
      head.backward(
        seed, kept: keptHead, batch: batch, given: tape.lastRows, into: dy, arena: backwardArena)
    }
    if let norm = model.finalNorm, let kept = tape.finalNorm {
      norm.backward(dy, kept: kept, rows: tape.lastRows.count(batch), into: dy)
    }
    for index in model.layers.indices.reversed() {
      layerArena.reset()
      var aside: UnsafeMutablePointer<Float>?
      if index == 0, let convolution = model.convolution, let kept = tape.convolution {
        aside = convolution.backward(dy, tape: kept, batch: batch, arena: backwardArena)
      }
      model.layers[index].backward(
        dy, tape: tape.layers[index], batch: batch,
        rows: index == model.layers.count - 1 ? tape.lastRows : .all, into: dx, arena: layerArena)
      if let aside {
        for index in 0..<batch.rows * d { dx[index] += aside[index] }
      }
      swap(&dy, &dx)
    }
    let gradient = backwardArena.floats(batch.rows * e)
    model.embedding.backward(dy, kept: tape.embedding, rows: batch.rows, into: gradient)
    return body(UnsafeBufferPointer(start: gradient, count: batch.rows * e))
  }
}
