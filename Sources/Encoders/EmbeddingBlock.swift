internal import Checkpoints
internal import Tensors

/// From token ids to the first hidden state: x = LayerNorm(h + position + segment).
///
/// h is the row of the word embedding table: the H₀ that gradients are taken for (METHOD).
struct EmbeddingBlock: Sendable {
  private let words: MappedRows
  /// Position plus segment 0, positions × d.
  private let positions: FloatBuffer
  private let norm: LayerNorm

  init(
    _ configuration: ModelConfiguration, names: TensorNames, reader: WeightReader
  ) throws(CheckpointError) {
    let d = configuration.hiddenSize
    words = try reader.weights.rows(
      of: names.wordEmbeddings, rows: configuration.vocabularySize, columns: d)
    positions = try reader.weights.tensor(
      names.positionEmbeddings, shape: [configuration.positions, d])
    if let name = names.segmentEmbeddings {
      let segments = try reader.weights.tensor(name, shape: [configuration.segments, d])
      for row in 0..<configuration.positions {
        for column in 0..<d {
          positions.pointer[row * d + column] += segments.pointer[column]
        }
      }
    }
    norm = try reader.norm(names.embeddingNorm, columns: d)
  }

  /// Looks up H₀.
  ///
  /// - Parameters:
  ///   - ids: Token ids, each below the vocabulary size.
  ///   - h: rows × d.
  func lookUp(_ ids: [Int], into h: UnsafeMutablePointer<Float>) {
    words.read(ids, into: h)
  }

  /// Computes x from H₀; keeps what the backward pass needs.
  ///
  /// - Parameters:
  ///   - h: H₀, rows × d; overwritten.
  ///   - batch: Where sequences begin.
  ///   - x: rows × d.
  ///   - arena: Where what is kept lies.
  /// - Returns: What ``backward(_:kept:rows:into:)`` needs.
  func forward(
    _ h: UnsafeMutablePointer<Float>, batch: PackedBatch, into x: UnsafeMutablePointer<Float>,
    arena: Arena
  ) -> LayerNorm.Kept {
    let d = norm.columns
    for sequence in 0..<batch.count {
      let rows = batch.rows(of: sequence)
      let first = h + rows.lowerBound * d
      for index in 0..<rows.count * d { first[index] += positions.pointer[index] }
    }
    return norm.forward(h, rows: batch.rows, into: x, arena: arena)
  }

  /// Computes dH₀ from dx; the sum passes the gradient on unchanged.
  ///
  /// - Parameters:
  ///   - dx: rows × d.
  ///   - kept: What the forward pass kept.
  ///   - rows: The number of rows.
  ///   - dh: rows × d.
  func backward(
    _ dx: UnsafePointer<Float>, kept: LayerNorm.Kept, rows: Int,
    into dh: UnsafeMutablePointer<Float>
  ) {
    norm.backward(dx, kept: kept, rows: rows, into: dh)
  }
}
