internal import Checkpoints
internal import Tensors

/// From token ids to the first hidden state: x = P · LayerNorm(h + position + segment).
///
/// h is the row of the word embedding table: the H₀ that gradients are taken for (METHOD). The
/// projection P from e to d columns is ELECTRA's and ALBERT's; DeBERTa's stands before the
/// LayerNorm; the others have none.
struct EmbeddingBlock: Sendable {
  private let words: MappedRows
  private let positions: FloatBuffer?
  private let segments: FloatBuffer?
  private let paddingID: Int?
  private let norm: LayerNorm
  private let projection: Linear?
  private let projectsFirst: Bool
  private let embeddingSize: Int
  private let hiddenSize: Int

  init(
    _ configuration: ModelConfiguration, names: TensorNames, reader: WeightReader
  ) throws(CheckpointError) {
    let (e, d) = (configuration.embeddingSize, configuration.hiddenSize)
    (embeddingSize, hiddenSize) = (e, d)
    let table = configuration.positionTable
    positions = try table.flatMap { table throws(CheckpointError) in
      try reader.matrix(names.positionEmbeddings, rows: table.rows, columns: e)
    }
    paddingID = table?.paddingID
    segments =
      configuration.segments == 0
      ? nil
      : try reader.matrix(names.segmentEmbeddings, rows: configuration.segments, columns: e)
    projectsFirst = configuration.family == .debertaV2
    // ALBERT projects even where both sizes are the same.
    projection =
      e == d && configuration.family != .albert
      ? nil
      : try reader.linear(
        names.embeddingProjection, inputs: e, outputs: d,
        part: projectsFirst ? .never : .always)
    norm = try reader.norm(names.embeddingNorm, columns: projectsFirst ? d : e)
    words = try reader.rows(
      names.wordEmbeddings, or: names.tiedEmbeddings, rows: configuration.vocabularySize,
      columns: e)
  }

  /// Looks up H₀.
  ///
  /// - Parameters:
  ///   - ids: Token ids, each below the vocabulary size.
  ///   - h: rows × e.
  func lookUp(_ ids: [Int], into h: UnsafeMutablePointer<Float>) {
    words.read(ids, into: h)
  }

  /// Computes x from H₀; keeps what the backward pass needs.
  ///
  /// - Parameters:
  ///   - h: H₀, rows × e; overwritten.
  ///   - batch: Where sequences begin.
  ///   - x: rows × d.
  ///   - arena: Where what is kept lies.
  /// - Returns: What ``backward(_:kept:rows:into:arena:)`` needs.
  func forward(
    _ h: UnsafeMutablePointer<Float>, batch: PackedBatch, into x: UnsafeMutablePointer<Float>,
    arena: Arena
  ) -> LayerNorm.Kept {
    addPositions(h, batch: batch)
    addSegments(h, batch: batch)
    guard let projection else { return norm.forward(h, rows: batch.rows, into: x, arena: arena) }
    if projectsFirst {
      projection.forward(h, rows: batch.rows, into: x)
      return norm.forward(x, rows: batch.rows, into: x, arena: arena)
    }
    let kept = norm.forward(h, rows: batch.rows, into: h, arena: arena)
    projection.forward(h, rows: batch.rows, into: x)
    return kept
  }

  private func addPositions(_ h: UnsafeMutablePointer<Float>, batch: PackedBatch) {
    guard let positions else { return }
    for sequence in 0..<batch.count {
      var seen = 0
      for row in batch.rows(of: sequence) {
        // RoBERTa's padding token stands still at its own id, and the count goes on behind it.
        var position = seen
        if let paddingID {
          position = paddingID + (batch.ids[row] == paddingID ? 0 : seen + 1)
          if batch.ids[row] == paddingID { seen -= 1 }
        }
        seen += 1
        add(positions.pointer + position * embeddingSize, to: h + row * embeddingSize)
      }
    }
  }

  private func addSegments(_ h: UnsafeMutablePointer<Float>, batch: PackedBatch) {
    guard let segments else { return }
    for row in 0..<batch.rows {
      add(
        segments.pointer + batch.typeIDs[row] * embeddingSize, to: h + row * embeddingSize)
    }
  }

  private func add(_ term: UnsafePointer<Float>, to row: UnsafeMutablePointer<Float>) {
    for column in 0..<embeddingSize { row[column] += term[column] }
  }

  /// Computes dH₀ from dx; the sum passes the gradient on unchanged.
  ///
  /// - Parameters:
  ///   - dx: rows × d; overwritten.
  ///   - kept: What the forward pass kept.
  ///   - rows: The number of rows.
  ///   - dh: rows × e.
  func backward(
    _ dx: UnsafeMutablePointer<Float>, kept: LayerNorm.Kept, rows: Int,
    into dh: UnsafeMutablePointer<Float>
  ) {
    guard let projection else { return norm.backward(dx, kept: kept, rows: rows, into: dh) }
    if projectsFirst {
      norm.backward(dx, kept: kept, rows: rows, into: dx)
      projection.backward(dx, rows: rows, into: dh)
    } else {
      projection.backward(dx, rows: rows, into: dh)
      norm.backward(dh, kept: kept, rows: rows, into: dh)
    }
  }
}
