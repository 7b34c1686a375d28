internal import Checkpoints
internal import Tensors

/// One encoder layer: self-attention, then the feed-forward block, each with its LayerNorm after.
struct EncoderLayer: Sendable {
  private let attention: SelfAttention
  private let feedForward: FeedForward
  private let hiddenSize: Int

  /// What the forward pass keeps.
  struct Tape {
    let attention: SelfAttention.Tape
    let feedForward: FeedForward.Tape
  }

  init(
    _ configuration: ModelConfiguration, names: TensorNames, index: Int, reader: WeightReader
  ) throws(CheckpointError) {
    let prefix = "\(names.layer).\(index)"
    attention = try SelfAttention(configuration, names: names, prefix: prefix, reader: reader)
    feedForward = try FeedForward(configuration, names: names, prefix: prefix, reader: reader)
    hiddenSize = configuration.hiddenSize
  }

  /// Computes y from x, both rows × d.
  func forward(
    _ x: UnsafePointer<Float>, batch: PackedBatch, into y: UnsafeMutablePointer<Float>,
    arena: Arena
  ) -> Tape {
    let middle = arena.floats(batch.rows * hiddenSize)
    let first = attention.forward(x, batch: batch, into: middle, arena: arena)
    let second = feedForward.forward(middle, rows: batch.rows, into: y, arena: arena)
    return Tape(attention: first, feedForward: second)
  }

  /// Computes dx from dy, both rows × d; dx must not be dy.
  func backward(
    _ dy: UnsafePointer<Float>, tape: Tape, batch: PackedBatch,
    into dx: UnsafeMutablePointer<Float>, arena: Arena
  ) {
    let dMiddle = arena.floats(batch.rows * hiddenSize)
    feedForward.backward(dy, tape: tape.feedForward, rows: batch.rows, into: dMiddle, arena: arena)
    attention.backward(dMiddle, tape: tape.attention, batch: batch, into: dx, arena: arena)
  }
}
