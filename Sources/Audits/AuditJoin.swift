internal import AttributionRecords
internal import Evaluation
internal import Foundation
internal import ReportSite
internal import Spreadsheets

/// Joins the rows of an audit with their reports and reviews.
struct AuditJoin {
  private let files: AuditFiles
  private let text: AuditRowText
  private let survey: AuditSurvey
  /// The rows so far with an id that several have: the first, and how many.
  private var earlier: [RowID: (first: Int, count: Int)] = [:]
  private let reviews: AuditReviews
  /// The ids of the reports that have a row.
  private(set) var matched: Set<RowID> = []

  /// Prepares.
  ///
  /// - Parameters:
  ///   - files: The audit and its reports.
  ///   - survey: How many rows have each id.
  ///   - reviews: What reviewers wrote.
  init(files: AuditFiles, survey: AuditSurvey, reviews: AuditReviews) {
    self.files = files
    self.survey = survey
    self.reviews = reviews
    text = AuditRowText(files.columns)
  }

  /// What becomes of a row, in every form.
  struct Joined: Sendable {
    let number: Int
    let key: AuditReviews.Key
    let result: AuditResult
    let hasReport: Bool
    /// The row as CSV and as a line of JSON.
    let csv: [UInt8]
    let json: [UInt8]
    /// The row's cells as a workbook can hold them, and how many hold less than their text.
    let cells: [Cell]
    let cut: Int
    let annotations: (path: String, data: Data)?
  }

  /// A row with what only the rows before it tell.
  private struct Placed: Sendable {
    let row: AuditTable.Row
    let key: AuditReviews.Key
    /// The first row with the id of several; nil for one that is alone with its id.
    let first: Int?
    /// How many rows have the id.
    let count: Int
    let review: [String]
  }

  /// Returns what becomes of some rows; their records are read side by side.
  ///
  /// - Parameter rows: The next rows of the audit, in order.
  /// - Returns: One each row.
  /// - Throws: What an encoder throws.
  mutating func join(_ rows: [AuditTable.Row]) throws -> [Joined] {
    let placed = rows.map { place($0) }
    let (files, text) = (files, text)
    let joined = try ConcurrentMap.results(placed.count) { index in
      try Self.joined(placed[index], files, text)
    }
    for row in joined where row.hasReport { matched.insert(RowID(row.key.id)) }
    return joined
  }

  private mutating func place(_ row: AuditTable.Row) -> Placed {
    let id = files.table.id(of: row)
    let count = survey.counts[RowID(id)] ?? 1
    var known = earlier[RowID(id)] ?? (row.number, 0)
    known.count += 1
    if count > 1 { earlier[RowID(id)] = known }
    let key = AuditReviews.Key(id: id, occurrence: known.count)
    return Placed(
      row: row, key: key, first: count > 1 && !id.isEmpty ? known.first : nil, count: count,
      review: reviews.review(of: key))
  }

  private static func joined(
    _ placed: Placed, _ files: AuditFiles, _ text: AuditRowText
  ) throws -> Joined {
    let (result, record) = result(of: placed, files)
    let review = zip(AuditReviews.columns, placed.review)
      .filter { files.reviewColumns.contains($0.0) }.map { Cell.text($0.1) }
    let cells = placed.row.cells + result.cells(placed.key) + review
    let fitting = cells.map(AuditRowText.fitting)
    var annotations: (path: String, data: Data)?
    if files.options.annotates, result.status == .ok, let record {
      annotations = try AuditAnnotations.file(record, result, prefix: files.prefix)
    }
    return Joined(
      number: placed.row.number, key: placed.key, result: result, hasReport: record != nil,
      csv: Array(DelimitedText.csv([cells.map(\.text)]).utf8),
      json: try text.json(cells, words: result.words), cells: fitting,
      cut: zip(cells, fitting).count { $0.text != $1.text }, annotations: annotations)
  }

  private static func result(
    of placed: Placed, _ files: AuditFiles
  ) -> (AuditResult, AttributionRecord?) {
    let row = placed.row
    if let fault = row.fault {
      return (AuditResult(status: .failed, note: "row \(row.number) \(fault)"), nil)
    }
    let label = files.labelColumn.map { row.cells[$0].text }
    var (result, record) = files.maker.result(placed.key.id, label: label)
    var notes = [row.doubt].compactMap(\.self)
    if let first = placed.first {
      if result.status == .ok, placed.key.occurrence > 1 { result.status = .duplicate }
      notes.append("the audit has this id \(placed.count) times, first in row \(first)")
      if record != nil { notes.append("the report is of the first document with it") }
    }
    result.note = (notes + [result.note]).filter { !$0.isEmpty }.joined(separator: "; ")
    return (result, record)
  }
}
