/// The bytes of a byte order mark, which some editors write before the first line.
let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

/// A JSON object on each line, as in `.jsonl` files.
struct LineFormat: RowFormat {
  let keys: Set<[UInt8]>

  func scanner(_ file: consuming LineReader) -> any RecordScanner { LineScanner(file) }

  func values(of bytes: [UInt8], number: Int) throws(RowFault) -> [[UInt8]: RowValue] {
    var scanner = RowScanner(
      bytes, from: number == 1 && bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0)
    return try scanner.values(of: keys)
  }
}

/// The lines of a file that are not blank.
private final class LineScanner: RecordScanner {
  private var lines: LineReader
  private var number = 0

  init(_ lines: consuming LineReader) { self.lines = lines }

  func next() throws -> FileRecord? {
    while true {
      let offset = lines.offset
      guard let line = try lines.next() else { return nil }
      number += 1
      guard case .bytes(let bytes) = line else {
        return FileRecord(
          number: number, offset: offset, bytes: [],
          fault: .tooLong(limit: DocumentFolder.sizeLimit))
      }
      let start = number == 1 && bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
      let isBlank = bytes[start...].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      if !isBlank { return FileRecord(number: number, offset: offset, bytes: bytes, fault: nil) }
    }
  }
}
