internal import Foundation

/// The rows of a matrix in a mapped file.
///
/// A row may hold NaN or infinities: looking through a whole table when it is opened would read
/// hundreds of megabytes of which a run needs few; the run itself refuses what is not finite.
public struct MappedRows: Sendable {
  private let data: Data
  private let start: Int
  private let type: ElementType
  private let strides: (row: Int, column: Int)
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int

  init(
    data: Data, start: Int, type: ElementType, rows: Int, columns: Int,
    strides: (row: Int, column: Int)
  ) {
    self.data = data
    self.start = start
    self.type = type
    self.rows = rows
    self.columns = columns
    self.strides = strides
  }

  /// Reads rows, converted to 32-bit floats.
  ///
  /// - Parameters:
  ///   - indices: The rows; each must be in `0..<rows`.
  ///   - output: `indices.count × columns`.
  package func read(_ indices: some Sequence<Int>, into output: UnsafeMutablePointer<Float>) {
    data.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      var target = output
      for index in indices {
        precondition(0 <= index && index < rows, "row \(index) of \(rows)")
        type.convert(
          base + start + index * strides.row * type.size, stride: strides.column,
          count: columns, into: target)
        target += columns
      }
    }
  }
}
