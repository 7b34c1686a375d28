internal import AttributionRecords
internal import Foundation
internal import ReportSite
internal import Synchronization

/// The records of a folder: what they say of themselves, and what render makes of them.
extension SiteVerification {
  /// What the checks of records found, on whatever thread.
  private final class Found: Sendable {
    let records = Mutex<[String: [Finding]]>([:])
    let count = Mutex(0)
  }

  mutating func checkRecords() throws {
    guard listing.hasFile("records/run.json") else {
      // Other folders of this tool, such as those of evaluate, have no records.
      if listing.files.contains(where: { $0.hasPrefix("records/") }) {
        findings.add(
          Finding(.record, "records/run.json", "it is not there, so the records cannot be checked"))
      }
      return
    }
    let records: RecordFolder
    do {
      records = try RecordFolder(url: folder)
    } catch {
      findings.add(Finding(.record, "records/run.json", "\(error)"))
      return
    }
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "lafa-report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let found = Found()
    let names = FileNames(records.summary.documents)
    var expected: Set<String> = []
    var faults: [Finding] = []
    var comparisons: [Finding] = []
    var rendered = 0
    try SiteRehearsal.forEachFile(
      of: records, renderer: renderer, scratch: scratch,
      record: { record in
        let path = "records/\(names[record.id] ?? "").json"
        let wrong = LedgerCheck.faults(of: record).map { Finding(.ledger, path, $0) }
        found.count.withLock { $0 += 1 }
        if !wrong.isEmpty { found.records.withLock { $0[record.id] = wrong } }
      },
      fault: { id, error in
        let name = names[id] ?? ""
        faults.append(Finding(.record, "records/\(name).json", "\(error)"))
        for path in ["documents/\(name).html", "documents/\(name).md", "records/\(name).json"] {
          expected.insert(path)
        }
      },
      { file in
        expected.insert(file.path)
        rendered += 1
        if let finding = compared(file) { comparisons.append(finding) }
      })
    findings.add(faults)
    for id in records.summary.documents {
      if let wrong = found.records.withLock({ $0[id] }) { findings.add(wrong) }
    }
    findings.add(comparisons)
    checked.records += found.count.withLock { $0 }
    checked.rendered += rendered
    if faults.isEmpty {
      for path in listing.files
      where path != SiteMarker.name && !expected.contains(path) && marker?[path] != nil {
        findings.add(
          Finding(.rendering, path, "the marker names it, but render would not write it"))
      }
    } else {
      findings.add(
        Finding(
          .rendering, "index.html",
          "the index cannot be compared, since \(NumberText.count(faults.count, "record")) cannot be "
            + "rendered"))
    }
  }

  /// Compares a file with what render would write.
  private func compared(_ file: SiteRehearsal.File) -> Finding? {
    guard listing.hasFile(file.path), let data = data(file.path) else {
      return marker?[file.path] == nil
        ? Finding(.rendering, file.path, "render would write it, and it is not there") : nil
    }
    guard data != file.data else { return nil }
    if renderer.shared[file.path] != nil {
      return Finding(
        .assets, file.path,
        "it is not the file that this tool's assets hold; name the site's with "
          + "--assets")
    }
    let differs = zip(data, file.data).prefix { $0 == $1 }.count
    return Finding(
      .rendering, file.path, line: data.prefix(differs).count { $0 == 0x0A } + 1,
      """
      it is not what render makes of the records, from byte \(differs + 1) on: it was changed, or \
      other templates or another version of the tool made it
      """)
  }
}
