package import Foundation
internal import TextDecoding

/// The rows of a `.csv`, `.tsv` or `.jsonl` file with all that is in them, for those who keep every
/// cell: read one after the other, however many there are.
package struct WholeTable: Sendable {
  /// The names of the columns: those of the head, and numbered ones for cells beyond it; of objects
  /// their keys in the order in which they first occur.
  package private(set) var columns: [String] = []
  /// How many rows there are.
  package private(set) var count = 0

  /// The columns that the first line names.
  private var headCount: Int?
  private let opened: OpenedSources
  private let url: URL
  private let source: String
  private let kind: Kind

  private enum Kind {
    case table(delimiter: UInt8)
    case lines
  }

  /// A cell's value.
  package enum Value: Equatable, Sendable {
    case text(String)
    case number(String)
    case bool(Bool)
    /// A list or an object as it is written.
    case json(String)
  }

  /// A row.
  package struct Row {
    /// Its first line.
    package let number: Int
    /// Its values, in the order of the columns; none behind the last.
    package let cells: [Value]
    /// What is wrong with it.
    package let fault: RowFault?
    /// What is odd about a row that is read all the same.
    package let doubt: String?
  }

  /// Opens a table.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - key: A column that it must have.
  ///   - encoding: How its bytes stand for text; nil to find out.
  /// - Throws: ``DocumentFault`` or ``DocumentFolderError``.
  package init(_ url: URL, key: String, encoding: String?) throws {
    source = url.lastPathComponent
    opened = OpenedSources(named: try DocumentFolder.encoding(encoding))
    let file = try opened.open(url, source: source)
    self.url = file.url
    switch SourceKind.of(source)?.kind {
    case .table(let isTabbed):
      let named = try TableScanner.namedDelimiter(file.url, source: source)
      let delimiters = named.map { [$0] } ?? (isTabbed ? [0x09] : TableFormat.delimiters)
      let name = url.lastPathComponent
      let heads = try delimiters.map { try Self.head(file.url, name, delimiter: $0) }
      let found = heads.firstIndex { $0.contains(key) }
      guard let found else {
        throw DocumentFault.row(
          source: "\(source):1", fault: .keyMissing(key: key, found: heads[0]))
      }
      kind = .table(delimiter: delimiters[found])
      columns = heads[found]
    default: kind = .lines
    }
    if case .table = kind { headCount = columns.count }
    try lookAtRows()
    guard columns.contains(key) else {
      throw DocumentFault.row(source: "\(source):1", fault: .keyMissing(key: key, found: columns))
    }
  }

  private static func head(
    _ url: URL, _ source: String, delimiter: UInt8
  ) throws -> [String] {
    let lines = try LineReader.open(url, source: source)
    guard let record = try TableScanner(lines, delimiter: delimiter).next() else {
      throw DocumentFault.empty(source: source)
    }
    do throws(RowFault) {
      if let fault = record.fault { throw fault }
      guard String(validating: record.bytes, as: UTF8.self) != nil else { throw .notUTF8 }
      let mark = record.bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
      return try TableScanner.cells(record.bytes[mark...], delimiter: delimiter).map {
        String(decoding: $0, as: UTF8.self)
      }
    } catch {
      throw DocumentFault.row(source: "\(source):\(record.number)", fault: error)
    }
  }

  /// Counts the rows, and names the columns that only they have.
  private mutating func lookAtRows() throws {
    var rows = 0
    defer { count = rows }
    switch kind {
    case .table:
      var width = columns.count
      try forEachRow { row in
        rows += 1
        width = max(width, row.cells.count)
      }
      columns += (columns.count..<width).map { "column_\($0 + 1)" }
    case .lines:
      var known: Set<[UInt8]> = []
      var names: [String] = []
      try scan { record in
        rows += 1
        guard let members = try? Self.members(record) else { return }
        for member in members where known.insert(member.key).inserted {
          names.append(String(decoding: member.key, as: UTF8.self))
        }
      }
      columns = names
    }
  }

  /// Passes on every row, in order.
  ///
  /// - Parameter body: Takes the rows.
  /// - Throws: ``DocumentFault/unreadable(source:)``, or what the closure throws.
  package func forEachRow(_ body: (Row) throws -> Void) throws {
    let places = Dictionary(
      columns.enumerated().map { (Array($1.utf8), $0) }, uniquingKeysWith: { first, _ in first })
    var isHead = if case .table = kind { true } else { false }
    try scan { record in
      if isHead {
        isHead = false
        return
      }
      let row: Row
      do throws(RowFault) {
        let cells = try cells(of: record, places)
        row = Row(
          number: record.number, cells: cells, fault: nil,
          doubt: headCount.flatMap { count in
            count == cells.count
              ? nil : "the row has \(cells.count) cells, and the first line names \(count)"
          })
      } catch {
        row = Row(number: record.number, cells: [], fault: error, doubt: nil)
      }
      try body(row)
    }
  }

  private func cells(
    of record: FileRecord, _ places: [[UInt8]: Int]
  ) throws(RowFault) -> [Value] {
    if let fault = record.fault { throw fault }
    guard String(validating: record.bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    guard case .table(let delimiter) = kind else {
      var cells: [Value] = []
      for member in try Self.members(record) {
        guard let place = places[member.key] else { continue }
        cells += Array(
          repeating: .text(""), count: max(0, place + 1 - cells.count))
        cells[place] = member.value
      }
      return cells
    }
    return try TableScanner.cells(record.bytes[...], delimiter: delimiter).map {
      .text(String(decoding: $0, as: UTF8.self))
    }
  }

  private static func members(
    _ record: FileRecord
  ) throws(RowFault) -> [(key: [UInt8], value: Value)] {
    if let fault = record.fault { throw fault }
    guard String(validating: record.bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    var scanner = RowScanner(record.bytes)
    return try scanner.members()
  }

  private func scan(_ body: (FileRecord) throws -> Void) throws {
    let lines = try LineReader.open(url, source: source)
    let scanner: any RecordScanner
    switch kind {
    case .table(let delimiter): scanner = TableScanner(lines, delimiter: delimiter)
    case .lines: scanner = LineFormat(keys: []).scanner(lines)
    }
    while true {
      let record: FileRecord?
      do { record = try scanner.next() } catch { throw DocumentFault.unreadable(source: source) }
      guard let record else { return }
      try body(record)
    }
  }
}

extension RowScanner {
  /// Reads all members of an object, in order; of two with one key the last is meant.
  fileprivate mutating func members() throws(RowFault) -> [(key: [UInt8], value: WholeTable.Value)]
  {
    var members: [(key: [UInt8], value: WholeTable.Value)] = []
    try forEachMember { scanner, key throws(RowFault) in
      let start = scanner.index
      let value: WholeTable.Value
      switch try scanner.value() {
      case .string(let text): value = .text(text)
      case .number(let text): value = .number(text)
      case .bool(let isTrue): value = .bool(isTrue)
      case .null: value = .text("")
      case .strings, .other:
        value = .json(String(decoding: scanner.bytes[start..<scanner.index], as: UTF8.self))
      }
      members.append((key, value))
    }
    return members
  }
}
