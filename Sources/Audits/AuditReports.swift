package import AttributionRecords
package import Foundation
internal import ReportSite

/// The reports that are attached: what is known of each document, by its id.
package struct AuditReports {
  let folder: URL
  let records: RecordFolder
  let marker: SiteMarker
  let names: FileNames
  /// What was wrong with documents that have no record, by the id that they would have.
  private let faults: [String: String]

  /// Opens a folder of reports.
  ///
  /// - Parameter folder: What `lafa-report generate` wrote.
  /// - Throws: ``AuditError``, or an error of the folder.
  package init(_ folder: URL) throws {
    self.folder = folder.standardizedFileURL.resolvingSymlinksInPath()
    records = try RecordFolder(url: self.folder)
    guard let marker = SiteMarker.read(self.folder) else {
      throw AuditError.noMarker(path: folder.path(percentEncoded: false))
    }
    self.marker = marker
    names = FileNames(records.summary.documents)
    faults = Dictionary(
      records.summary.faults.lazy.filter(\.isSkipped).map {
        (($0.source as NSString).deletingPathExtension, $0.message)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The run.
  package var summary: RunSummary { records.summary }

  /// What the reports say of an id.
  enum Found {
    case record(AttributionRecord, file: String)
    case failed(String)
    case missing
  }

  /// Looks a document up.
  ///
  /// - Parameter id: Its id.
  /// - Returns: Its record, why it has none, or nothing.
  func find(_ id: String) -> Found {
    guard let file = names[id] else { return faults[id].map(Found.failed) ?? .missing }
    do {
      return .record(try records.record(id), file: file)
    } catch {
      return .failed("\(error)")
    }
  }

  /// Returns the bytes of a file of the reports.
  ///
  /// - Throws: ``AuditError/reportChanged(path:file:)``.
  func data(_ file: StagedFile) throws -> Data {
    guard
      let data = try? Data(contentsOf: folder.appending(path: file.path), options: .alwaysMapped),
      Fingerprint.sha256(data, done: { _ in }) == file.sha256
    else {
      throw AuditError.reportChanged(path: folder.path(percentEncoded: false), file: file.path)
    }
    return data
  }
}
