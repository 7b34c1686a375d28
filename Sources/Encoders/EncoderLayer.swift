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

  /// Computes y (rows × d) from x (tokens × d); only what the tape names lies in `arena`.
  func forward(
    _ x: UnsafePointer<Float>, batch: PackedBatch, rows: LayerRows,
    into y: UnsafeMutablePointer<Float>, arena: Arena, scratch: Arena
  ) -> Tape {
    let count = rows.count(batch)
    let residual = rows.taken(from: x, batch: batch, d: hiddenSize, arena: scratch)
    let middle = scratch.floats(count * hiddenSize)
    guard normalisesInputs else {
      let first = attention.forward(
        x, residual: residual, batch: batch, rows: rows, into: middle, arena: arena,
        scratch: scratch)
      let keptFirst = attentionNorm?.forward(middle, rows: count, into: middle, arena: arena)
      let second = feedForward.forward(
        middle, residual: middle, rows: count, into: y, arena: arena, scratch: scratch)
      let keptSecond = outputNorm.forward(y, rows: count, into: y, arena: arena)
      return Tape(
        attention: first, attentionNorm: keptFirst, feedForward: second, outputNorm: keptSecond)
    }
    let input = scratch.floats(batch.rows * hiddenSize)
    let keptFirst = attentionNorm?.forward(x, rows: batch.rows, into: input, arena: arena)
    let first = attention.forward(
      attentionNorm == nil ? x : UnsafePointer(input), residual: residual, batch: batch,
      rows: rows, into: middle, arena: arena, scratch: scratch)
    let keptSecond = outputNorm.forward(middle, rows: count, into: input, arena: arena)
    let second = feedForward.forward(
      input, residual: middle, rows: count, into: y, arena: arena, scratch: scratch)
    return Tape(
      attention: first, attentionNorm: keptFirst, feedForward: second, outputNorm: keptSecond)
  }

  /// Computes dx (tokens × d) from dy (rows × d); dx must not be dy.
  func backward(
    _ dy: UnsafePointer<Float>, tape: Tape, batch: PackedBatch, rows: LayerRows,
    into dx: UnsafeMutablePointer<Float>, arena: Arena
  ) {
    let count = rows.count(batch)
    let dMiddle = arena.floats(count * hiddenSize)
    guard normalisesInputs else {
      let dSum = arena.floats(count * hiddenSize)
      outputNorm.backward(dy, kept: tape.outputNorm, rows: count, into: dSum)
      feedForward.backward(
        dSum, tape: tape.feedForward, rows: count, into: dMiddle, adding: dSum, arena: arena)
      if let attentionNorm, let kept = tape.attentionNorm {
        attentionNorm.backward(dMiddle, kept: kept, rows: count, into: dSum)
      }
      attention.backward(
        dSum, tape: tape.attention, batch: batch, rows: rows, into: dx,
        adding: rows == .all ? dSum : nil, arena: arena)
      if rows == .firsts { rows.add(dSum, to: dx, batch: batch, d: hiddenSize) }
      return
    }
    feedForward.backward(
      dy, tape: tape.feedForward, rows: count, into: dMiddle, adding: nil, arena: arena)
    outputNorm.backward(dMiddle, kept: tape.outputNorm, rows: count, into: dMiddle)
    for index in 0..<count * hiddenSize { dMiddle[index] += dy[index] }
    attention.backward(
      dMiddle, tape: tape.attention, batch: batch, rows: rows, into: dx, adding: nil,
      arena: arena)
    if let attentionNorm, let kept = tape.attentionNorm {
      attentionNorm.backward(dx, kept: kept, rows: batch.rows, into: dx)
    }
    rows.add(dMiddle, to: dx, batch: batch, d: hiddenSize)
  }
}
