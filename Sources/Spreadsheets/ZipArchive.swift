internal import CZlib
internal import Foundation

/// The files in a ZIP archive, found by its central directory (PKWARE APPNOTE 6.3.10, 4.3.12).
///
/// Nothing is ever written under a name of the archive. ZIP64, several disks, other methods than
/// store and deflate, and encryption are refused.
package struct ZipArchive: Sendable {
  private let data: Data
  private let path: String
  private let entries: [String: Entry]

  private struct Entry {
    let offset: Int
    let packed: Int
    let size: Int
    let method: Int
    let checksum: UInt32
  }

  /// The most bytes of a file: more than a million rows of a hundred cells.
  private static let sizeLimit = 1 << 30
  private static let endSignature = Array("PK\u{05}\u{06}".utf8)

  /// Reads the directory.
  package init(path: String) throws(SpreadsheetError) {
    self.path = path
    guard let data = try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped) else {
      throw .unreadable(path: path)
    }
    self.data = data
    if data.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      // Also how a protected workbook is kept: a container that names it.
      let name = Data("EncryptedPackage".utf8.flatMap { [$0, 0] })
      if data.prefix(1 << 20).range(of: name) != nil { throw .encrypted(path: path) }
      throw .notXLSX(path: path, kind: "an old .xls workbook")
    }
    guard data.starts(with: Array("PK".utf8)) else {
      throw .notXLSX(path: path, kind: "another kind of file")
    }
    let tail = data.suffix(22 + Int(UInt16.max))
    guard let end = tail.lastRange(of: Data(Self.endSignature))?.lowerBound,
      let count = Self.number(data, end + 10, 2), let start = Self.number(data, end + 16, 4)
    else { throw .damaged(path: path, part: "the archive", detail: "has no directory at its end") }
    var entries: [String: Entry] = [:]
    var at = data.startIndex + start
    for _ in 0..<count {
      func field(_ offset: Int, _ size: Int) throws(SpreadsheetError) -> Int {
        guard let value = Self.number(data, at + offset, size) else {
          throw .damaged(path: path, part: "the archive", detail: "has a directory that is cut")
        }
        return value
      }
      guard try field(0, 4) == 0x0201_4B50 else {
        throw .damaged(path: path, part: "the archive", detail: "has a broken directory")
      }
      let length = try field(28, 2)
      let name = at + 46
      guard data.endIndex - name >= length else {
        throw .damaged(path: path, part: "the archive", detail: "has a directory that is cut")
      }
      if try field(8, 2) & 1 != 0 { throw .encrypted(path: path) }
      let entry = Entry(
        offset: try field(42, 4), packed: try field(20, 4), size: try field(24, 4),
        method: try field(10, 2), checksum: UInt32(try field(16, 4)))
      if [entry.offset, entry.packed, entry.size].contains(Int(UInt32.max)) {
        throw .damaged(path: path, part: "the archive", detail: "is a ZIP64, which is not read")
      }
      entries[String(decoding: data[name..<name + length], as: UTF8.self)] = entry
      at = name + length + (try field(30, 2)) + (try field(32, 2))
    }
    self.entries = entries
  }

  /// Returns a file; nil if there is none of the name.
  package func file(_ name: String) throws(SpreadsheetError) -> [UInt8]? {
    guard let entry = entries[name] else { return nil }
    func broken(_ detail: String) -> SpreadsheetError {
      .damaged(path: path, part: name, detail: detail)
    }
    guard entry.size <= Self.sizeLimit else { throw broken("has more than a gibibyte") }
    let header = data.startIndex + entry.offset
    guard Self.number(data, header, 4) == 0x0403_4B50,
      let nameLength = Self.number(data, header + 26, 2),
      let extraLength = Self.number(data, header + 28, 2)
    else { throw broken("is not where the directory says") }
    let start = header + 30 + nameLength + extraLength
    guard start <= data.endIndex, data.endIndex - start >= entry.packed else {
      throw broken("is cut")
    }
    let packed = data[start..<start + entry.packed]
    guard [0, 8].contains(entry.method) else {
      throw broken("is packed by a method that is not read")
    }
    guard let bytes = entry.method == 0 ? Array(packed) : Self.inflated(packed, size: entry.size)
    else { throw broken("cannot be unpacked") }
    let sum = bytes.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
    guard bytes.count == entry.size, UInt32(truncatingIfNeeded: sum) == entry.checksum else {
      throw broken("has another checksum than the directory says")
    }
    return bytes
  }

  /// Unpacks exactly as many bytes as were announced; nil if there are others.
  private static func inflated(_ packed: Data, size: Int) -> [UInt8]? {
    var stream = z_stream()
    guard
      inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { inflateEnd(&stream) }
    var status = Z_OK
    let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { output, filled in
      packed.withUnsafeBytes { input in
        stream.next_in = UnsafeMutablePointer(
          mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        // One more than announced, so that a file that goes on is noticed.
        stream.avail_out = UInt32(size + 1)
        status = inflate(&stream, Z_FINISH)
      }
      filled = size + 1 - Int(stream.avail_out)
    }
    return status == Z_STREAM_END ? bytes : nil
  }

  /// Returns a little-endian number; nil beyond the end.
  private static func number(_ data: Data, _ at: Int, _ size: Int) -> Int? {
    guard at >= data.startIndex, at <= data.endIndex - size else { return nil }
    return data[at..<at + size].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
