/// The state dict of a pickle, as tensors of the file.
struct StateDictionary {
  let heap: PickleHeap
  /// Where every storage begins in the file.
  let storages: [Int]
  let path: String

  /// Returns the tensors of a plain dictionary from names to tensors.
  func tensors(_ state: PickleValue) throws(CheckpointError) -> [String: StoredTensor] {
    guard case .dictionary(let dictionary) = state else {
      throw .unsupportedFormat(
        path: path, detail: "it holds \(state.kind) and not the state dict of a model")
    }
    var tensors: [String: StoredTensor] = [:]
    for (key, value) in heap.dictionaries[dictionary] {
      guard case .string(let name) = key else {
        throw .unsupportedFormat(path: path, detail: "a key of its state dict is \(key.kind)")
      }
      guard case .tensor(let tensor) = value else {
        throw .unsupportedFormat(
          path: path,
          detail: "its entry “\(name.prefix(100))” is \(value.kind) and not a tensor, as in a "
            + "training checkpoint")
      }
      guard tensors.updateValue(stored(heap.tensors[tensor]), forKey: name) == nil else {
        throw .badTensor(path: path, tensor: name, detail: "the state dict has it twice")
      }
    }
    return tensors
  }

  private func stored(_ tensor: PickleHeap.Tensor) -> StoredTensor {
    let size = (ElementType.bits[tensor.type] ?? 8) / 8
    // The stride of a dimension of one element says nothing, and can be any number.
    let strides = zip(tensor.shape, tensor.strides).map { $0 == 1 ? 0 : $1 }
    let rowMajor = StoredTensor.rowMajorStrides(tensor.shape)
    let isRowMajor =
      tensor.shape.contains(0)
      || zip(tensor.shape, zip(strides, rowMajor)).allSatisfy { $0 == 1 || $1.0 == $1.1 }
    return StoredTensor(
      type: tensor.type, shape: tensor.shape, strides: isRowMajor ? nil : strides,
      start: storages[tensor.storage] + tensor.offset * size)
  }
}

extension PickleHeap.Storage {
  /// The number of bytes; nil if it is no possible number.
  var byteCount: Int? {
    let size = type.flatMap { ElementType.bits[$0] }.map { $0 / 8 } ?? 1
    let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
    return overflow ? nil : bytes
  }
}
