public import Foundation
public import Tensors

/// A memory-mapped safetensors file; tensors are converted to 32-bit floats as they are read.
public final class SafetensorsFile: Sendable {
  let table: TensorTable
  /// What the file says of itself, by name.
  package let metadata: [String: String]

  /// Maps a file and checks its header.
  ///
  /// - Parameter url: The file.
  /// - Throws: ``CheckpointError``.
  public convenience init(url: URL) throws(CheckpointError) {
    try self.init(data: MappedData.map(url), path: url.path(percentEncoded: false))
  }

  /// Checks the header of a file that is in memory.
  ///
  /// - Parameters:
  ///   - data: The whole file.
  ///   - path: The file's path, for error messages.
  /// - Throws: ``CheckpointError``.
  package init(data: Data, path: String) throws(CheckpointError) {
    let header = try SafetensorsHeader(data: data, path: path)
    table = TensorTable(path: path, data: data, tensors: header.tensors)
    metadata = header.metadata
  }

  /// The file's path, for error messages.
  public var path: String { table.path }

  /// The names of all tensors, sorted.
  public var names: [String] { table.tensors.keys.sorted() }

  /// Returns whether there is a tensor of this name.
  ///
  /// - Parameter name: The tensor's name.
  /// - Returns: Whether the file holds it.
  public func contains(_ name: String) -> Bool { table.tensors[name] != nil }

  /// Returns the shape of a tensor.
  ///
  /// - Parameter name: The tensor's name.
  /// - Returns: The sizes of its dimensions.
  /// - Throws: ``CheckpointError/tensorMissing(path:tensor:)``.
  public func shape(of name: String) throws(CheckpointError) -> [Int] {
    try table.tensor(name).shape
  }

  /// Reads a tensor as 32-bit floats.
  ///
  /// - Parameters:
  ///   - name: The tensor's name.
  ///   - shape: The shape it must have.
  /// - Returns: The values, row-major, all finite.
  /// - Throws: ``CheckpointError`` if it is missing, has another shape or type, or holds NaN.
  public func tensor(_ name: String, shape: [Int]) throws(CheckpointError) -> FloatBuffer {
    try table.read(name, shape: shape)
  }

  /// Calls a closure with the bytes of a tensor of any element type.
  ///
  /// - Parameters:
  ///   - name: The tensor's name.
  ///   - type: The element type that it must have, as safetensors files name it.
  ///   - shape: The shape that it must have; nil for any list of one dimension.
  ///   - body: Takes the bytes, row-major and little-endian, at any alignment.
  /// - Returns: What the closure returns.
  /// - Throws: ``CheckpointError`` if it is missing or of another type or shape.
  package func withBytes<Result>(
    _ name: String, type: String, shape: [Int]?, _ body: (UnsafeRawBufferPointer) -> Result
  ) throws(CheckpointError) -> Result {
    let tensor = try table.tensor(name)
    guard tensor.type == type else {
      throw .badTensor(path: path, tensor: name, detail: "it holds \(tensor.type), not \(type)")
    }
    guard shape.map({ $0 == tensor.shape }) ?? (tensor.shape.count == 1) else {
      throw .wrongShape(path: path, tensor: name, expected: shape ?? [0], found: tensor.shape)
    }
    let size = (tensor.count ?? 0) * (ElementType.bits[type] ?? 0) / 8
    return table.data.withUnsafeBytes {
      body(UnsafeRawBufferPointer(rebasing: $0[tensor.start..<tensor.start + size]))
    }
  }

  /// Opens a matrix whose rows are read one by one.
  ///
  /// - Parameters:
  ///   - name: The tensor's name.
  ///   - rows: The rows that it must have.
  ///   - columns: The columns that it must have.
  /// - Returns: The rows, still in the file.
  /// - Throws: ``CheckpointError`` if it is missing or of another shape.
  package func rows(
    of name: String, rows: Int, columns: Int
  ) throws(CheckpointError) -> MappedRows {
    try table.rows(of: name, rows: rows, columns: columns)
  }
}
