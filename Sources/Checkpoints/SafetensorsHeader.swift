internal import Foundation

/// The table of contents of a safetensors file: 8 bytes of length, then JSON.
///
/// What the reference implementation refuses is refused: overlaps, holes, a tail, a length over
/// 100 MB. It keeps the last of two entries of one name; here that is refused too.
struct SafetensorsHeader {
  /// The tensors by name.
  let tensors: [String: StoredTensor]
  /// What the file says of itself.
  let metadata: [String: String]

  /// The longest header that is read, in bytes; the format's own limit.
  private static let lengthLimit: UInt64 = 100_000_000
  /// The most tensors, so that a long header cannot fill the memory with small entries.
  static let tensorLimit = 65_536
  /// The most dimensions, PyTorch's own limit.
  static let dimensionLimit = 64

  /// One tensor, as the header says.
  private struct Entry {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
  }

  /// Reads and checks the header.
  ///
  /// - Parameters:
  ///   - data: The whole file.
  ///   - path: The file's path, for error messages.
  /// - Throws: ``CheckpointError`` if the header does not fit, or a tensor does not.
  init(data: Data, path: String) throws(CheckpointError) {
    guard data.count >= 8 else {
      throw .headerTooLong(path: path, length: 8, fileSize: data.count)
    }
    let length = data.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
    }
    guard length <= Self.lengthLimit, length <= UInt64(data.count - 8) else {
      throw .headerTooLong(path: path, length: length, fileSize: data.count)
    }
    let start = 8 + Int(length)
    let json = data.withUnsafeBytes { [UInt8]($0[8..<start]) }
    let (entries, metadata) = try Self.entries(json, path: path)
    var tensors: [String: StoredTensor] = [:]
    var ranges: [(range: Range<Int>, name: String)] = []
    for (name, entry) in entries {
      let (tensor, range) = try Self.checked(
        entry, name: name, dataStart: start, fileSize: data.count, path: path)
      tensors[name] = tensor
      ranges.append((range, name))
    }
    try Self.checkCover(ranges, start: start, end: data.count, path: path)
    self.tensors = tensors
    self.metadata = metadata
  }

  /// Reads the JSON.
  private static func entries(
    _ json: [UInt8], path: String
  ) throws(CheckpointError) -> (entries: [String: Entry], metadata: [String: String]) {
    func fault(_ fault: JSONScanner.Fault) -> CheckpointError {
      .malformed(
        path: path,
        detail: "its header is not the JSON of a safetensors file, \(fault.detail) at byte "
          + "\(8 + fault.position)")
    }
    var entries: [String: Entry] = [:]
    var metadata: [String: String]?
    func read(_ scanner: inout JSONScanner, _ name: String) throws(CheckpointError) {
      if name == "__metadata__" {
        guard metadata == nil else {
          throw .malformed(path: path, detail: "it has two __metadata__")
        }
        do {
          metadata = try texts(&scanner)
        } catch {
          throw fault(error)
        }
        return
      }
      guard entries.count < tensorLimit else {
        throw .malformed(path: path, detail: "it has more than \(tensorLimit) tensors")
      }
      let entry = try entry(&scanner, name: name, path: path, fault: fault)
      guard entries.updateValue(entry, forKey: name) == nil else {
        throw .badTensor(path: path, tensor: name, detail: "the header has it twice")
      }
    }
    var scanner: JSONScanner
    do { scanner = try JSONScanner(json) } catch { throw fault(error) }
    try scanner.object(read, fault: fault)
    do { try scanner.end() } catch { throw fault(error) }
    return (entries, metadata ?? [:])
  }

  /// Reads an object of strings.
  private static func texts(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Fault) -> [String: String] {
    if scanner.null() { return [:] }
    var texts: [String: String] = [:]
    try scanner.object(
      { (scanner, key) throws(JSONScanner.Fault) in texts[key] = try scanner.string() },
      fault: { $0 })
    return texts
  }

  private static func entry(
    _ scanner: inout JSONScanner, name: String, path: String,
    fault: (JSONScanner.Fault) -> CheckpointError
  ) throws(CheckpointError) -> Entry {
    var entry = Entry()
    func read(_ scanner: inout JSONScanner, _ key: String) throws(CheckpointError) {
      let isKnown =
        switch key {
        case "dtype": entry.type != nil
        case "shape": entry.shape != nil
        case "data_offsets": entry.offsets != nil
        default: false
        }
      guard !isKnown else {
        throw .badTensor(path: path, tensor: name, detail: "its “\(key)” is there twice")
      }
      do {
        switch key {
        case "dtype": entry.type = try scanner.string()
        case "shape": entry.shape = try scanner.integers(limit: dimensionLimit)
        case "data_offsets": entry.offsets = try scanner.integers(limit: 2)
        default: try scanner.skip()
        }
      } catch {
        throw .badTensor(
          path: path, tensor: name, detail: "\(error.detail) at byte \(8 + error.position)")
      }
    }
    try scanner.object(read, fault: fault)
    return entry
  }

  private static func checked(
    _ entry: Entry, name: String, dataStart: Int, fileSize: Int, path: String
  ) throws(CheckpointError) -> (StoredTensor, Range<Int>) {
    func bad(_ detail: String) -> CheckpointError {
      .badTensor(path: path, tensor: name, detail: detail)
    }
    guard let type = entry.type, let shape = entry.shape, let offsets = entry.offsets else {
      throw bad("it lacks dtype, shape or data_offsets")
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw bad("its data_offsets are not a range")
    }
    let (end, overflow) = offsets[1].addingReportingOverflow(dataStart)
    guard !overflow, end <= fileSize else {
      throw .truncated(
        path: path, tensor: name, needed: overflow ? Int.max : end, found: fileSize)
    }
    guard let bits = ElementType.bits[type] else {
      throw bad("safetensors files know no element type “\(type)”")
    }
    guard let count = StoredTensor.count(shape) else { throw bad("its shape is impossible") }
    let (size, isTooLarge) = count.multipliedReportingOverflow(by: bits)
    guard !isTooLarge, size.isMultiple(of: 8), size / 8 == offsets[1] - offsets[0] else {
      throw bad("its shape and its number of bytes differ")
    }
    let range = dataStart + offsets[0]..<end
    return (StoredTensor(type: type, shape: shape, start: range.lowerBound), range)
  }

  /// Checks that the tensors cover the data, without overlaps and holes.
  private static func checkCover(
    _ ranges: [(range: Range<Int>, name: String)], start: Int, end: Int, path: String
  ) throws(CheckpointError) {
    let sorted = ranges.sorted {
      ($0.range.lowerBound, $0.range.upperBound, $0.name)
        < ($1.range.lowerBound, $1.range.upperBound, $1.name)
    }
    var position = start
    var last = ""
    for (range, name) in sorted {
      guard range.lowerBound >= position else {
        throw .badTensor(path: path, tensor: name, detail: "it overlaps with “\(last)”")
      }
      guard range.lowerBound == position else {
        throw .malformed(
          path: path, detail: "bytes \(position) to \(range.lowerBound - 1) are of no tensor")
      }
      position = range.upperBound
      last = name
    }
    guard position == end else {
      throw .malformed(path: path, detail: "bytes \(position) to \(end - 1) are of no tensor")
    }
  }
}
