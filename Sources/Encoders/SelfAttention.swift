internal import Checkpoints
internal import Tensors

/// Multi-head self-attention: y = residual + W_o · attention(x).
struct SelfAttention: Sendable {
  private let projection: Linear
  private let output: Linear
  private let heads: Int
  private let headSize: Int
  private let kernel: AttentionKernel
  private let terms: ScoreTerms?
  private let rotation: Rotation?
  private var hiddenSize: Int { heads * headSize }

  /// What the forward pass keeps.
  struct Tape {
    /// Q, K and V side by side, rows × 3d; Q and K rotated.
    let projected: UnsafeMutablePointer<Float>
    /// n × stride floats a sequence and head, one after the other.
    let probabilities: UnsafeMutablePointer<Float>
  }

  init(
    _ configuration: ModelConfiguration, names: TensorNames, prefix: String, index: Int,
    distances: DistanceTerms?, reader: WeightReader
  ) throws(CheckpointError) {
    let d = configuration.hiddenSize
    heads = configuration.heads
    headSize = d / configuration.heads
    projection = try reader.fused(
      [names.query, names.key, names.value].map { prefix + $0 }, inputs: d, outputs: d,
      part: .attention)
    output = try reader.linear(
      prefix + names.attentionOutput, inputs: d, outputs: d, part: .attention)
    var summands = 1
    switch configuration.attention {
    case .absolute:
      (terms, rotation) = (nil, nil)
    case .distanceBias:
      (terms, rotation) = (distances?.bias.map(ScoreTerms.bias), nil)
    case .disentangled(let form):
      summands += (form.contentToPosition ? 1 : 0) + (form.positionToContent ? 1 : 0)
      terms = try distances?.table.flatMap { table throws(CheckpointError) in
        try DisentangledTerms(
          form, table: table, configuration, names: names, prefix: prefix, reader: reader)
      }.map(ScoreTerms.disentangled)
      rotation = nil
    case .rotary(let form):
      let isLocal = form.isLocal[index]
      terms = isLocal ? .window(form.window) : nil
      rotation = Rotation(base: isLocal ? form.localBase : form.globalBase, size: headSize)
    }
    kernel = AttentionKernel(headSize: headSize, terms: summands)
  }

  /// Computes y from x and the residual, each rows × d.
  func forward(
    _ x: UnsafePointer<Float>, residual: UnsafePointer<Float>, batch: PackedBatch,
    into y: UnsafeMutablePointer<Float>, arena: Arena
  ) -> Tape {
    let d = hiddenSize
    let projected = arena.floats(batch.rows * 3 * d)
    let probabilities = arena.floats(probabilityCount(batch))
    let context = arena.floats(batch.rows * d)
    let scratch = arena.floats(scratchCount(batch))
    projection.forward(x, rows: batch.rows, into: projected)
    rotation?.apply(to: projected, heads: 2 * heads, stride: 3 * d, batch: batch, arena: arena)
    forEachHead(batch) { rows, index, offset in
      let head = head(projected, row: rows.lowerBound, index: index)
      terms?.write(
        head: head, index: index, tokens: rows.count, scale: kernel.scale,
        into: probabilities + offset, scratch: scratch)
      kernel.forward(
        head, tokens: rows.count, probabilities: probabilities + offset,
        context: context + rows.lowerBound * d + index * headSize, contextStride: d,
        scratch: scratch, addsToTerms: terms != nil)
    }
    output.forward(context, rows: batch.rows, into: y, epilogue: .add(residual))
    return Tape(projected: projected, probabilities: probabilities)
  }

  /// Computes dx from dy, both rows × d; the residual's part is `term`, if any.
  func backward(
    _ dy: UnsafePointer<Float>, tape: Tape, batch: PackedBatch,
    into dx: UnsafeMutablePointer<Float>, adding term: UnsafePointer<Float>?, arena: Arena
  ) {
    let d = hiddenSize
    let dContext = arena.floats(batch.rows * d)
    let dProjected = arena.floats(batch.rows * 3 * d)
    let scratch = arena.floats(scratchCount(batch))
    output.backward(dy, rows: batch.rows, into: dContext)
    forEachHead(batch) { rows, index, offset in
      let dHead = head(dProjected, row: rows.lowerBound, index: index)
      let dScores = kernel.backward(
        dContext + rows.lowerBound * d + index * headSize, contextStride: d,
        head: head(tape.projected, row: rows.lowerBound, index: index),
        probabilities: tape.probabilities + offset, tokens: rows.count, into: dHead,
        scratch: scratch)
      terms?.addGradient(
        dScores, index: index, tokens: rows.count, to: dHead,
        scratch: scratch + (rows.count + headSize) * AttentionKernel.stride(rows.count))
    }
    rotation?.undo(on: dProjected, heads: 2 * heads, stride: 3 * d, batch: batch, arena: arena)
    projection.backward(
      dProjected, rows: batch.rows, into: dx,
      epilogue: term.map(PackedMatrix.Epilogue.add) ?? .store)
  }

  private func head(
    _ projected: UnsafeMutablePointer<Float>, row: Int, index: Int
  ) -> AttentionKernel.Head {
    let d = hiddenSize
    let first = projected + row * 3 * d + index * headSize
    return AttentionKernel.Head(query: first, key: first + d, value: first + 2 * d, stride: 3 * d)
  }

  /// Calls the closure with each sequence's rows, each head's index, and the offset of their
  /// probabilities.
  private func forEachHead(_ batch: PackedBatch, _ body: (Range<Int>, Int, Int) -> Void) {
    var offset = 0
    for sequence in 0..<batch.count {
      let rows = batch.rows(of: sequence)
      for head in 0..<heads {
        body(rows, head, offset)
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
      + (terms?.scratchCount(tokens: longest) ?? 0)
  }
}
