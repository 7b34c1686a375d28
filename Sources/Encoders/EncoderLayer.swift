internal import Checkpoints
internal import Tensors

/// One encoder layer: self-attention, then the feed-forward block, each around a residual.
///
/// BERT and its kin normalise the sums: m = N₁(x + A(x)), y = N₂(m + F(m)). ModernBERT normalises
/// the inputs: m = x + A(N₁(x)), y = m + F(N₂(m)), its first layer without N₁.
struct EncoderLayer: Sendable {
  private let attention: SelfAttention
  private let feedForward: FeedForward
  private let attentionNorm: LayerNorm?
  private let outputNorm: LayerNorm
  private let normalisesInputs: Bool
  private let hiddenSize: Int

  /// What the forward pass keeps.
  struct Tape {
    let attention: SelfAttention.Tape
    let attentionNorm: LayerNorm.Kept?
    let feedForward: FeedForward.Tape
    let outputNorm: LayerNorm.Kept
  }

  init(
    _ configuration: ModelConfiguration, names: TensorNames, index: Int, distances: DistanceTerms,
    reader: WeightReader
  ) throws(CheckpointError) {
    let prefix = names.layer.replacing("#", with: String(index))
    attention = try SelfAttention(
      configuration, names: names, prefix: prefix, index: index, distances: distances,
      reader: reader)
    feedForward = try FeedForward(configuration, names: names, prefix: prefix, reader: reader)
    hiddenSize = configuration.hiddenSize
    normalisesInputs = configuration.family == .modernBert
    attentionNorm =
      normalisesInputs && index == 0
      ? nil : try reader.norm(prefix + names.attentionNorm, columns: hiddenSize)
    outputNorm = try reader.norm(prefix + names.outputNorm, columns: hiddenSize)
  }

  /// Computes y from x, both rows × d.
  func forward(
    _ x: UnsafePointer<Float>, batch: PackedBatch, into y: UnsafeMutablePointer<Float>,
    arena: Arena
  ) -> Tape {
    let rows = batch.rows
    let middle = arena.floats(rows * hiddenSize)
    guard normalisesInputs else {
      let first = attention.forward(x, residual: x, batch: batch, into: middle, arena: arena)
      let keptFirst = attentionNorm?.forward(middle, rows: rows, into: middle, arena: arena)
      let second = feedForward.forward(
        middle, residual: middle, rows: rows, into: y, arena: arena)
      let keptSecond = outputNorm.forward(y, rows: rows, into: y, arena: arena)
      return Tape(
        attention: first, attentionNorm: keptFirst, feedForward: second, outputNorm: keptSecond)
    }
    let input = arena.floats(rows * hiddenSize)
    let keptFirst = attentionNorm?.forward(x, rows: rows, into: input, arena: arena)
    let first = attention.forward(
      attentionNorm == nil ? x : UnsafePointer(input), residual: x, batch: batch, into: middle,
      arena: arena)
    let keptSecond = outputNorm.forward(middle, rows: rows, into: input, arena: arena)
    let second = feedForward.forward(input, residual: middle, rows: rows, into: y, arena: arena)
    return Tape(
      attention: first, attentionNorm: keptFirst, feedForward: second, outputNorm: keptSecond)
  }

  /// Computes dx from dy, both rows × d; dx must not be dy.
  func backward(
    _ dy: UnsafePointer<Float>, tape: Tape, batch: PackedBatch,
    into dx: UnsafeMutablePointer<Float>, arena: Arena
  ) {
    let rows = batch.rows
    let dMiddle = arena.floats(rows * hiddenSize)
    let dSum = arena.floats(rows * hiddenSize)
    guard normalisesInputs else {
      outputNorm.backward(dy, kept: tape.outputNorm, rows: rows, into: dSum)
      feedForward.backward(
        dSum, tape: tape.feedForward, rows: rows, into: dMiddle, adding: dSum, arena: arena)
      if let attentionNorm, let kept = tape.attentionNorm {
        attentionNorm.backward(dMiddle, kept: kept, rows: rows, into: dSum)
      }
      attention.backward(
        dSum, tape: tape.attention, batch: batch, into: dx, adding: dSum, arena: arena)
      return
    }
    feedForward.backward(
      dy, tape: tape.feedForward, rows: rows, into: dMiddle, adding: nil, arena: arena)
    outputNorm.backward(dMiddle, kept: tape.outputNorm, rows: rows, into: dMiddle)
    add(dy, to: dMiddle, rows: rows)
    attention.backward(
      dMiddle, tape: tape.attention, batch: batch, into: dx, adding: nil, arena: arena)
    if let attentionNorm, let kept = tape.attentionNorm {
      attentionNorm.backward(dx, kept: kept, rows: rows, into: dx)
    }
    add(dMiddle, to: dx, rows: rows)
  }

  private func add(_ term: UnsafePointer<Float>, to x: UnsafeMutablePointer<Float>, rows: Int) {
    for index in 0..<rows * hiddenSize { x[index] += term[index] }
  }
}
