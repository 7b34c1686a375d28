/// A list of JSON objects, one object, or one after the other, as in `.json` files.
struct ListFormat: RowFormat {
  let keys: Set<[UInt8]>

  func scanner(_ file: consuming LineReader) -> any RecordScanner { ListScanner(file) }

  func values(of bytes: [UInt8], number: Int) throws(RowFault) -> [[UInt8]: RowValue] {
    var scanner = RowScanner(bytes)
    return try scanner.values(of: keys)
  }
}

/// Cuts a file at the objects of its list; what is in them is checked when they are read.
///
/// Memory is bounded by the longest object that is allowed, however long the list is.
private final class ListScanner: RecordScanner {
  private var file: LineReader
  private var buffer: [UInt8] = []
  private var position = 0
  /// Where the buffer starts in the file.
  private var start = 0
  private var number = 0
  private var state = State.outside

  private enum State {
    /// Before the list, or where there is none.
    case outside
    /// Before an object, which a comma has announced or not.
    case list(isFirst: Bool)
    /// Behind an object of the list.
    case behind
    /// After a fault beyond which nothing can be told apart.
    case lost
  }

  init(_ file: consuming LineReader) { self.file = file }

  func next() throws -> FileRecord? {
    while let byte = try peek() {
      if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        position += 1
        continue
      }
      if start + position == 0, byte == byteOrderMark[0], try skipsMark() { continue }
      switch (state, byte) {
      case (.lost, _): return nil
      case (.outside, UInt8(ascii: "[")):
        position += 1
        state = .list(isFirst: true)
      case (.list(true), UInt8(ascii: "]")), (.behind, UInt8(ascii: "]")):
        position += 1
        state = .outside
      case (.behind, UInt8(ascii: ",")):
        position += 1
        state = .list(isFirst: false)
      case (.behind, _): return lost(.notJSON(byte: 1))
      case (.outside, _), (.list, _): return try object()
      }
    }
    if case .outside = state { return nil }
    if case .lost = state { return nil }
    return lost(.openList)
  }

  private func lost(_ fault: RowFault) -> FileRecord {
    state = .lost
    number += 1
    return FileRecord(number: number, offset: start + position, bytes: [], fault: fault)
  }

  /// Returns the next byte, or nil at the end.
  private func peek() throws -> UInt8? {
    if position == buffer.count {
      start += buffer.count
      position = 0
      buffer = try file.chunk()
      guard !buffer.isEmpty else { return nil }
    }
    return buffer[position]
  }

  private func skipsMark() throws -> Bool {
    guard buffer.starts(with: byteOrderMark) else { return false }
    position += byteOrderMark.count
    return true
  }

  /// Reads a value up to its end; of text only quotes and brackets count.
  private func object() throws -> FileRecord {
    let offset = start + position
    number += 1
    var bytes: [UInt8] = []
    var isTooLong = false
    var depth = 0
    var isText = false
    var isEscaped = false
    while let byte = try peek() {
      // A value without brackets ends before what parts it from the next.
      if depth == 0, !isText, !bytes.isEmpty || isTooLong, ",] \n\r\t".utf8.contains(byte) { break }
      position += 1
      if bytes.count == DocumentFolder.sizeLimit {
        bytes = []
        isTooLong = true
      }
      if !isTooLong { bytes.append(byte) }
      if isText {
        if isEscaped {
          isEscaped = false
        } else if byte == 0x5C {
          isEscaped = true
        } else if byte == 0x22 {
          isText = false
          if depth == 0 { break }
        }
        continue
      }
      switch Unicode.Scalar(byte) {
      case "\"": isText = true
      case "{", "[": depth += 1
      case "}", "]": depth -= 1
      default: break
      }
      if depth <= 0, byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { break }
    }
    if case .list = state { state = .behind }
    return FileRecord(
      number: number, offset: offset, bytes: bytes,
      fault: isTooLong ? .tooLong(limit: DocumentFolder.sizeLimit) : nil)
  }
}
