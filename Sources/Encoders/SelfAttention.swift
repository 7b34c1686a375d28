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
  /// The last layer's way to the first tokens, if the head reads no others.
  private let first: FirstTokenAttention?
  private var hiddenSize: Int { heads * headSize }

  /// What the forward pass keeps.
  enum Tape {
    /// Q, K and V side by side, tokens × 3d, Q and K rotated; and the blocks' probabilities, one
    /// sequence and head after the other, of which long sequences have none.
    case blocks(
      projected: UnsafeMutablePointer<Float>, probabilities: UnsafeMutablePointer<Float>)
    /// What ``FirstTokenAttention`` kept.
    case firsts(FirstTokenAttention, FirstTokenAttention.Tape)
  }

  init(
    _ configuration: ModelConfiguration, names: TensorNames, prefix: String, index: Int,
    distances: DistanceTerms, reader: WeightReader
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
      (terms, rotation) = (distances.bias.map(ScoreTerms.bias), nil)
    case .disentangled(let form):
      summands += (form.contentToPosition ? 1 : 0) + (form.positionToContent ? 1 : 0)
      terms =
        form.isRelative
        ? .disentangled(
          try DisentangledTerms(
            form, table: distances.table, configuration, names: names, prefix: prefix,
            reader: reader)) : nil
      rotation = nil
    case .rotary(let form):
      let isLocal = form.isLocal[index]
      terms = isLocal ? .window(form.window) : nil
      rotation = Rotation(base: isLocal ? form.localBase : form.globalBase, size: headSize)
    }
    kernel = AttentionKernel(headSize: headSize, terms: summands)
    let isLast = index == configuration.layerGroups - 1
    first =
      isLast && configuration.attention == .absolute && configuration.readsFirst
      ? try FirstTokenAttention(configuration, names: names, prefix: prefix, reader: reader) : nil
  }

  /// Computes y from x and the residual.
  ///
  /// - Parameters:
  ///   - x: tokens × d.
  ///   - residual: rows × d.
  ///   - batch: Where sequences begin.
  ///   - rows: Which tokens are computed.
  ///   - y: rows × d.
  ///   - arena: Where what is kept lies.
  ///   - scratch: Where all else lies.
  /// - Returns: What the backward pass needs.
  func forward(
    _ x: UnsafePointer<Float>, residual: UnsafePointer<Float>, batch: PackedBatch,
    rows: LayerRows, into y: UnsafeMutablePointer<Float>, arena: Arena, scratch: Arena
  ) -> Tape {
    let d = hiddenSize
    let count = rows.count(batch)
    if rows == .firsts, let first {
      let projected = scratch.floats(count * 3 * d)
      let context = scratch.floats(count * d)
      projection.forward(
        rows.taken(from: x, batch: batch, d: d, arena: scratch), rows: count, into: projected)
      let tape = first.forward(
        projected, stride: 3 * d, x, batch: batch, into: context, arena: arena, scratch: scratch)
      output.forward(context, rows: count, into: y, epilogue: .add(residual))
      return .firsts(first, tape)
    }
    let plan = AttentionPlan(batch, rows, heads: heads, reach: terms?.reach)
    let projected = arena.floats(batch.rows * 3 * d)
    let probabilities = arena.floats(plan.keptCount)
    let context = scratch.floats(count * d)
    let free = scratch.floats(scratchCount(plan))
    projection.forward(x, rows: batch.rows, into: projected)
    rotation?.apply(to: projected, heads: 2 * heads, stride: 3 * d, batch: batch, arena: scratch)
    plan.forEachHead { item in
      let head = head(projected, item)
      var next = item.keptOffset.map { probabilities + $0 }
      for block in item.blocks {
        score(
          head, item.head, block, into: next ?? free,
          context: context + item.contextRow * d + item.head * headSize,
          scratch: next == nil ? free + block.scoreCount : free)
        next = next.map { $0 + block.scoreCount }
      }
    }
    output.forward(context, rows: count, into: y, epilogue: .add(residual))
    return .blocks(projected: projected, probabilities: probabilities)
  }

  /// Computes a block's probabilities, and its context if that is wanted.
  private func score(
    _ head: AttentionKernel.Head, _ index: Int, _ block: AttentionBlock,
    into probabilities: UnsafeMutablePointer<Float>, context: UnsafeMutablePointer<Float>?,
    scratch: UnsafeMutablePointer<Float>
  ) {
    terms?.write(
      head: head, index: index, block, scale: kernel.scale, into: probabilities, scratch: scratch)
    kernel.forward(
      head, block, probabilities: probabilities, context: context, contextStride: hiddenSize,
      scratch: scratch, addsToTerms: terms != nil)
  }

  /// Computes dx (tokens × d) from dy (rows × d); the residual's part is `term`, if any.
  func backward(
    _ dy: UnsafePointer<Float>, tape: Tape, batch: PackedBatch, rows: LayerRows,
    into dx: UnsafeMutablePointer<Float>, adding term: UnsafePointer<Float>?, arena: Arena
  ) {
    let d = hiddenSize
    let count = rows.count(batch)
    let dContext = arena.floats(count * d)
    output.backward(dy, rows: count, into: dContext)
    let (projected, probabilities): (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>)
    switch tape {
    case .blocks(let q, let p): (projected, probabilities) = (q, p)
    case .firsts(let first, let kept):
      let dProjected = arena.floats(count * 3 * d)
      let dFirsts = arena.floats(count * d)
      dProjected.update(repeating: 0, count: count * 3 * d)
      first.backward(
        dContext, tape: kept, batch: batch, into: dx, dQueries: dProjected, stride: 3 * d,
        arena: arena)
      projection.backward(dProjected, rows: count, into: dFirsts)
      rows.add(dFirsts, to: dx, batch: batch, d: d)
      return
    }
    let plan = AttentionPlan(batch, rows, heads: heads, reach: terms?.reach)
    let dProjected = arena.floats(batch.rows * 3 * d)
    let scratch = arena.floats(scratchCount(plan))
    if plan.isPartial { dProjected.update(repeating: 0, count: batch.rows * 3 * d) }
    plan.forEachHead { item in
      let head = head(projected, item)
      let dHead = self.head(dProjected, item)
      var next = item.keptOffset.map { probabilities + $0 }
      for block in item.blocks {
        let free = next == nil ? scratch + block.scoreCount : scratch
        if next == nil { score(head, item.head, block, into: scratch, context: nil, scratch: free) }
        let dScores = kernel.backward(
          dContext + item.contextRow * d + item.head * headSize, contextStride: d, head: head,
          block, probabilities: next ?? scratch, into: dHead, adds: item.blocks.count > 1,
          scratch: free)
        terms?.addGradient(
          dScores, index: item.head, block, to: dHead,
          scratch: free + (block.queries.count + headSize) * block.stride)
        next = next.map { $0 + block.scoreCount }
      }
    }
    rotation?.undo(on: dProjected, heads: 2 * heads, stride: 3 * d, batch: batch, arena: arena)
    projection.backward(
      dProjected, rows: batch.rows, into: dx,
      epilogue: term.map(PackedMatrix.Epilogue.add) ?? .store)
  }

  private func head(
    _ projected: UnsafeMutablePointer<Float>, _ item: AttentionPlan.Item
  ) -> AttentionKernel.Head {
    let d = hiddenSize
    let first = projected + item.row * 3 * d + item.head * headSize
    return AttentionKernel.Head(query: first, key: first + d, value: first + 2 * d, stride: 3 * d)
  }

  /// Probabilities that are not kept, their gradient, and what the kernel and the terms need.
  private func scratchCount(_ plan: AttentionPlan) -> Int {
    plan.distinctBlocks.map { block in
      2 * block.scoreCount + headSize * block.stride + (terms?.scratchCount(block) ?? 0)
    }.max() ?? 0
  }
}
