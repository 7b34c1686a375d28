public import Foundation
public import Tensors

/// A memory-mapped safetensors file; tensors are converted to 32-bit floats as they are read.
public final class SafetensorsFile: Sendable {
  let table: TensorTable

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
}
