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
  public private(set) var batch = PackedBatch([])
  private let forwardArena = Arena()
  private let backwardArena = Arena()
  private let layerArena = Arena()
  private var tape: Tape?

  private struct Tape {
    let embedding: LayerNorm.Kept
    /// Hidden states 0…L, each rows × d.
    let hidden: [UnsafeMutablePointer<Float>]
    let layers: [EncoderLayer.Tape]
    let logits: UnsafeMutablePointer<Float>
    let headDerivative: UnsafeMutablePointer<Float>
  }

  /// Makes a worker for a model.
  ///
  /// - Parameter model: The model.
  public init(model: EncoderModel) {
    self.model = model
  }

  private var d: Int { model.configuration.hiddenSize }

  /// Runs the model and keeps what the backward pass needs.
  ///
  /// - Parameter batch: Token ids; each below the vocabulary size, each sequence not empty and
  ///   not longer than the model's positions.
  public func forward(_ batch: PackedBatch) {
    precondition(
      (0..<batch.count).allSatisfy {
        (1...model.configuration.positions).contains(batch.rows(of: $0).count)
      }, "a sequence has at least one token and no more than the model has positions")
    self.batch = batch
    forwardArena.reset()
    let input = forwardArena.floats(batch.rows * d)
    model.embedding.lookUp(batch.ids, into: input)
    var hidden = [forwardArena.floats(batch.rows * d)]
    let embedding = model.embedding.forward(
      input, batch: batch, into: hidden[0], arena: forwardArena)
    var layers: [EncoderLayer.Tape] = []
    for layer in model.layers {
      let next = forwardArena.floats(batch.rows * d)
      layers.append(
        layer.forward(hidden[hidden.count - 1], batch: batch, into: next, arena: forwardArena))
      hidden.append(next)
    }
    let logits = forwardArena.floats(batch.count * model.head.outputs)
    let derivative = model.head.forward(
      hidden[hidden.count - 1], batch: batch, into: logits, arena: forwardArena)
    tape = Tape(
      embedding: embedding, hidden: hidden, layers: layers, logits: logits,
      headDerivative: derivative)
  }

  /// Returns the logits of a sequence.
  ///
  /// - Parameter sequence: Its index in the batch.
  /// - Returns: One float an output.
  public func logits(of sequence: Int) -> [Float] {
    let outputs = model.head.outputs
    guard let tape else { return [] }
    return (0..<outputs).map { tape.logits[sequence * outputs + $0] }
  }

  /// Calls a closure with a sequence's hidden state.
  ///
  /// - Parameters:
  ///   - sequence: Its index in the batch.
  ///   - layer: 0 for the embedding output, L for the last layer.
  ///   - body: Reads tokens × d floats.
  /// - Returns: What the closure returned.
  public func withHiddenState<Result>(
    of sequence: Int, layer: Int, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    let rows = batch.rows(of: sequence)
    guard let tape else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
    return body(
      UnsafeBufferPointer(
        start: tape.hidden[layer] + rows.lowerBound * d, count: rows.count * d))
  }

  /// Computes dF/dH₀ for F = Σ weights · logits; may be called again for other weights.
  ///
  /// - Parameters:
  ///   - weights: dF/dlogits, sequences × outputs.
  ///   - body: Reads the gradient, rows × d, in the rows of ``batch``.
  /// - Returns: What the closure returned.
  public func withGradient<Result>(
    of weights: [Float], _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    precondition(weights.count == batch.count * model.head.outputs, "one weight a logit")
    guard let tape else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
    backwardArena.reset()
    var dy = backwardArena.floats(batch.rows * d)
    var dx = backwardArena.floats(batch.rows * d)
    weights.withUnsafeBufferPointer { seed in
      guard let seed = seed.baseAddress else { return }
      model.head.backward(
        seed, kept: tape.headDerivative, batch: batch, into: dy, arena: backwardArena)
    }
    for (layer, kept) in zip(model.layers, tape.layers).reversed() {
      layerArena.reset()
      layer.backward(dy, tape: kept, batch: batch, into: dx, arena: layerArena)
      swap(&dy, &dx)
    }
    model.embedding.backward(dy, kept: tape.embedding, rows: batch.rows, into: dx)
    return body(UnsafeBufferPointer(start: dx, count: batch.rows * d))
  }
}
