internal import Checkpoints
internal import Tensors

/// The last layer's attention where only first tokens are read: ``FirstQueryKernel`` with weights.
///
/// For attention without terms of distance. Products with W_k and W_v are taken once a sequence
/// instead of once a token.
struct FirstTokenAttention: Sendable {
  /// W_k and W_v of each head, d → d / heads; the key's bias has no effect.
  private let keys: [Linear]
  private let values: [Linear]
  private let kernel: FirstQueryKernel
  private let size: Int
  private var heads: Int { keys.count }
  private var headSize: Int { size / heads }

  /// What the forward pass keeps.
  struct Tape {
    /// The states that were read, tokens × d.
    let x: UnsafePointer<Float>
    /// W_kᵀ q, heads × sequences × d.
    let u: UnsafeMutablePointer<Float>
    /// One sequence after the other, heads × stride.
    let probabilities: UnsafeMutablePointer<Float>
  }

  init(
    _ configuration: ModelConfiguration, names: TensorNames, prefix: String, reader: WeightReader
  ) throws(CheckpointError) {
    size = configuration.hiddenSize
    let heads = configuration.heads
    keys = try reader.parts(
      prefix + names.key, inputs: size, outputs: size, count: heads, part: .never)
    values = try reader.parts(
      prefix + names.value, inputs: size, outputs: size, count: heads, part: .attention)
    kernel = FirstQueryKernel(heads: heads, size: size)
  }

  /// Computes the context (sequences × d) of queries (sequences rows of d, `stride` apart).
  func forward(
    _ queries: UnsafePointer<Float>, stride: Int, _ x: UnsafePointer<Float>, batch: PackedBatch,
    into context: UnsafeMutablePointer<Float>, arena: Arena, scratch: Arena
  ) -> Tape {
    let count = batch.count
    let u = arena.floats(heads * count * size)
    let z = scratch.floats(heads * count * size)
    let free = freeMemory(batch, scratch)
    let probabilities = arena.floats(probabilityCount(batch))
    for head in 0..<heads {
      keys[head].backward(
        queries + head * headSize, stride: stride, rows: count, into: u + head * count * size)
    }
    var kept = probabilities
    for sequence in 0..<count {
      let rows = batch.rows(of: sequence)
      kernel.forward(
        u + sequence * size, x + rows.lowerBound * size, tokens: rows.count,
        rowStride: count * size, probabilities: kept, z: z + sequence * size, scratch: free)
      kept += heads * FirstQueryKernel.stride(rows.count)
    }
    for head in 0..<heads {
      values[head].forward(
        z + head * count * size, rows: count, into: context + head * headSize, outputStride: size)
    }
    return Tape(x: x, u: u, probabilities: probabilities)
  }

  /// Computes dx (tokens × d), written, and dQ from dContext (sequences × d).
  func backward(
    _ dContext: UnsafePointer<Float>, tape: Tape, batch: PackedBatch,
    into dx: UnsafeMutablePointer<Float>, dQueries: UnsafeMutablePointer<Float>, stride: Int,
    arena: Arena
  ) {
    let count = batch.count
    let dz = arena.floats(heads * count * size)
    let du = arena.floats(heads * count * size)
    let free = freeMemory(batch, arena)
    for head in 0..<heads {
      values[head].backward(
        dContext + head * headSize, stride: size, rows: count, into: dz + head * count * size)
    }
    var kept = UnsafePointer(tape.probabilities)
    for sequence in 0..<count {
      let rows = batch.rows(of: sequence)
      let first = rows.lowerBound * size
      kernel.backward(
        dz + sequence * size, tape.u + sequence * size, tape.x + first, tokens: rows.count,
        rowStride: count * size, probabilities: kept, dx: dx + first, du: du + sequence * size,
        scratch: free)
      kept += heads * FirstQueryKernel.stride(rows.count)
    }
    for head in 0..<heads {
      keys[head].forward(
        du + head * count * size, rows: count, into: dQueries + head * headSize,
        outputStride: stride)
    }
  }

  private func freeMemory(_ batch: PackedBatch, _ arena: Arena) -> UnsafeMutablePointer<Float> {
    let longest = (0..<batch.count).map { batch.rows(of: $0).count }.max() ?? 0
    return arena.floats(kernel.scratchCount(tokens: longest))
  }

  private func probabilityCount(_ batch: PackedBatch) -> Int {
    (0..<batch.count).reduce(0) {
      $0 + heads * FirstQueryKernel.stride(batch.rows(of: $1).count)
    }
  }
}
