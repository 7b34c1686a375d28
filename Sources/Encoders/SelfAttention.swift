internal import Checkpoints
internal import Tensors

/// Multi-head self-attention with residual and LayerNorm: y = LN(x + W_o · attention(x)).
struct SelfAttention: Sendable {
  private let projection: Linear
  private let output: Linear
  private let norm: LayerNorm
  private let heads: Int
  private let kernel: AttentionKernel
  private var hiddenSize: Int { norm.columns }
  private var headSize: Int { hiddenSize / heads }

  /// What the forward pass keeps.
  struct Tape {
    /// Q, K and V side by side, rows × 3d.
    let projected: UnsafeMutablePointer<Float>
    /// n × stride floats a sequence and head, one after the other.
    let probabilities: UnsafeMutablePointer<Float>
    let norm: LayerNorm.Kept
  }

  init(
    _ configuration: ModelConfiguration, names: TensorNames, prefix: String, reader: WeightReader
  ) throws(CheckpointError) {
    let d = configuration.hiddenSize
    projection = try reader.fused(
      [names.query, names.key, names.value].map { "\(prefix).\($0)" }, inputs: d, outputs: d)
    output = try reader.linear("\(prefix).\(names.attentionOutput)", inputs: d, outputs: d)
    norm = try reader.norm("\(prefix).\(names.attentionNorm)", columns: d)
    heads = configuration.heads
    kernel = AttentionKernel(headSize: d / configuration.heads)
  }

  /// Computes y from x, both rows × d.
  func forward(
    _ x: UnsafePointer<Float>, batch: PackedBatch, into y: UnsafeMutablePointer<Float>,
    arena: Arena
  ) -> Tape {
    let d = hiddenSize
    let projected = arena.floats(batch.rows * 3 * d)
    let probabilities = arena.floats(probabilityCount(batch))
    let context = arena.floats(batch.rows * d)
    let scratch = arena.floats(scratchCount(batch))
    projection.forward(x, rows: batch.rows, into: projected)
    forEachHead(batch) { rows, column, offset in
      kernel.forward(
        head(projected, row: rows.lowerBound, column: column), tokens: rows.count,
        probabilities: probabilities + offset, context: context + rows.lowerBound * d + column,
        contextStride: d, scratch: scratch)
    }
    output.forward(context, rows: batch.rows, into: y, epilogue: .add(x))
    return Tape(
      projected: projected, probabilities: probabilities,
      norm: norm.forward(y, rows: batch.rows, into: y, arena: arena))
  }

  /// Computes dx from dy, both rows × d.
  func backward(
    _ dy: UnsafePointer<Float>, tape: Tape, batch: PackedBatch,
    into dx: UnsafeMutablePointer<Float>, arena: Arena
  ) {
    let d = hiddenSize
    let dSum = arena.floats(batch.rows * d)
    let dContext = arena.floats(batch.rows * d)
    let dProjected = arena.floats(batch.rows * 3 * d)
    let scratch = arena.floats(scratchCount(batch))
    norm.backward(dy, kept: tape.norm, rows: batch.rows, into: dSum)
    output.backward(dSum, rows: batch.rows, into: dContext)
    forEachHead(batch) { rows, column, offset in
      kernel.backward(
        dContext + rows.lowerBound * d + column, contextStride: d,
        head: head(tape.projected, row: rows.lowerBound, column: column),
        probabilities: tape.probabilities + offset, tokens: rows.count,
        into: head(dProjected, row: rows.lowerBound, column: column), scratch: scratch)
    }
    projection.backward(dProjected, rows: batch.rows, into: dx, epilogue: .add(dSum))
  }

  private func head(
    _ projected: UnsafeMutablePointer<Float>, row: Int, column: Int
  ) -> AttentionKernel.Head {
    let d = hiddenSize
    let first = projected + row * 3 * d + column
    return AttentionKernel.Head(query: first, key: first + d, value: first + 2 * d, stride: 3 * d)
  }

  /// Calls the closure with each sequence's rows, each head's first column, and the offset of
  /// their probabilities.
  private func forEachHead(_ batch: PackedBatch, _ body: (Range<Int>, Int, Int) -> Void) {
    var offset = 0
    for sequence in 0..<batch.count {
      let rows = batch.rows(of: sequence)
      for head in 0..<heads {
        body(rows, head * headSize, offset)
        offset += rows.count * AttentionKernel.stride(rows.count)
      }
    }
  }

  private func probabilityCount(_ batch: PackedBatch) -> Int {
    (0..<batch.count).reduce(0) { sum, sequence in
      let tokens = batch.rows(of: sequence).count
      return sum + heads * tokens * AttentionKernel.stride(tokens)
    }
  }

  private func scratchCount(_ batch: PackedBatch) -> Int {
    let longest = (0..<batch.count).map { batch.rows(of: $0).count }.max() ?? 0
    return (longest + headSize) * AttentionKernel.stride(longest)
  }
}
