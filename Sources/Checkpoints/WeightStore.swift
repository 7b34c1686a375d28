internal import AttributionRecords
public import Foundation
public import Tensors

/// The weights of a checkpoint, in whatever files they are.
///
/// The files stay mapped; a tensor is converted to 32-bit floats when it is read.
public final class WeightStore: Sendable {
  private let files: [TensorTable]
  /// The index in `files` by tensor.
  private let owners: [String: Int]

  /// Opens the weights of a folder.
  ///
  /// - Parameter folder: The checkpoint's folder.
  /// - Throws: ``CheckpointError``.
  public convenience init(folder: URL) throws(CheckpointError) {
    try self.init(files: WeightFiles(folder: folder).tables())
  }

  /// Opens weights of one file that is in memory.
  ///
  /// - Parameters:
  ///   - data: The whole file.
  ///   - path: The file's path, whose ending says the format, and for error messages.
  /// - Throws: ``CheckpointError``.
  package convenience init(data: Data, path: String) throws(CheckpointError) {
    try self.init(files: [WeightFiles.table(data, path: path)])
  }

  /// Joins the tensors of files.
  ///
  /// - Parameter files: The files, at least one.
  /// - Throws: ``CheckpointError/tensorTwice(tensor:first:second:)``.
  init(files: [TensorTable]) throws(CheckpointError) {
    var owners: [String: Int] = [:]
    for (index, file) in files.enumerated() {
      for name in file.tensors.keys.sorted() {
        if let first = owners.updateValue(index, forKey: name) {
          throw .tensorTwice(tensor: name, first: files[first].path, second: file.path)
        }
      }
    }
    self.files = files
    self.owners = owners
  }

  /// The names of all tensors, sorted.
  public var names: [String] { owners.keys.sorted() }

  /// The paths of the files that hold the weights, at least one.
  public var paths: [String] { files.map(\.path) }

  /// Returns whether there is a tensor of this name.
  ///
  /// - Parameter name: The tensor's name.
  /// - Returns: Whether a file holds it.
  public func contains(_ name: String) -> Bool { owners[name] != nil }

  /// Returns the path of the file that holds a tensor, for error messages.
  ///
  /// - Parameter name: The tensor's name.
  /// - Returns: The path; the first file's if no file holds the tensor.
  public func path(of name: String) -> String {
    files.isEmpty ? "" : files[owners[name] ?? 0].path
  }

  /// Returns the shape of a tensor.
  ///
  /// - Parameter name: The tensor's name.
  /// - Returns: The sizes of its dimensions.
  /// - Throws: ``CheckpointError/tensorMissing(path:tensor:)``.
  public func shape(of name: String) throws(CheckpointError) -> [Int] {
    try file(of: name).tensor(name).shape
  }

  /// Returns the element type of a tensor as safetensors files name it, such as `F32` or `I64`.
  ///
  /// - Parameter name: The tensor's name.
  /// - Returns: The type's name.
  /// - Throws: ``CheckpointError/tensorMissing(path:tensor:)``.
  public func elementType(of name: String) throws(CheckpointError) -> String {
    try file(of: name).tensor(name).type
  }

  /// Reads a tensor as 32-bit floats.
  ///
  /// - Parameters:
  ///   - name: The tensor's name.
  ///   - shape: The shape it must have.
  /// - Returns: The values, row-major, all finite.
  /// - Throws: ``CheckpointError`` if it is missing, has another shape or type, or holds NaN.
  public func tensor(_ name: String, shape: [Int]) throws(CheckpointError) -> FloatBuffer {
    try file(of: name).read(name, shape: shape)
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
    try file(of: name).rows(of: name, rows: rows, columns: columns)
  }

  /// Returns the SHA-256 of the weights; reads all files.
  ///
  /// Of one file it is the file's. Of several it is that of one line a file, sorted by name:
  /// the file's digest, two spaces, its name, a line feed, which is what `sha256sum` prints.
  ///
  /// - Returns: 64 hexadecimal digits.
  public func fingerprint() -> String {
    if files.count == 1 { return files[0].fingerprint() }
    let lines = files.map { file in
      let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
      return (name: name, digest: file.fingerprint())
    }
    let text = lines.sorted { $0.name < $1.name }.map { "\($0.digest)  \($0.name)\n" }.joined()
    return Fingerprint.sha256(Data(text.utf8))
  }

  private func file(of name: String) throws(CheckpointError) -> TensorTable {
    guard let owner = owners[name] else {
      throw .tensorMissing(path: path(of: name), tensor: name)
    }
    return files[owner]
  }
}
