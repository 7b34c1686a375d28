internal import Foundation
internal import Publishing
internal import ReportSite

/// From a folder to what is wrong with it.
struct VerifyAction {
  let folder: URL
  /// How numbers are computed again; nil if they are not.
  let recomputation: Recomputation?
  let files: FindingOptions
  let site: SiteOptions

  /// Runs.
  ///
  /// - Parameter console: Takes the findings.
  /// - Returns: Whether nothing was found.
  /// - Throws: One of this package's errors, with a sentence for the user.
  func perform(console: Console) throws -> Bool {
    try files.check()
    // What attach wrote has no pages but those of its reports.
    let reports = ["reports", "data/reports"].map { folder.appending(path: $0) }
    var verification = try SiteVerification(
      folder: folder, renderer: site.renderer(after: [folder] + reports))
    try verification.run()
    if let recomputation {
      guard let records = verification.records else {
        throw SiteError.noRecords(path: folder.path(percentEncoded: false))
      }
      let found = try recomputation.run(records, console: console)
      verification.add(found.findings, attributions: found.documents)
    }
    let report = verification.report
    try files.write(json: report.json, report.findings, console: console)
    for line in report.findings.lines { console.note(line) }
    let isSound = report.findings.isEmpty
    let verdict =
      isSound ? "Sound" : NumberText.count(report.findings.count, "finding")
    let line = "\(verdict): \(report.summary)."
    if files.takesOutput { console.note(line) } else { console.result(line) }
    return isSound
  }
}
