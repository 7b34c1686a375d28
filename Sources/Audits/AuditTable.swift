internal import Documents
package import Foundation
internal import ReportSite
internal import Spreadsheets

/// The audit: its columns, and its rows one after the other.
package struct AuditTable: Sendable {
  /// The names of the columns, each once.
  package let columns: [String]
  /// What is odd about the columns, a sentence each.
  let notes: [String]
  /// The place of the column with ids.
  let key: Int
  /// How many rows there are.
  let count: Int
  /// The sheet of a workbook that is read; nil for other files.
  let sheetName: String?
  private let source: Source

  private enum Source: Sendable {
    case table(WholeTable)
    case workbook(Workbook, head: Int)
  }

  /// A row of the audit.
  struct Row: Sendable {
    /// Its line in a file, or its row in a sheet.
    let number: Int
    /// One cell a column.
    let cells: [Cell]
    /// What is wrong with it, as a sentence after its source.
    let fault: String?
    /// What is odd about a row that is read all the same.
    let doubt: String?
  }

  /// Opens an audit.
  ///
  /// - Parameters:
  ///   - url: A `.csv`, `.tsv`, `.jsonl` or `.xlsx` file.
  ///   - key: The column with ids.
  ///   - sheet: The sheet of a workbook; nil for the first.
  ///   - encoding: How the bytes of other files stand for text; nil to find out.
  /// - Throws: ``AuditError``, or an error of the file.
  package init(_ url: URL, key: String, sheet: String?, encoding: String?) throws {
    let path = url.path(percentEncoded: false)
    guard FileManager.default.fileExists(atPath: path) else { throw AuditError.missing(path: path) }
    let names: [String]
    var formulas: [Int: Int] = [:]
    switch Self.kind(of: url) {
    case "xlsx":
      let book = try Workbook(path: path, sheet: sheet)
      var head: (number: Int, cells: [Cell])?
      var width = 0
      var rows = 0
      try book.forEachRow { number, cells in
        if cells.contains(where: { !$0.text.isEmpty }) { rows += 1 }
        if head == nil, rows > 0 { head = (number, cells) }
        width = max(width, cells.count)
      } formulas: { columns in
        for column in columns { formulas[column, default: 0] += 1 }
      }
      var found = head?.cells.map(\.text) ?? []
      found += (found.count..<max(width, found.count)).map { "column_\($0 + 1)" }
      names = found
      sheetName = book.name
      count = max(rows - 1, 0)
      source = .workbook(book, head: head?.number ?? 0)
    case "csv", "tsv", "jsonl", "ndjson":
      let table = try WholeTable(url, key: key, encoding: encoding)
      names = table.columns
      sheetName = nil
      count = table.count
      source = .table(table)
    default: throw AuditError.otherKind(path: path)
    }
    guard let place = names.firstIndex(of: key) else {
      throw AuditError.noColumn(
        path: path, sheet: sheetName, column: key, found: names, option: "--id-column")
    }
    guard names.count(where: { $0 == key }) == 1 else {
      throw AuditError.columnTwice(path: path, column: key)
    }
    self.key = place
    columns = Self.distinct(names)
    notes = Self.notes(names, columns, formulas)
  }

  /// The ending of a file's name, by which its form is known.
  package static func kind(of url: URL) -> String { url.pathExtension.lowercased() }

  /// Names a column after its place, or with a number, where it has no name of its own.
  private static func distinct(_ names: [String]) -> [String] {
    var taken: Set<String> = []
    return names.enumerated().map { index, name in
      let base = name.isEmpty ? "column_\(index + 1)" : name
      var unique = base
      var number = 2
      while !taken.insert(unique).inserted {
        unique = "\(base)_\(number)"
        number += 1
      }
      return unique
    }
  }

  /// Returns the id of a row; none of a row that cannot be read.
  func id(of row: Row) -> String { row.fault == nil ? row.cells[key].text : "" }

  /// Says which columns got another name, and which lost the values of formulas.
  private static func notes(
    _ names: [String], _ columns: [String], _ formulas: [Int: Int]
  ) -> [String] {
    let renamed = names.indices.filter { !names[$0].isEmpty && names[$0] != columns[$0] }.map {
      "another column \(RowFault.list([names[$0]])) is \(RowFault.list([columns[$0]])) in the results"
    }
    let lost = formulas.sorted { $0.key < $1.key }.map { column, count in
      """
      \(NumberText.count(count, "cell")) of the column \(RowFault.list([columns[column]])) \
      \(count == 1 ? "is a formula" : "are formulas") without a value, empty in the results: open \
      and save the workbook with a spreadsheet program
      """
    }
    return [renamed, lost].flatMap { notes in
      notes.prefix(noted) + (notes.count > noted ? ["and \(notes.count - noted) more columns"] : [])
    }
  }

  /// Columns of which a note tells.
  private static let noted = 10

  /// Passes on every row, in order.
  func forEachRow(_ body: (Row) throws -> Void) throws {
    switch source {
    case .table(let table):
      try table.forEachRow { row in
        let cells = row.cells.map { value -> Cell in
          switch value {
          case .text(let text), .json(let text): .text(text)
          case .number(let text): .number(text)
          case .bool(let isTrue): .bool(isTrue)
          }
        }
        try body(
          Row(
            number: row.number, cells: padded(cells), fault: row.fault?.description,
            doubt: row.doubt))
      }
    case .workbook(let book, let head):
      try book.forEachRow { number, cells in
        guard number > head, cells.contains(where: { !$0.text.isEmpty }) else { return }
        try body(Row(number: number, cells: padded(cells), fault: nil, doubt: nil))
      }
    }
  }

  private func padded(_ cells: [Cell]) -> [Cell] {
    cells + Array(repeating: .text(""), count: max(0, columns.count - cells.count))
  }
}
