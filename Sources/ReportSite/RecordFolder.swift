public import AttributionRecords
public import Foundation

/// The records of an earlier run.
public struct RecordFolder: Sendable {
  /// The run.
  public let summary: RunSummary
  private let url: URL
  private let names: FileNames

  /// The largest record that is read; a text of a million words has about 100 MB.
  private static let sizeLimit = 1 << 30

  /// Opens a report folder or the records folder in it.
  ///
  /// - Parameter url: The folder.
  /// - Throws: ``SiteError/folderMissing(path:)``, ``SiteError/noRecords(path:)`` or ``RecordError``.
  public init(url: URL) throws {
    let folders = [url, url.appending(path: "records")]
    for folder in folders {
      let file = folder.appending(path: "run.json").path(percentEncoded: false)
      guard let data = FileManager.default.contents(atPath: file) else { continue }
      self.url = folder
      summary = try RecordFile.summary(from: data, file: file)
      names = FileNames(summary.documents)
      return
    }
    guard url.isFolder else {
      throw SiteError.folderMissing(path: url.path(percentEncoded: false))
    }
    throw SiteError.noRecords(path: url.path(percentEncoded: false))
  }

  /// Reads a record.
  ///
  /// - Parameter id: One of the summary's documents.
  /// - Returns: The record.
  /// - Throws: ``SiteError/recordMissing(id:path:)`` or ``RecordError``.
  public func record(_ id: String) throws -> AttributionRecord {
    let file = url.appending(path: "\(names[id] ?? "").json").path(percentEncoded: false)
    guard let data = FileManager.default.contents(atPath: file), data.count <= Self.sizeLimit else {
      throw SiteError.recordMissing(id: id, path: file)
    }
    let record = try RecordFile.record(from: data, file: file)
    guard record.id == id else { throw SiteError.recordMissing(id: id, path: file) }
    return record
  }
}
