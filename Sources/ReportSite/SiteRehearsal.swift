package import AttributionRecords
package import Foundation

/// What `render` would write, without a folder that it writes to.
package enum SiteRehearsal {
  /// One of the files that would be written; their text is the same as on disk.
  package typealias File = (path: String, data: Data)

  /// Renders a run.
  ///
  /// - Parameters:
  ///   - folder: The records.
  ///   - renderer: Renders and checks the pages.
  ///   - scratch: A folder for what is put aside; it is made if it is needed.
  ///   - record: Called with each record, on any thread.
  ///   - fault: Called with the error of a document that cannot be rendered; the others are.
  ///   - body: Called with each file, document by document.
  /// - Throws: What the last closure throws, or a fault of the pages of the whole run.
  package static func forEachFile(
    of folder: RecordFolder, renderer: PageRenderer, scratch: URL,
    record: @escaping @Sendable (AttributionRecord) -> Void,
    fault: (_ id: String, any Error) -> Void, _ body: (File) throws -> Void
  ) throws {
    let summary = folder.summary
    var pages = SitePages(
      summary: summary, renderer: renderer, folder: scratch, rowLimit: SiteWriter.rowLimit)
    let ids = summary.documents
    var isWhole = true
    for start in stride(from: 0, to: ids.count, by: SiteWriter.block) {
      let range = start..<min(start + SiteWriter.block, ids.count)
      let made = try ConcurrentMap.results(range.count) { [pages] place in
        Result {
          let found = try folder.record(ids[range.lowerBound + place])
          record(found)
          return try pages.rendered(found)
        }
      }
      for (index, result) in zip(range, made) {
        switch result {
        case .success(let rendered):
          for file in rendered.files { try body(file) }
          try pages.add(rendered)
        case .failure(let error):
          isWhole = false
          fault(ids[index], error)
        }
      }
    }
    // Without a row the pages of the whole run would be others.
    if isWhole { try pages.forEachFinalPage(body) }
    try body(("records/run.json", RecordFile.data(of: summary)))
    for (name, data) in renderer.shared.sorted(by: { $0.key < $1.key }) { try body((name, data)) }
  }
}
