package import AttributionRecords
internal import Evaluation
package import Foundation
package import ReportSite
internal import Spreadsheets

/// Joins an audit and its reports, and writes both into a folder.
package struct AuditFiles {
  /// What is asked for.
  package struct Options: Sendable {
    /// The audit's column with labels; nil for none.
    package var labelColumn: String?
    /// How many words a row names.
    package var words = 5
    /// Whether the folder is a BagIt bag.
    package var isBag = false
    /// Whether Web Annotations are written.
    package var annotates = false
    /// Who publishes the folder, for its description.
    package var organisation: String?
    /// An SPDX name or an address of the licence, for its description.
    package var licence: String?
    /// When it is published: the day or more, in UTC.
    package var date: String
    /// The same with a time.
    var instant: String { date.count > 10 ? date : date + "T00:00:00Z" }

    /// Makes options.
    package init(date: String) { self.date = date }
  }

  /// What was found.
  package struct Outcome: Sendable {
    /// How many rows have each status.
    package fileprivate(set) var counts: [String: Int] = [:]
    /// The first rows that are not ok.
    package fileprivate(set) var rows: [String] = []
    /// How many reports have no row.
    package fileprivate(set) var unmatched = 0
    /// The first of them.
    package fileprivate(set) var strangers: [String] = []
    /// How many reviews have no row any more.
    package fileprivate(set) var orphans = 0
    /// How many cells of the workbook hold less than their text.
    package fileprivate(set) var cut = 0
    /// Whether every row has a report of its own, and every report a row.
    package var isWhole: Bool {
      counts.allSatisfy { $0.key == AuditResult.Status.ok.rawValue || $0.value == 0 }
        && unmatched == 0 && orphans == 0
    }

    fileprivate static let listed = 10
  }

  let audit: URL
  let table: AuditTable
  let reports: AuditReports
  let maker: AuditResultMaker
  let options: Options
  /// Where the payload lies in the folder.
  var prefix: String { options.isBag ? "data/" : "" }

  /// Prepares.
  ///
  /// - Parameters:
  ///   - audit: The audit's file.
  ///   - table: Its rows.
  ///   - reports: The reports.
  ///   - options: What is asked for.
  ///   - names: Returns labels as the model names them.
  /// - Throws: ``AuditError``.
  package init(
    audit: URL, table: AuditTable, reports: AuditReports, options: Options,
    names: @escaping @Sendable (Prediction, [String]) -> [String]
  ) throws(AuditError) {
    self.audit = audit
    self.table = table
    self.reports = reports
    self.options = options
    maker = AuditResultMaker(reports: reports, words: options.words, names: names)
    let path = audit.path(percentEncoded: false)
    if let taken = AuditResult.columns.first(where: table.columns.contains) {
      throw .columnTaken(path: path, column: taken)
    }
    if let label = options.labelColumn, !table.columns.contains(label) {
      throw .noColumn(path: path, column: label, option: "--label-column")
    }
  }

  /// The reviewers' columns that the audit does not have itself.
  var reviewColumns: [String] { AuditReviews.columns.filter { !table.columns.contains($0) } }

  /// The files of an earlier output that reviewers may have changed.
  package static var editable: [String] {
    ["", "data/"].flatMap { prefix in
      (AuditReviews.results + [AuditReviews.orphans]).map { prefix + $0 }
    }
  }

  /// Writes everything.
  ///
  /// - Parameters:
  ///   - staging: The folder that grows.
  ///   - output: The folder that it will replace.
  /// - Returns: What was found.
  /// - Throws: ``AuditError``, or ``SiteError``.
  package func write(to staging: SiteStaging, replacing output: URL) throws -> Outcome {
    let marker = SiteMarker.read(output)
    let earlier = marker?["bagit.txt"] == nil ? "" : "data/"
    var reviews = try AuditReviews(
      output, prefix: earlier, key: table.columns[table.key], marker: marker)
    var outcome = Outcome()
    var matched: Set<String> = []
    let input = "audit/input.\(AuditTable.kind(of: audit))"
    try staging.add([(prefix + input, try Data(contentsOf: audit, options: .alwaysMapped))])
    try writeResults(to: staging, &reviews, &outcome, &matched)
    try writeUnmatched(to: staging, &outcome, matched)
    let left = reviews.left
    outcome.orphans = left.count
    if !left.isEmpty {
      let head = ["id", "occurrence"] + AuditReviews.columns
      let rows = left.map { [$0.key.id, "\($0.key.occurrence)"] + $0.review }
      let csv = DelimitedText.csv([head] + rows)
      try staging.add([(prefix + AuditReviews.orphans, Data(csv.utf8))])
    }
    try copyReports(to: staging)
    try AuditDescription(files: self, input: input).write(to: staging)
    if options.isBag { try AuditBag(options: options).write(to: staging) }
    return outcome
  }

  /// Writes each row of the audit, in its order, three times.
  private func writeResults(
    to staging: SiteStaging, _ reviews: inout AuditReviews, _ outcome: inout Outcome,
    _ matched: inout Set<String>
  ) throws {
    let head = table.columns + AuditResult.columns + reviewColumns
    var first: [String: Int] = [:]
    var counts: [String: Int] = [:]
    try staging.add(prefix + "audit/results.csv") { csv in
      try csv(Array(DelimitedText.csv([head]).utf8))
      try staging.add(prefix + "audit/results.jsonl") { json in
        try staging.add(prefix + "audit/results.xlsx") { sheet in
          try withoutActuallyEscaping(sheet) { sheet in
            try WorkbookWriter.write(sheet: "results", to: sheet) { add in
              try add(head.map(Cell.text))
              try table.forEachRow { row in
                let id = row.cells[table.key].text
                counts[id, default: 0] += 1
                let key = AuditReviews.Key(id: id, occurrence: counts[id, default: 1])
                let (result, record) = result(of: row, id, &first)
                if record != nil { matched.insert(id) }
                let review = zip(AuditReviews.columns, reviews.take(key))
                  .filter { reviewColumns.contains($0.0) }.map { Cell.text($0.1) }
                let cells = row.cells + result.cells + review
                try csv(Array(DelimitedText.csv([cells.map(\.text)]).utf8))
                try json(AuditRowText.json(head, cells, words: result.words))
                let fitting = cells.map(AuditRowText.fitting)
                outcome.cut += zip(cells, fitting).count { $0.text != $1.text }
                try add(fitting)
                outcome.counts[result.status.rawValue, default: 0] += 1
                if result.status != .ok, outcome.rows.count < Outcome.listed {
                  outcome.rows.append(
                    "\(audit.lastPathComponent):\(row.number) “\(id)” \(result.status.rawValue): "
                      + result.note)
                }
                if options.annotates, result.status == .ok, let record {
                  try staging.add([AuditAnnotations.file(record, result, prefix: prefix)])
                }
              }
            }
          }
        }
      }
    }
  }

  private func result(
    of row: AuditTable.Row, _ id: String, _ first: inout [String: Int]
  ) -> (AuditResult, AttributionRecord?) {
    if let fault = row.fault {
      return (AuditResult(status: .failed, note: "row \(row.number) \(fault)"), nil)
    }
    let label = options.labelColumn.flatMap { table.columns.firstIndex(of: $0) }
      .map { row.cells[$0].text }
    var (result, record) = maker.result(id, label: label)
    var notes = [row.doubt].compactMap(\.self)
    if let earlier = first[id], !id.isEmpty {
      if result.status == .ok { result.status = .duplicate }
      notes.append("row \(earlier) has this id, too")
    } else {
      first[id] = row.number
    }
    result.note = (notes + [result.note]).filter { !$0.isEmpty }.joined(separator: "; ")
    return (result, record)
  }

  /// Lists the reports without a row.
  private func writeUnmatched(
    to staging: SiteStaging, _ outcome: inout Outcome, _ matched: Set<String>
  ) throws {
    let ids = reports.summary.documents.filter { !matched.contains($0) }
    outcome.unmatched = ids.count
    outcome.strangers = Array(ids.prefix(Outcome.listed))
    let rows = ids.map { id in
      let page = "documents/\(reports.names[id] ?? "").html"
      return [id, "reports/" + page, reports.marker[page]?.sha256 ?? ""]
    }
    let csv = DelimitedText.csv([["id", "lafa_report", "lafa_report_sha256"]] + rows)
    try staging.add([(prefix + "audit/unmatched.csv", Data(csv.utf8))])
  }

  private func copyReports(to staging: SiteStaging) throws {
    for file in reports.marker.files {
      try staging.add([(prefix + "reports/" + file.path, try reports.data(file))])
    }
    let marker = try Data(contentsOf: reports.folder.appending(path: SiteMarker.name))
    try staging.add([(prefix + "reports/" + SiteMarker.name, marker)])
  }
}
