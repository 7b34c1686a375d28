internal import AttributionRecords
internal import Foundation
internal import ReportSite

/// From the records of an earlier run to pages.
struct RenderAction {
  let records: URL
  let output: URL
  let site: PageOptions

  /// Runs.
  ///
  /// - Parameter console: Takes notes about the course.
  /// - Returns: How the run ended.
  /// - Throws: One of this package's errors, with a sentence for the user.
  func perform(console: Console) throws -> RunOutcome {
    // Whoever makes pages again keeps what they have beside them.
    let renderer = try site.renderer(after: [records, records.deletingLastPathComponent()])
      .adding(PageForms(of: output))
    let folder = try RecordFolder(url: records)
    let writer = SiteWriter(output: output, renderer: renderer)
    try writer.checkOutput()
    let count = folder.summary.documents.count
    let progress = ProgressLine(console: console, verb: "written", total: count)
    try writer.write(folder.summary) { range in
      progress.update(range.lowerBound)
      return try folder.summary.documents[range].map(folder.record)
    }
    progress.finish(count)
    // What was wrong with documents stands in the pages; it was the earlier run's.
    return RunOutcome(index: output.appending(path: "index.html"), faults: [])
  }
}
