internal import Evaluation
internal import Foundation
internal import ReportSite
internal import Spreadsheets

/// Writes each row of the audit, in its order, three times.
struct AuditResultFiles {
  let files: AuditFiles
  let survey: AuditSurvey

  /// Rows whose records are read at the same time.
  private static let block = 64

  /// Writes the results.
  ///
  /// - Parameters:
  ///   - staging: The folder that grows.
  ///   - join: Joins the rows with their reports.
  ///   - outcome: Counts the rows.
  /// - Throws: ``AuditError``, or ``SiteError``.
  func write(
    to staging: SiteStaging, _ join: inout AuditJoin, _ outcome: inout AuditOutcome
  ) throws {
    let head = files.columns
    outcome.isTooLargeForWorkbook =
      files.table.count >= WorkbookWriter.rowLimit || head.count > WorkbookWriter.columnLimit
    try staging.add(files.prefix + "audit/results.csv") { csv in
      try csv(Array(DelimitedText.csv([head]).utf8))
      try staging.add(files.prefix + "audit/results.jsonl") { json in
        try workbook(to: staging, isWritten: !outcome.isTooLargeForWorkbook) { sheet in
          try sheet(head.map { AuditRowText.fitting(.text($0)) })
          try forEachRow(&join) { row in
            try csv(row.csv)
            try json(row.json)
            try sheet(row.cells)
            if let file = row.annotations { try staging.add([file]) }
            outcome.count(row, audit: files.audit.lastPathComponent)
          }
        }
      }
    }
  }

  /// Calls the body with what takes the rows of the workbook, or with what takes them to nowhere.
  private func workbook(
    to staging: SiteStaging, isWritten: Bool,
    _ body: (_ add: ([Cell]) throws -> Void) throws -> Void
  ) throws {
    guard isWritten else { return try body { _ in } }
    try staging.add(files.prefix + "audit/results.xlsx") { sink in
      try withoutActuallyEscaping(sink) { sink in
        try WorkbookWriter.write(sheet: "results", layout: layout, to: sink, body)
      }
    }
  }

  /// The columns of the workbook: what is added is as wide as its name, texts are wide, and a
  /// report's path leads to it.
  private var layout: WorkbookWriter.Layout {
    let wide = [
      AuditResult.wordColumn, AuditResult.reportColumn, "lafa_note", "review_verdict",
      "review_comment",
    ]
    let added = files.columns.dropFirst(files.table.columns.count).map {
      wide.contains($0) ? AuditSurvey.widest : AuditSurvey.width($0)
    }
    return WorkbookWriter.Layout(
      widths: survey.widths + added,
      linkColumn: files.columns.firstIndex(of: AuditResult.reportColumn), linkBase: "../")
  }

  private func forEachRow(
    _ join: inout AuditJoin, _ body: (AuditJoin.Joined) throws -> Void
  ) throws {
    var rows: [AuditTable.Row] = []
    func flush() throws {
      try join.join(rows).forEach(body)
      rows.removeAll(keepingCapacity: true)
    }
    try files.table.forEachRow { row in
      rows.append(row)
      if rows.count == Self.block { try flush() }
    }
    try flush()
  }
}
