internal import Foundation

/// A `pytorch_model.bin`: a state dict that `torch.save()` wrote, in its zip or its old format.
struct TorchFile {
  /// The tensors.
  let table: TensorTable

  /// Reads the table of contents of a file that is in memory.
  init(data: Data, path: String) throws(CheckpointError) {
    // A closure of Foundation's loses the type of what it throws.
    let result = data.withUnsafeBytes { bytes in
      Result { () throws(CheckpointError) in
        let file = ByteView(bytes: bytes)
        return file.uint32(at: 0) == 0x0403_4B50
          ? try Self.zipped(file, path: path) : try Self.old(file, path: path)
      }
    }
    table = TensorTable(path: path, data: data, tensors: try result.get())
  }

  /// Reads the zip format: `name/data.pkl` and one entry a storage, `name/data/key`.
  private static func zipped(
    _ file: ByteView, path: String
  ) throws(CheckpointError) -> [String: StoredTensor] {
    let entries = try ZipDirectory(file, path: path).entries
    let pickles = entries.keys.filter {
      $0.hasSuffix("/data.pkl") && $0.count(where: { $0 == "/" }) == 1
    }
    guard pickles.count == 1, let pickle = pickles.first, let range = entries[pickle] else {
      throw .unsupportedFormat(
        path: path,
        detail: "it is a zip file without exactly one data.pkl, which torch.save() writes")
    }
    let folder = pickle.dropLast("data.pkl".count)
    guard entries["\(folder)constants.pkl"] == nil else {
      throw .unsupportedFormat(path: path, detail: "it is a TorchScript program, not a state dict")
    }
    if let order = entries["\(folder)byteorder"], !file.bytes[order].elementsEqual("little".utf8) {
      throw .unsupportedFormat(
        path: path, detail: "its byteorder is not little: it was saved on a big-endian machine")
    }
    var unpickler = Unpickler(file, in: range)
    let state: PickleValue
    do {
      state = try unpickler.load()
    } catch {
      throw .refusedPickle(
        path: path, position: error.position, detail: error.detail)
    }
    var storages: [Int] = []
    for storage in unpickler.heap.storages {
      guard let bytes = entries["\(folder)data/\(storage.key)"], bytes.count == storage.byteCount
      else {
        throw .malformed(
          path: path,
          detail: "its storage “\(storage.key.prefix(100))” is missing or has another size")
      }
      storages.append(bytes.lowerBound)
    }
    return try StateDictionary(heap: unpickler.heap, storages: storages, path: path).tensors(state)
  }

  /// Reads the old format: five pickles and then the storages, each after its length.
  private static func old(
    _ file: ByteView, path: String
  ) throws(CheckpointError) -> [String: StoredTensor] {
    // Protocol 2 and LONG1 of ten bytes, the magic number of torch.save().
    let magic: [UInt8] = [
      0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
    ]
    guard let start = file.slice(at: 0, count: magic.count),
      start.dropFirst(2).elementsEqual(magic.dropFirst(2)), start.first == 0x80
    else {
      throw .unsupportedFormat(path: path, detail: "it is not a file that torch.save() writes")
    }
    var unpickler = Unpickler(file, in: magic.count..<file.count)
    let (state, keys): (PickleValue, [PickleValue])
    do {
      (state, keys) = try oldPickles(&unpickler)
    } catch {
      throw .refusedPickle(path: path, position: error.position, detail: error.detail)
    }
    let storages = try oldStorages(
      file, keys: keys, heap: unpickler.heap, start: unpickler.position, path: path)
    return try StateDictionary(heap: unpickler.heap, storages: storages, path: path).tensors(state)
  }

  /// Returns the state dict and the list of the storages' keys.
  private static func oldPickles(
    _ unpickler: inout Unpickler
  ) throws(Unpickler.Refusal) -> (state: PickleValue, keys: [PickleValue]) {
    guard case .integer(1001) = try unpickler.load() else {
      throw unpickler.refusal("its format has another number than 1001")
    }
    guard case .dictionary(let system) = try unpickler.load() else {
      throw unpickler.refusal("the description of its machine is missing")
    }
    for case (.string("little_endian"), .bool(let isLittle)) in unpickler.heap.dictionaries[system]
    where !isLittle {
      throw unpickler.refusal("it says that it was saved on a big-endian machine")
    }
    let state = try unpickler.load()
    guard case .list(let list) = try unpickler.load() else {
      throw unpickler.refusal("the list of its storages is missing")
    }
    return (state, unpickler.heap.lists[list])
  }

  /// Finds the storages behind the pickles.
  private static func oldStorages(
    _ file: ByteView, keys: [PickleValue], heap: PickleHeap, start: Int, path: String
  ) throws(CheckpointError) -> [Int] {
    var storages: [Int?] = Array(repeating: nil, count: heap.storages.count)
    var position = start
    for key in keys {
      guard case .string(let key) = key, let index = heap.storagesByKey[key],
        storages[index] == nil
      else {
        throw .malformed(path: path, detail: "the list of its storages does not fit its tensors")
      }
      let storage = heap.storages[index]
      guard file.uint64(at: position) == storage.count, let size = storage.byteCount,
        file.holds(position + 8, size)
      else {
        throw .malformed(
          path: path,
          detail: "its storage “\(key.prefix(100))” is cut short or has another size")
      }
      storages[index] = position + 8
      position += 8 + size
    }
    let found = storages.compactMap(\.self)
    guard found.count == storages.count else {
      throw .malformed(path: path, detail: "the list of its storages lacks one of a tensor's")
    }
    return found
  }
}
