internal import AttributionRecords
internal import Audits
internal import Foundation
internal import ReportSite

/// From an audit and reports to a folder with both.
struct AttachAction {
  let audit: URL
  let reports: URL
  let output: URL
  let idColumn: String
  /// Nil for `label`, if the audit has it.
  let labelColumn: String?
  let sheet: String?
  let encoding: String?
  let topWords: Int
  let isBag: Bool
  let annotates: Bool
  let organisation: String?
  let licence: String?

  /// Runs.
  ///
  /// - Parameter console: Takes what was found.
  /// - Returns: Whether every row has a report of its own, and every report a row.
  /// - Throws: One of this package's errors, with a sentence for the user.
  func perform(console: Console) throws -> Bool {
    try OutputPlace.check(output, apartFrom: [audit, reports], outside: [reports])
    let staging = SiteStaging(output: output)
    try staging.begin(editable: AuditFiles.editable)
    let outcome: AuditOutcome
    do {
      let reports = try AuditReports(reports)
      let table = try AuditTable(audit, key: idColumn, sheet: sheet, encoding: encoding)
      var options = AuditFiles.Options(date: try date(reports.summary))
      options.labelColumn = labelColumn ?? (table.columns.contains("label") ? "label" : nil)
      options.words = topWords
      options.isBag = isBag
      options.annotates = annotates
      options.organisation = organisation
      options.licence = licence
      let files = try AuditFiles(
        audit: audit, table: table, reports: reports, options: options,
        names: { prediction, labels in
          GoldLabels(prediction.outputs.map(\.label), task: prediction.task).names(labels)
        })
      outcome = try files.write(to: staging, replacing: output)
      try staging.commit()
    } catch {
      staging.remove()
      throw error
    }
    say(outcome, console)
    return outcome.isWhole
  }

  private func say(_ outcome: AuditOutcome, _ console: Console) {
    for note in outcome.notes { console.warning("\(audit.lastPathComponent): \(note)") }
    for row in outcome.rows { console.warning(row) }
    if outcome.failed > outcome.rows.count {
      let count = NumberText.count(outcome.failed - outcome.rows.count, "more row")
      console.warning("and \(count): see lafa_status and lafa_note in audit/results.csv")
    }
    for id in outcome.strangers { console.warning("no row has the id of the report “\(id)”") }
    if outcome.unmatched > outcome.strangers.count {
      let count = NumberText.count(outcome.unmatched - outcome.strangers.count, "more report")
      console.warning("and \(count) without a row: see audit/unmatched.csv")
    }
    for (id, rows) in outcome.untold {
      console.warning(
        """
        which row a review of “\(id)” is about cannot be told: the audit has \
        \(NumberText.count(rows, "row")) with this id, and none is as the one that was reviewed
        """)
    }
    if outcome.orphans > 0 {
      let count = NumberText.count(outcome.orphans, "review")
      console.warning("\(count) without a row: see audit/orphaned-reviews.csv")
    }
    if outcome.cut > 0 {
      let count = NumberText.count(outcome.cut, "cell")
      console.warning(
        "\(count) of results.xlsx end early: a workbook's cells are short; CSV has all")
    }
    if outcome.isTooLargeForWorkbook {
      console.warning(
        "results.xlsx is not written: the audit has more rows or columns than a workbook takes")
    }
    let counts = outcome.counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    let rows = NumberText.count(outcome.counts.values.reduce(0, +), "row")
    let unmatched = NumberText.count(outcome.unmatched, "report")
    console.result("\(rows): \(counts.joined(separator: ", ")). Without a row: \(unmatched).")
    let folder = isBag ? output.appending(path: "data") : output
    console.result(folder.appending(path: "audit/results.csv").path(percentEncoded: false))
  }

  /// The day of publication, which descriptions cannot do without: what is asked for, the run's, or
  /// that of the audit's file.
  private func date(_ summary: RunSummary) throws -> String {
    if let date = SourceDate.text(ProcessInfo.processInfo.environment) ?? summary.provenance.date {
      return date
    }
    let values = try audit.resourceValues(forKeys: [.contentModificationDateKey])
    return String(
      (values.contentModificationDate ?? Date(timeIntervalSince1970: 0)).formatted(.iso8601).prefix(
        10))
  }
}
