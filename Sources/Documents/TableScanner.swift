private let quote = UInt8(ascii: "\"")

/// The records of a CSV or TSV file as RFC 4180 has them: cells between delimiters, those with
/// delimiters, line ends or quotes in them between quotes, a quote inside doubled.
///
/// A quote inside a cell that does not begin with one is text, as in `15" laptop`.
final class TableScanner: RecordScanner {
  private var lines: LineReader
  private let delimiter: UInt8
  private let limit = DocumentFolder.sizeLimit
  private var number = 0

  init(_ lines: consuming LineReader, delimiter: UInt8) {
    self.lines = lines
    self.delimiter = delimiter
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
  }

  /// Returns the next record that is not blank, or nil after the last.
  func next() throws -> FileRecord? {
    while true {
      let offset = lines.offset
      guard var line = try lines.next() else { return nil }
      number += 1
      let first = number
      var bytes: [UInt8] = []
      var state = State.cellStart
      while true {
        guard case .bytes(let more) = line, bytes.count + more.count <= limit else {
          return FileRecord(number: first, offset: offset, bytes: [], fault: .tooLong(limit: limit))
        }
        bytes += more
        state = more.reduce(state) { $0.after($1, delimiter: delimiter) }
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
      guard !bytes.isEmpty else { continue }
      return FileRecord(number: first, offset: offset, bytes: bytes, fault: nil)
    }
  }

  /// Returns the cells of a record's bytes.
  ///
  /// - Parameters:
  ///   - bytes: The record.
  ///   - delimiter: What stands between cells.
  /// - Returns: The cells without their quotes.
  /// - Throws: `RowFault.textAfterQuote`.
  static func cells(
    _ bytes: ArraySlice<UInt8>, delimiter: UInt8
  ) throws(RowFault) -> [[UInt8]] {
    var cells: [[UInt8]] = []
    var cell: [UInt8] = []
    var state = State.cellStart
    for byte in bytes {
      let next = state.after(byte, delimiter: delimiter)
      switch (state, next) {
      case (_, .cellStart):
        cells.append(cell)
        cell = []
      case (.closed, .plain): throw .textAfterQuote(cell: cells.count + 1)
      // Quotes around the cell.
      case (.cellStart, .quoted), (_, .closed): break
      default: cell.append(byte)
      }
      state = next
    }
    cells.append(cell)
    return cells
  }
}
