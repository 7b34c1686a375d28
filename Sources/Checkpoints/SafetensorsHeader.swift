internal import Foundation

/// The table of contents of a safetensors file: 8 bytes of length, then JSON.
struct SafetensorsHeader {
  /// One tensor of the file.
  struct Entry: Equatable {
    /// The element type as the file names it.
    var type: String
    /// The sizes of the dimensions.
    var shape: [Int]
    /// Byte range in the file.
    var range: Range<Int>
  }

  /// The tensors by name.
  let entries: [String: Entry]

  /// The longest header that is read.
  ///
  /// It is the format's own limit: larger ones are attacks.
  private static let lengthLimit: UInt64 = 100_000_000

  private struct RawEntry: Decodable {
    var dtype: String
    var shape: [Int]
    var offsets: [Int]
    enum CodingKeys: String, CodingKey {
      case dtype
      case shape
      case offsets = "data_offsets"
    }
  }

  private struct RawHeader: Decodable {
    var entries: [String: RawEntry] = [:]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: AnyKey.self)
      for key in container.allKeys where key.stringValue != "__metadata__" {
        entries[key.stringValue] = try container.decode(RawEntry.self, forKey: key)
      }
    }
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
    let raw: RawHeader
    do {
      let json = data.subdata(in: data.startIndex + 8..<data.startIndex + start)
      raw = try JSONDecoder().decode(RawHeader.self, from: json)
    } catch {
      throw .malformed(path: path, detail: "its header is not the JSON of a safetensors file")
    }
    var entries: [String: Entry] = [:]
    for (name, entry) in raw.entries {
      entries[name] = try Self.checked(
        entry, name: name, dataStart: start, fileSize: data.count, path: path)
    }
    try Self.checkOverlaps(entries, path: path)
    self.entries = entries
  }

  private static func checked(
    _ entry: RawEntry, name: String, dataStart: Int, fileSize: Int, path: String
  ) throws(CheckpointError) -> Entry {
    func bad(_ detail: String) -> CheckpointError {
      .badTensor(path: path, tensor: name, detail: detail)
    }
    guard entry.offsets.count == 2, entry.offsets[0] >= 0, entry.offsets[0] <= entry.offsets[1]
    else { throw bad("its data_offsets are not a range") }
    let (end, overflow) = entry.offsets[1].addingReportingOverflow(dataStart)
    guard !overflow, end <= fileSize else {
      throw .truncated(
        path: path, tensor: name, needed: overflow ? Int.max : end, found: fileSize)
    }
    var count = 1
    for size in entry.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow else { throw bad("its shape is impossible") }
      count = product
    }
    if let type = ElementType(rawValue: entry.dtype) {
      let (bytes, overflow) = count.multipliedReportingOverflow(by: type.size)
      guard !overflow, bytes == entry.offsets[1] - entry.offsets[0] else {
        throw bad("its shape and its number of bytes differ")
      }
    }
    return Entry(
      type: entry.dtype, shape: entry.shape, range: dataStart + entry.offsets[0]..<end)
  }

  private static func checkOverlaps(
    _ entries: [String: Entry], path: String
  ) throws(CheckpointError) {
    let sorted = entries.sorted {
      ($0.value.range.lowerBound, $0.value.range.upperBound, $0.key)
        < ($1.value.range.lowerBound, $1.value.range.upperBound, $1.key)
    }
    for (first, second) in zip(sorted, sorted.dropFirst())
    where second.value.range.lowerBound < first.value.range.upperBound {
      throw .badTensor(
        path: path, tensor: second.key, detail: "it overlaps with “\(first.key)”")
    }
  }
}

/// A key of any name.
struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
