internal import AttributionRecords
internal import Foundation
internal import Tensors

/// The tensors of one mapped file, of whatever format.
///
/// Whoever makes a table has checked that every tensor lies inside the file.
struct TensorTable: Sendable {
  /// The file's path, for error messages.
  let path: String
  /// The whole file.
  let data: Data
  /// Whether ``data`` is what ``MappedData`` mapped, so that parts can be given back.
  var isMapped = false
  /// The tensors by name.
  let tensors: [String: StoredTensor]

  /// Returns where a tensor lies.
  func tensor(_ name: String) throws(CheckpointError) -> StoredTensor {
    guard let tensor = tensors[name] else { throw .tensorMissing(path: path, tensor: name) }
    return tensor
  }

  /// Reads a tensor as finite 32-bit floats, row-major.
  func read(_ name: String, shape: [Int]) throws(CheckpointError) -> FloatBuffer {
    let (tensor, type) = try weight(name, shape: shape)
    let buffer = FloatBuffer(uncleared: tensor.count ?? 0)
    guard buffer.count > 0 else { return buffer }
    data.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      if let strides = tensor.strides {
        tensor.gather(base + tensor.start, type: type, strides: strides, into: buffer.pointer)
      } else {
        type.convert(base + tensor.start, count: buffer.count, into: buffer.pointer)
      }
    }
    // Strides may lead beyond the tensor's place, and are rare.
    if tensor.strides == nil {
      release(tensor.start..<tensor.start + buffer.count * type.size)
    }
    if let index = FiniteScan.firstNotFinite(buffer) {
      throw .notFinite(
        path: path, tensor: name, index: index, value: "\(buffer.pointer[index])")
    }
    return buffer
  }

  /// Returns the SHA-256 of the file.
  func fingerprint() -> String {
    Fingerprint.sha256(data) { release($0) }
  }

  private func release(_ range: Range<Int>) {
    if isMapped { MappedData.release(data, range) }
  }

  /// Opens a matrix whose rows are read one by one.
  func rows(of name: String, rows: Int, columns: Int) throws(CheckpointError) -> MappedRows {
    let (tensor, type) = try weight(name, shape: [rows, columns])
    let strides = tensor.strides ?? [columns, 1]
    return MappedRows(
      data: data, start: tensor.start, type: type, rows: rows, columns: columns,
      strides: (row: strides[0], column: strides[1]))
  }

  private func weight(
    _ name: String, shape: [Int]
  ) throws(CheckpointError) -> (StoredTensor, ElementType) {
    let tensor = try tensor(name)
    guard tensor.shape == shape else {
      throw .wrongShape(path: path, tensor: name, expected: shape, found: tensor.shape)
    }
    guard let type = ElementType(rawValue: tensor.type) else {
      throw .unsupportedElementType(path: path, tensor: name, found: tensor.type)
    }
    // Strides of zero repeat elements: a few bytes could ask for any amount of memory.
    guard let count = tensor.count, count <= data.count / type.size else {
      throw .badTensor(
        path: path, tensor: name, detail: "it has more elements than the file can hold")
    }
    return (tensor, type)
  }
}
