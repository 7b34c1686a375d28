internal import Evaluation
internal import Foundation
internal import Spreadsheets

/// A table of an earlier output with reviews: the results in one of their forms, or the orphans.
struct ReviewTable {
  /// Where it lies in the output.
  let path: String
  /// The reviews of all rows of results, of most rows empty ones; none of orphans, of which several
  /// can have one key.
  let reviews: [AuditReviews.Key: [String]]
  private let url: URL
  private let table: AuditTable
  private let places: [Int]

  /// Reads a table, and its reviews if it is one of results.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - path: Where it lies in the output.
  /// - Throws: ``AuditError/resultsUnreadable(path:detail:)``.
  init(_ url: URL, path: String) throws {
    self.url = url
    self.path = path
    do {
      let names = AuditResult.keyColumns + AuditReviews.columns
      let table = try AuditTable(url, key: names[0], sheet: nil, encoding: nil)
      let places = try names.map { name throws(AuditError) in
        guard let place = table.columns.firstIndex(of: name) else {
          throw .columnGone(column: name)
        }
        return place
      }
      var reviews: [AuditReviews.Key: [String]] = [:]
      try Self.forEachRow(table, places, url) { key, row, number in
        // Rows with one key can be lost one after the other, in different runs.
        guard path != AuditReviews.orphans else { return }
        let review = Self.review(row, places, url)
        guard reviews[key] == nil || reviews[key] == review else {
          throw AuditError.reviewedTwice(id: key.id, number: number)
        }
        reviews[key] = review
      }
      (self.table, self.places, self.reviews) = (table, places, reviews)
    } catch {
      throw AuditError.resultsUnreadable(path: url.path(percentEncoded: false), detail: "\(error)")
    }
  }

  /// Returns a text as the file has it when this tool writes it there.
  func form(of text: String) -> String {
    url.pathExtension == "xlsx" ? AuditRowText.fitting(.text(text)).text : text
  }

  /// Passes on rows with their reviews and the audit's own cells.
  ///
  /// - Parameters:
  ///   - ids: The rows' ids; nil for all rows.
  ///   - audit: The audit of now, by whose columns they are known again.
  ///   - body: Takes a row.
  /// - Throws: An error of the file.
  func forEachRow(
    of ids: Set<RowID>? = nil, knownIn audit: AuditTable, _ body: (ReviewedRows.Earlier) -> Void
  ) throws {
    var shared = Set(table.columns.filter(Self.isOwn)).intersection(audit.columns)
    // All rows with an id have that.
    shared.remove(audit.columns[audit.key])
    try Self.forEachRow(table, places, url) { key, row, _ in
      guard ids?.contains(RowID(key.id)) ?? true else { return }
      body(
        ReviewedRows.Earlier(
          key: key, review: Self.review(row, places, url),
          cells: Self.own(table, row) { Self.text($0, url) }, shared: shared))
    }
  }

  /// Returns the cells of an audit's own columns by their names, without empty ones.
  ///
  /// - Parameters:
  ///   - table: The audit, or results of it.
  ///   - row: A row's cells.
  ///   - text: Returns what a cell says.
  /// - Returns: By which a row is known again.
  static func own(
    _ table: AuditTable, _ row: [Cell], text: (Cell) -> String = \.text
  ) -> [String: String] {
    var cells: [String: String] = [:]
    for (name, cell) in zip(table.columns, row) where isOwn(name) {
      let text = text(cell)
      if !text.isEmpty { cells[name] = text }
    }
    return cells
  }

  private static func isOwn(_ column: String) -> Bool {
    !AuditResult.columns.contains(column) && !AuditReviews.columns.contains(column)
  }

  private static func forEachRow(
    _ table: AuditTable, _ places: [Int], _ url: URL,
    _ body: (AuditReviews.Key, [Cell], _ number: Int) throws -> Void
  ) throws {
    try table.forEachRow { row in
      if let fault = row.fault {
        throw AuditError.rowUnreadable(number: row.number, fault: fault)
      }
      let (id, occurrence) = (text(row.cells[places[0]], url), text(row.cells[places[1]], url))
      // A spreadsheet may write 1 as 1.0.
      guard let number = Double(occurrence).flatMap({ Int(exactly: $0) }) else {
        throw AuditError.noOccurrence(number: row.number, text: occurrence)
      }
      try body(AuditReviews.Key(id: id, occurrence: number), row.cells, row.number)
    }
  }

  private static func review(_ row: [Cell], _ places: [Int], _ url: URL) -> [String] {
    places.dropFirst(AuditResult.keyColumns.count).map { text(row[$0], url) }
  }

  private static func text(_ cell: Cell, _ url: URL) -> String {
    url.pathExtension == "csv" ? DelimitedText.unguarded(cell.text) : cell.text
  }
}
