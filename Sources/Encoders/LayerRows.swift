internal import Tensors

/// The tokens whose states a layer computes.
///
/// A head that reads the first token of a text ([CLS]) needs no other from the last layer.
enum LayerRows {
  /// All tokens.
  case all
  /// Each sequence's first token.
  case firsts

  /// How many rows there are.
  func count(_ batch: PackedBatch) -> Int { self == .all ? batch.rows : batch.count }

  /// Returns these rows of x (tokens × d).
  func taken(
    from x: UnsafePointer<Float>, batch: PackedBatch, d: Int, arena: Arena
  ) -> UnsafePointer<Float> {
    if self == .all { return x }
    let rows = arena.floats(batch.count * d)
    for sequence in 0..<batch.count {
      (rows + sequence * d).update(from: x + batch.starts[sequence] * d, count: d)
    }
    return UnsafePointer(rows)
  }

  /// Adds rows to these rows of x (tokens × d).
  func add(
    _ rows: UnsafePointer<Float>, to x: UnsafeMutablePointer<Float>, batch: PackedBatch, d: Int
  ) {
    for row in 0..<count(batch) {
      let target = x + (self == .all ? row : batch.starts[row]) * d
      for column in 0..<d { target[column] += rows[row * d + column] }
    }
  }
}
