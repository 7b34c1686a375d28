internal import AttributionRecords
internal import Foundation

/// Says of which documents the files are there already, as they would be made.
struct PageReuse: Sendable {
  let pages: EarlierPages
  let files: EarlierFiles
  /// What tells apart all that pages are made with.
  let renderer: String

  /// Returns the SHA-256 of all that a document's files depend on.
  ///
  /// - Parameters:
  ///   - page: The document's page.
  ///   - record: Its record as JSON.
  /// - Returns: 64 hexadecimal digits.
  func key(_ page: ReportPage, _ record: Data) -> String {
    var hash = Fingerprint.Running()
    func add(_ text: String?) {
      let bytes = Data((text ?? "\u{0}").utf8)
      hash.update(Data("\(bytes.count) ".utf8))
      hash.update(bytes)
    }
    add(renderer)
    add(page.title)
    for link in [page.previous, page.next] {
      add(link?.id)
      add(link?.file)
    }
    add(page.names[page.record.id])
    // The files of all documents that the page may link to.
    for explanation in page.record.explanations {
      for id in explanation.neighbours.map(\.id) + [explanation.contrast?.id].compactMap(\.self) {
        add(page.names[id])
      }
    }
    hash.update(record)
    return hash.digest
  }

  /// Returns the files of a key, each of which lies somewhere with these bytes; nil otherwise.
  func files(_ key: String) -> [StagedFile]? {
    guard let found = pages.find(key), found.allSatisfy({ files.source(of: $0) != nil }) else {
      return nil
    }
    return found
  }
}
