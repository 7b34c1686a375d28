public import Foundation
public import Tensors

/// A memory-mapped safetensors file; tensors are converted to 32-bit floats as they are read.
public final class SafetensorsFile: Sendable {
  /// The file's path, for error messages.
  public let path: String
  private let data: Data
  private let header: SafetensorsHeader

  /// Maps a file and checks its header.
  ///
  /// - Parameter url: The file.
  /// - Throws: ``CheckpointError``.
  public init(url: URL) throws(CheckpointError) {
    path = url.path(percentEncoded: false)
    do {
      data = try Data(contentsOf: url, options: .alwaysMapped)
    } catch {
      throw .unreadable(path: path, detail: "it is missing or not readable")
    }
    header = try SafetensorsHeader(data: data, path: path)
  }

  /// The whole file, for its fingerprint.
  public var bytes: Data { data }

  /// The names of all tensors, sorted.
  public var names: [String] { header.entries.keys.sorted() }

  /// Returns whether there is a tensor of this name.
  ///
  /// - Parameter name: The tensor's name.
  /// - Returns: Whether the file holds it.
  public func contains(_ name: String) -> Bool { header.entries[name] != nil }

  /// Returns the shape of a tensor.
  ///
  /// - Parameter name: The tensor's name.
  /// - Returns: The sizes of its dimensions.
  /// - Throws: ``CheckpointError/tensorMissing(path:tensor:)``.
  public func shape(of name: String) throws(CheckpointError) -> [Int] {
    guard let entry = header.entries[name] else {
      throw .tensorMissing(path: path, tensor: name)
    }
    return entry.shape
  }

  /// Reads a tensor as 32-bit floats.
  ///
  /// - Parameters:
  ///   - name: The tensor's name.
  ///   - shape: The shape it must have.
  /// - Returns: The values, row-major.
  /// - Throws: ``CheckpointError`` if it is missing or has another shape or type.
  public func tensor(_ name: String, shape: [Int]) throws(CheckpointError) -> FloatBuffer {
    let (entry, type) = try entry(name, shape: shape)
    let buffer = FloatBuffer(zeros: shape.reduce(1, *))
    data.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      type.convert(base + entry.range.lowerBound, count: buffer.count, into: buffer.pointer)
    }
    return buffer
  }

  /// Opens a matrix whose rows are read one by one, such as an embedding table.
  ///
  /// - Parameters:
  ///   - name: The tensor's name.
  ///   - rows: The number of rows it must have.
  ///   - columns: The number of columns it must have.
  /// - Returns: The rows, still in the mapped file.
  /// - Throws: ``CheckpointError`` if it is missing or has another shape or type.
  public func rows(
    of name: String, rows: Int, columns: Int
  ) throws(CheckpointError) -> MappedRows {
    let (entry, type) = try entry(name, shape: [rows, columns])
    return MappedRows(
      data: data, offset: entry.range.lowerBound, type: type, rows: rows, columns: columns)
  }

  private func entry(
    _ name: String, shape: [Int]
  ) throws(CheckpointError) -> (SafetensorsHeader.Entry, ElementType) {
    guard let entry = header.entries[name] else {
      throw .tensorMissing(path: path, tensor: name)
    }
    guard entry.shape == shape else {
      throw .wrongShape(path: path, tensor: name, expected: shape, found: entry.shape)
    }
    guard let type = ElementType(rawValue: entry.type) else {
      throw .unsupportedElementType(path: path, tensor: name, found: entry.type)
    }
    return (entry, type)
  }
}

/// The rows of a matrix in a mapped file.
public struct MappedRows: Sendable {
  private let data: Data
  private let offset: Int
  private let type: ElementType
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int

  fileprivate init(data: Data, offset: Int, type: ElementType, rows: Int, columns: Int) {
    self.data = data
    self.offset = offset
    self.type = type
    self.rows = rows
    self.columns = columns
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
          base + offset + index * columns * type.size, count: columns, into: target)
        target += columns
      }
    }
  }
}
