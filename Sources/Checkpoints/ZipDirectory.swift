internal import Foundation

/// The table of contents of a zip file as `torch.save()` writes it: every entry uncompressed.
///
/// Since nothing is unpacked, no entry can grow; entries that overlap are refused all the same.
struct ZipDirectory {
  /// The bytes of every entry by its name.
  let entries: [String: Range<Int>]

  /// The most entries, each about a tensor.
  private static let entryLimit = SafetensorsHeader.tensorLimit + 16

  private enum Signature {
    static let local = 0x0403_4B50
    static let central = 0x0201_4B50
    static let end = 0x0605_4B50
    static let end64 = 0x0606_4B50
    static let locator64 = 0x0706_4B50
  }

  /// Where the central directory lies.
  private struct Place {
    var count: Int
    var start: Int
    var size: Int
  }

  /// One record of the central directory.
  private struct Record {
    var name: String
    var nameLength: Int
    var size: Int
    var header: Int
    /// Where the next record begins.
    var next: Int
  }

  /// Reads and checks the directory.
  init(_ file: ByteView, path: String) throws(CheckpointError) {
    guard let place = Self.place(file) else {
      throw .malformed(
        path: path, detail: "it is cut short or no zip file: its central directory is missing")
    }
    guard place.count <= Self.entryLimit else {
      throw .malformed(
        path: path, detail: "its zip directory has more than \(Self.entryLimit) entries")
    }
    var entries: [String: Range<Int>] = [:]
    var extents: [(range: Range<Int>, name: String)] = []
    var position = place.start
    for index in 0..<place.count {
      let record = try Self.record(file, at: position, index: index, path: path)
      guard record.next <= place.start + place.size else {
        throw .malformed(path: path, detail: "entry \(index) of its zip directory leaves it")
      }
      position = record.next
      let data = try Self.data(file, of: record, before: place.start, path: path)
      guard entries.updateValue(data, forKey: record.name) == nil else {
        throw .malformed(path: path, detail: "its zip directory has “\(record.name)” twice")
      }
      extents.append((record.header..<data.upperBound, record.name))
    }
    extents.sort { ($0.range.lowerBound, $0.name) < ($1.range.lowerBound, $1.name) }
    for (first, second) in zip(extents, extents.dropFirst())
    where second.range.lowerBound < first.range.upperBound {
      throw .malformed(
        path: path, detail: "its zip entries “\(first.name)” and “\(second.name)” overlap")
    }
    self.entries = entries
  }

  /// Finds the central directory from the record at the file's end.
  private static func place(_ file: ByteView) -> Place? {
    // The record is followed by a comment of at most 65,535 bytes, in practice of none.
    var end = file.count - 22
    let last = max(0, end - 65_535)
    while end >= last {
      if file.uint32(at: end) == Signature.end,
        file.uint16(at: end + 20) == file.count - end - 22
      {
        break
      }
      end -= 1
    }
    guard end >= last, let count = file.uint16(at: end + 10), let size = file.uint32(at: end + 12),
      let start = file.uint32(at: end + 16)
    else { return nil }
    var place = Place(count: count, start: start, size: size)
    if count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
      guard file.uint32(at: end - 20) == Signature.locator64,
        let end64 = file.uint64(at: end - 12), file.uint32(at: end64) == Signature.end64,
        let count = file.uint64(at: end64 + 32), let size = file.uint64(at: end64 + 40),
        let start = file.uint64(at: end64 + 48)
      else { return nil }
      place = Place(count: count, start: start, size: size)
    }
    return file.holds(place.start, place.size) && place.start + place.size <= end ? place : nil
  }

  private static func record(
    _ file: ByteView, at start: Int, index: Int, path: String
  ) throws(CheckpointError) -> Record {
    guard file.holds(start, 46), file.uint32(at: start) == Signature.central,
      let flags = file.uint16(at: start + 8), let method = file.uint16(at: start + 10),
      let packedSize = file.uint32(at: start + 20), let size = file.uint32(at: start + 24),
      let nameLength = file.uint16(at: start + 28), let extraLength = file.uint16(at: start + 30),
      let commentLength = file.uint16(at: start + 32), let header = file.uint32(at: start + 42),
      let nameBytes = file.slice(at: start + 46, count: nameLength),
      let name = String(validating: nameBytes, as: UTF8.self)
    else {
      throw .malformed(path: path, detail: "entry \(index) of its zip directory is broken")
    }
    guard method == 0, flags & 1 == 0 else {
      let how = flags & 1 == 1 ? "encrypted" : "compressed (method \(method))"
      throw .unsupportedFormat(
        path: path,
        detail: "its zip entry “\(name.prefix(100))” is \(how), which torch.save() never does")
    }
    var wide = Wide(
      file: file, position: start + 46 + nameLength, end: start + 46 + nameLength + extraLength)
    guard let size = wide.value(size), let packedSize = wide.value(packedSize),
      let header = wide.value(header), size == packedSize
    else {
      throw .malformed(
        path: path, detail: "its zip entry “\(name.prefix(100))” has impossible sizes")
    }
    return Record(
      name: name, nameLength: nameLength, size: size, header: header,
      next: start + 46 + nameLength + extraLength + commentLength)
  }

  /// Returns where an entry's bytes lie, by the header in front of them.
  private static func data(
    _ file: ByteView, of record: Record, before end: Int, path: String
  ) throws(CheckpointError) -> Range<Int> {
    // No place in a file is so large that these sums overflow: all lie below its size.
    guard file.holds(record.header, 30), file.uint32(at: record.header) == Signature.local,
      file.uint16(at: record.header + 26) == record.nameLength,
      let extra = file.uint16(at: record.header + 28),
      let name = file.slice(at: record.header + 30, count: record.nameLength),
      name.elementsEqual(record.name.utf8)
    else {
      throw .malformed(
        path: path, detail: "its zip entry “\(record.name.prefix(100))” is not where it should be")
    }
    let start = record.header + 30 + record.nameLength + extra
    guard start <= end, record.size <= end - start else {
      throw .malformed(
        path: path, detail: "its zip entry “\(record.name.prefix(100))” ends outside the file")
    }
    return start..<start + record.size
  }

  /// The 64-bit sizes of an entry, in the order of the 32-bit ones that they replace.
  private struct Wide {
    let file: ByteView
    /// The next 64-bit number; nil until the field is looked for.
    private var next: Int?
    private let position: Int
    private let end: Int

    init(file: ByteView, position: Int, end: Int) {
      self.file = file
      self.position = position
      self.end = end
    }

    /// Returns a 32-bit size, or the 64-bit one that it stands for.
    mutating func value(_ narrow: Int) -> Int? {
      guard narrow == 0xFFFF_FFFF else { return narrow }
      guard let place = next ?? field(), place + 8 <= end else { return nil }
      next = place + 8
      return file.uint64(at: place)
    }

    private func field() -> Int? {
      var place = position
      while place + 4 <= end, let kind = file.uint16(at: place),
        let length = file.uint16(at: place + 2)
      {
        if kind == 1 { return place + 4 }
        place += 4 + length
      }
      return nil
    }
  }
}
