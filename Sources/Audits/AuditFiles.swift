package import AttributionRecords
internal import Evaluation
package import Foundation
package import ReportSite

/// Joins an audit and its reports, and writes both into a folder.
package struct AuditFiles: Sendable {
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
    /// One SPDX name or an address of the licence, for its description.
    package var licence: String?
    /// When it is published: the day or more, in UTC.
    package var date: String
    /// The same with a time.
    var instant: String { date.count > 10 ? date : date + "T00:00:00Z" }

    /// Makes options.
    package init(date: String) { self.date = date }
  }

  let audit: URL
  let table: AuditTable
  let reports: AuditReports
  let maker: AuditResultMaker
  let options: Options
  /// The columns of the results, in their order.
  let columns: [String]
  /// The place of the column with labels; nil for none.
  let labelColumn: Int?
  /// The reviewers' columns that the audit does not have itself.
  let reviewColumns: [String]
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
    reviewColumns = AuditReviews.columns.filter { !table.columns.contains($0) }
    columns = table.columns + AuditResult.columns + reviewColumns
    labelColumn = options.labelColumn.flatMap { table.columns.firstIndex(of: $0) }
    maker = AuditResultMaker(reports: reports, words: options.words, names: names)
    let path = audit.path(percentEncoded: false)
    if let taken = AuditResult.columns.first(where: table.columns.contains) {
      throw .columnTaken(path: path, column: taken)
    }
    if let label = options.labelColumn, labelColumn == nil {
      throw .noColumn(
        path: path, sheet: table.sheetName, column: label, found: table.columns,
        option: "--label-column")
    }
  }

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
  package func write(to staging: SiteStaging, replacing output: URL) throws -> AuditOutcome {
    let reviews = try AuditReviews(output, marker: SiteMarker.read(output), audit: table)
    var outcome = AuditOutcome(notes: table.notes)
    let input = "audit/input.\(AuditTable.kind(of: audit))"
    try staging.add([(prefix + input, try Data(contentsOf: audit, options: .alwaysMapped))])
    let survey = try AuditSurvey(table)
    var join = AuditJoin(files: self, survey: survey, reviews: reviews)
    try AuditResultFiles(files: self, survey: survey).write(to: staging, &join, &outcome)
    try writeUnmatched(to: staging, &outcome, join.matched)
    outcome.orphans = reviews.left.count
    outcome.untold = Array(reviews.untold.prefix(AuditOutcome.listed))
    let orphans = reviews.orphans(table)
    if !orphans.isEmpty {
      try staging.add([(prefix + AuditReviews.orphans, Data(DelimitedText.csv(orphans).utf8))])
    }
    for (name, file) in reviews.kept.sorted(by: { $0.key < $1.key }) {
      let data = try Data(contentsOf: file, options: .alwaysMapped)
      try staging.add([(prefix + AuditReviews.edited + name, data)])
    }
    try copyReports(to: staging)
    try AuditDescription(files: self, input: input, orphanColumns: orphans.first ?? [])
      .write(to: staging)
    if options.isBag { try AuditBag(options: options).write(to: staging) }
    return outcome
  }

  /// Lists the reports without a row.
  private func writeUnmatched(
    to staging: SiteStaging, _ outcome: inout AuditOutcome, _ matched: Set<RowID>
  ) throws {
    let ids = reports.summary.documents.filter { !matched.contains(RowID($0)) }
    outcome.unmatched = ids.count
    outcome.strangers = Array(ids.prefix(AuditOutcome.listed))
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
