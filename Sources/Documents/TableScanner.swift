internal import Foundation

private let quote = UInt8(ascii: "\"")

/// The records of a CSV or TSV file as RFC 4180 has them: cells between delimiters, those with
/// delimiters, line ends or quotes in them between quotes, a quote inside doubled.
///
/// A quote inside a cell that does not begin with one is text, as in `15" laptop`.
final class TableScanner: RecordScanner {
  private var lines: LineReader
  private let delimiter: UInt8
  /// Whether records of empty cells are passed over, too.
  private let skipsEmpty: Bool
  private let limit = DocumentFolder.sizeLimit
  private var number = 0

  init(_ lines: consuming LineReader, delimiter: UInt8, skipsEmpty: Bool = false) {
    self.lines = lines
    self.delimiter = delimiter
    self.skipsEmpty = skipsEmpty
  }

  /// Returns the delimiter that the first line of a file names for Excel, as in `sep=;`; such a line
  /// is no record.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - source: Its path below its folder.
  /// - Returns: The delimiter; nil if the first line is any other.
  /// - Throws: ``DocumentFault/unreadable(source:)``.
  static func namedDelimiter(
    _ url: URL, source: String
  ) throws(DocumentFault) -> UInt8? {
    var lines = try LineReader.open(url, source: source, chunkSize: 1 << 12)
    do {
      guard case .bytes(let line) = try lines.next() else { return nil }
      return delimiter(namedBy: line)
    } catch {
      throw .unreadable(source: source)
    }
  }

  private static func delimiter(namedBy line: [UInt8]) -> UInt8? {
    var line = line[(line.starts(with: byteOrderMark) ? byteOrderMark.count : 0)...]
    if line.last == 0x0D { line.removeLast() }
    let name = Array("sep=".utf8)
    guard line.count == name.count + 1, let last = line.last, last < 0x80, last != quote,
      zip(line, name).allSatisfy({ $0 | 0x20 == $1 | 0x20 })
    else { return nil }
    return last
  }

  /// Where a scan of a record's bytes stands.
  private enum State {
    case cellStart, plain, quoted, closed

    /// Returns the state behind a byte.
    func after(_ byte: UInt8, delimiter: UInt8) -> State {
      switch (self, byte) {
      case (.cellStart, quote): .quoted
      case (.quoted, quote): .closed
      // A doubled quote.
      case (.closed, quote): .quoted
      case (.quoted, _): .quoted
      case (_, delimiter): .cellStart
      default: .plain
      }
    }

    /// Returns the place of the next byte that may change the state; the end if there is none.
    func change(
      in bytes: UnsafeRawBufferPointer, from start: Int, delimiter: UInt8
    ) -> Int {
      let wanted: UInt8
      switch self {
      case .quoted: wanted = quote
      case .plain: wanted = delimiter
      case .cellStart, .closed: return start
      }
      guard start < bytes.count, let base = bytes.baseAddress,
        let found = memchr(base + start, Int32(wanted), bytes.count - start)
      else { return bytes.count }
      return UnsafeRawPointer(found) - base
    }

    /// Returns the state behind bytes.
    func after(_ bytes: some ContiguousBytes, delimiter: UInt8) -> State {
      bytes.withUnsafeBytes { bytes in
        var state = self
        var place = state.change(in: bytes, from: 0, delimiter: delimiter)
        while place < bytes.count {
          state = state.after(bytes[place], delimiter: delimiter)
          place = state.change(in: bytes, from: place + 1, delimiter: delimiter)
        }
        return state
      }
    }
  }

  /// Returns the next record that is not blank, or nil after the last.
  func next() throws -> FileRecord? {
    while true {
      let offset = lines.offset
      guard var line = try lines.next() else { return nil }
      number += 1
      if number == 1, case .bytes(let bytes) = line, Self.delimiter(namedBy: bytes) != nil {
        continue
      }
      let first = number
      var bytes: [UInt8] = []
      var state = State.cellStart
      while true {
        guard case .bytes(let more) = line, bytes.count + more.count <= limit else {
          return FileRecord(number: first, offset: offset, bytes: [], fault: .tooLong(limit: limit))
        }
        bytes += more
        state = state.after(more, delimiter: delimiter)
        guard state == .quoted else { break }
        guard let next = try lines.next() else {
          return FileRecord(number: first, offset: offset, bytes: bytes, fault: .openQuote)
        }
        number += 1
        bytes.append(0x0A)
        line = next
      }
      if bytes.last == 0x0D { bytes.removeLast() }
      // A blank line is no record; tabs alone are one of empty cells where they part cells.
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }), delimiter != 0x09 {
        continue
      }
      guard !bytes.isEmpty, !(skipsEmpty && hasEmptyCells(bytes)) else { continue }
      return FileRecord(number: first, offset: offset, bytes: bytes, fault: nil)
    }
  }

  /// Whether a record has nothing in any cell.
  private func hasEmptyCells(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { [delimiter, quote, 0x20, 0x09].contains($0) }
      && (try? Self.cells(bytes[...], delimiter: delimiter))?.allSatisfy {
        !$0.contains(quote)
      } == true
  }

  /// Returns the cells of a record's bytes.
  ///
  /// - Parameters:
  ///   - bytes: The record.
  ///   - delimiter: What stands between cells.
  ///   - isWanted: Whether a cell is wanted, by its place; the others are returned empty.
  /// - Returns: The cells without their quotes.
  /// - Throws: `RowFault.textAfterQuote`.
  static func cells(
    _ bytes: ArraySlice<UInt8>, delimiter: UInt8, isWanted: (Int) -> Bool = { _ in true }
  ) throws(RowFault) -> [[UInt8]] {
    var cells: [[UInt8]] = []
    var cell: [UInt8] = []
    var keeps = isWanted(0)
    var state = State.cellStart
    var place = bytes.startIndex
    while place < bytes.endIndex {
      let change = bytes.withUnsafeBytes {
        state.change(in: $0, from: place - bytes.startIndex, delimiter: delimiter)
      }
      let end = bytes.startIndex + change
      if keeps { cell += bytes[place..<end] }
      guard end < bytes.endIndex else { break }
      let byte = bytes[end]
      let next = state.after(byte, delimiter: delimiter)
      switch (state, next) {
      case (_, .cellStart):
        cells.append(cell)
        cell = []
        keeps = isWanted(cells.count)
      case (.closed, .plain): throw .textAfterQuote(cell: cells.count + 1)
      // Quotes around the cell.
      case (.cellStart, .quoted), (_, .closed): break
      default: if keeps { cell.append(byte) }
      }
      state = next
      place = end + 1
    }
    cells.append(cell)
    return cells
  }
}
