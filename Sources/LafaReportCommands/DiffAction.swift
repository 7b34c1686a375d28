internal import Foundation
internal import Publishing
internal import ReportSite

/// From two report folders to how they differ.
struct DiffAction {
  let before: URL
  let after: URL
  let conditions: [DifferenceCondition]
  /// Where a page is written; nil for none.
  let output: URL?
  /// Where findings are written; nil for nowhere.
  let sarif: String?
  let site: SiteOptions

  /// Runs.
  ///
  /// - Parameter console: Takes the difference.
  /// - Returns: Whether all records could be read and no condition holds.
  /// - Throws: One of this package's errors, with a sentence for the user.
  func perform(console: Console) throws -> Bool {
    if let sarif { try FindingOptions.file(sarif)?.check() }
    let renderer = try output.map { output in
      try OutputPlace.check(output, apartFrom: [before, after])
      try SiteStaging(output: output).check()
      return try site.renderer(after: [after, before])
    }
    let difference = try RunDifference(RecordFolder(url: before), RecordFolder(url: after))
    let files = DifferenceFiles(difference, conditions: conditions)
    if let output, let renderer { try files.write(to: output, renderer: renderer) }
    if let sarif { try FindingOptions.write(files.findings.sarif(), to: sarif, console) }
    for line in files.lines {
      if sarif == "-" { console.note(line) } else { console.result(Console.printable(line)) }
    }
    if let output, sarif != "-" {
      console.result(output.appending(path: "index.html").path(percentEncoded: false))
    }
    for fault in difference.faults { console.warning(fault.text) }
    for failure in files.failures { console.note("Error: \(failure)") }
    return difference.faults.isEmpty && files.failures.isEmpty
  }
}
