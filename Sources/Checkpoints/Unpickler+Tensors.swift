extension Unpickler {
  /// Makes an empty dictionary.
  mutating func newDictionary() -> PickleValue {
    heap.dictionaries.append([])
    return .dictionary(heap.dictionaries.count - 1)
  }

  /// Does what calling a global would do.
  mutating func reduce(
    _ function: PickleValue, _ arguments: PickleValue
  ) throws(Refusal) -> PickleValue {
    guard case .global(let global) = function, case .tuple(let tuple) = arguments else {
      throw refusal("it calls \(function.kind) with \(arguments.kind)")
    }
    let items = heap.tuples[tuple]
    switch global {
    case .orderedDictionary where items.isEmpty:
      return newDictionary()
    case .size where items.count == 1:
      // No longer than a shape, since every copy of a list takes memory.
      if case .list(let list) = items[0],
        heap.lists[list].count <= SafetensorsHeader.dimensionLimit
      {
        heap.tuples.append(heap.lists[list])
        return .tuple(heap.tuples.count - 1)
      }
      if case .tuple = items[0] { return items[0] }
    case .rebuildTensor where items.count == 6 || items.count == 7:
      return try tensor(items, type: nil)
    case .rebuildTypedTensor where items.count == 7 || items.count == 8:
      if case .global(.type(let type)) = items[6] { return try tensor(items, type: type) }
    case .rebuildParameter where items.count == 3:
      if case .tensor = items[0] { return items[0] }
    default: break
    }
    throw refusal("it calls \(global.name) with \(items.count) arguments that do not fit")
  }

  /// Makes a storage of its persistent identity: `("storage", class, key, device, count)`, in
  /// the old format followed by None.
  mutating func storage(_ identity: PickleValue) throws(Refusal) -> PickleValue {
    guard case .tuple(let tuple) = identity else { throw refusal("it refers to \(identity.kind)") }
    let items = heap.tuples[tuple]
    guard items.count == 5 || items.count == 6, case .string("storage") = items[0],
      case .global(.storage(let type)) = items[1], case .string(let key) = items[2],
      case .string = items[3], case .integer(let count) = items[4], count >= 0
    else { throw refusal("it refers to something that is no storage") }
    if items.count == 6 {
      guard case .none = items[5] else { throw refusal("it has a storage inside another one") }
    }
    let storage = PickleHeap.Storage(key: key, type: type, count: count)
    if let known = heap.storagesByKey[key] {
      guard heap.storages[known] == storage else {
        throw refusal("it describes the storage “\(key.prefix(100))” in two ways")
      }
      return .storage(known)
    }
    heap.storages.append(storage)
    heap.storagesByKey[key] = heap.storages.count - 1
    return .storage(heap.storages.count - 1)
  }

  /// Makes a tensor of `(storage, offset, shape, strides, …)`.
  private mutating func tensor(
    _ items: [PickleValue], type: String?
  ) throws(Refusal) -> PickleValue {
    guard case .storage(let index) = items[0], case .integer(let offset) = items[1],
      let shape = integers(items[2]), let strides = integers(items[3])
    else { throw refusal("it builds a tensor of values that do not fit") }
    let storage = heap.storages[index]
    guard let element = type ?? storage.type, let bits = ElementType.bits[element],
      type == nil || storage.type == nil
    else { throw refusal("it builds a tensor without an element type") }
    guard heap.tensors.count < SafetensorsHeader.tensorLimit else {
      throw refusal("it builds more than \(SafetensorsHeader.tensorLimit) tensors")
    }
    let capacity = storage.type == nil ? storage.count / (bits / 8) : storage.count
    guard Self.fits(offset: offset, shape: shape, strides: strides, in: capacity) else {
      throw refusal(
        "it builds a tensor that leaves its storage “\(storage.key.prefix(100))” of \(capacity) elements"
      )
    }
    heap.tensors.append(
      PickleHeap.Tensor(
        storage: index, type: element, offset: offset, shape: shape, strides: strides))
    return .tensor(heap.tensors.count - 1)
  }

  /// Returns the numbers of a tuple; nil if it is none.
  private func integers(_ value: PickleValue) -> [Int]? {
    guard case .tuple(let tuple) = value,
      heap.tuples[tuple].count <= SafetensorsHeader.dimensionLimit
    else { return nil }
    var integers: [Int] = []
    for case .integer(let integer) in heap.tuples[tuple] { integers.append(integer) }
    return integers.count == heap.tuples[tuple].count ? integers : nil
  }

  /// Returns whether every element of a view lies in a storage of this many elements.
  private static func fits(offset: Int, shape: [Int], strides: [Int], in capacity: Int) -> Bool {
    guard shape.count == strides.count, offset >= 0, offset <= capacity,
      strides.allSatisfy({ $0 >= 0 }), let count = StoredTensor.count(shape)
    else { return false }
    if count == 0 { return true }
    var last = offset
    for (size, stride) in zip(shape, strides) {
      let (step, isTooLarge) = (size - 1).multipliedReportingOverflow(by: stride)
      let (sum, isTooLargeStill) = last.addingReportingOverflow(step)
      guard !isTooLarge, !isTooLargeStill else { return false }
      last = sum
    }
    return last < capacity
  }
}
