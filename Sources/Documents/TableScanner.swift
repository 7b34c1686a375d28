/// The records of a CSV or TSV file as RFC 4180 has them: cells between delimiters, those with
/// delimiters, line ends or quotes in them between quotes, a quote inside doubled.
///
/// A quote inside a cell that does not begin with one is text, as in `15" laptop`.
final class TableScanner {
  /// A record as it stands in the file.
  struct Record {
    /// Its first line, counted from 1.
    let line: Int
    /// Where it starts in the file.
    let offset: Int
    /// Its bytes, without the line end.
    let bytes: [UInt8]
    /// What is wrong with it.
    let fault: RowFault?
  }

  private var lines: LineReader
  private let delimiter: UInt8
  private let limit: Int
  private var number = 0

  init(_ lines: consuming LineReader, delimiter: UInt8, limit: Int) {
    self.lines = lines
    self.delimiter = delimiter
    self.limit = limit
  }

  private static let quote = UInt8(ascii: "\"")

  /// Where a scan of a record's bytes stands.
  private enum State {
    case cellStart, plain, quoted, closed
  }

  /// Returns the next record that is not blank, or nil after the last.
  func next() throws -> Record? {
    while true {
      let offset = lines.offset
      guard var line = try lines.next() else { return nil }
      number += 1
      let first = number
      var bytes: [UInt8] = []
      var state = State.cellStart
      while true {
        guard case .bytes(let more) = line, bytes.count + more.count <= limit else {
          return Record(line: first, offset: offset, bytes: [], fault: .tooLong(limit: limit))
        }
        bytes += more
        state = scan(more, from: state)
        guard state == .quoted else { break }
        guard let next = try lines.next() else {
          return Record(line: first, offset: offset, bytes: bytes, fault: .openQuote)
        }
        number += 1
        bytes.append(0x0A)
        line = next
      }
      if bytes.last == 0x0D { bytes.removeLast() }
      // A blank line is no record, and a byte order mark no text.
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }), delimiter != 0x09 {
        continue
      }
      guard !bytes.isEmpty else { continue }
      return Record(line: first, offset: offset, bytes: bytes, fault: nil)
    }
  }

  private func scan(_ bytes: [UInt8], from start: State) -> State {
    var state = start
    for byte in bytes {
      switch (state, byte) {
      case (.cellStart, Self.quote): state = .quoted
      case (.quoted, Self.quote): state = .closed
      // A doubled quote.
      case (.closed, Self.quote): state = .quoted
      case (.quoted, _): break
      case (_, delimiter): state = .cellStart
      default: state = .plain
      }
    }
    return state
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
      switch (state, byte) {
      case (.cellStart, quote): state = .quoted
      case (.quoted, quote): state = .closed
      case (.closed, quote):
        cell.append(quote)
        state = .quoted
      case (.quoted, _): cell.append(byte)
      case (_, delimiter):
        cells.append(cell)
        cell = []
        state = .cellStart
      case (.closed, _): throw .textAfterQuote(cell: cells.count + 1)
      default:
        cell.append(byte)
        state = .plain
      }
    }
    cells.append(cell)
    return cells
  }
}
