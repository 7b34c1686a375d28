internal import AttributionRecords
internal import Dispatch
internal import Foundation
internal import Synchronization

/// The files of a site, made record by record; of each record only its index row is kept.
struct SitePages: Sendable {
  private let summary: RunSummary
  private let renderer: PageRenderer
  private let names: FileNames
  private let positions: [[UInt8]: Int]
  private var rows: [IndexPage.Row] = []
  private var unit: String?

  init(summary: RunSummary, renderer: PageRenderer) {
    self.summary = summary
    self.renderer = renderer
    names = FileNames(summary.documents)
    positions = Dictionary(
      summary.documents.enumerated().map { (Array($0.element.utf8), $0.offset) }
    ) { first, _ in first }
  }

  /// The files of one document and its row of the index.
  struct Rendered: Sendable {
    let files: [(path: String, data: Data)]
    let row: IndexPage.Row
    let unit: String?
  }

  /// Renders one document: page, Markdown twin and record; for any number of threads.
  func rendered(_ record: AttributionRecord) throws -> Rendered {
    guard let file = names[record.id], let position = positions[Array(record.id.utf8)] else {
      throw SiteError.recordMissing(id: record.id, path: "run.json")
    }
    let page = ReportPage(
      record: record, title: summary.title, previous: link(position - 1),
      next: link(position + 1), names: names)
    return Rendered(
      files: [
        ("documents/\(file).html", Data(try renderer.html(page, file: file).utf8)),
        ("documents/\(file).md", Data(page.markdown.utf8)),
        ("records/\(file).json", try RecordFile.data(of: record)),
      ], row: IndexPage.Row(page, file: file), unit: record.prediction.value?.unit)
  }

  /// Renders documents on all cores.
  ///
  /// - Parameter records: The documents' records.
  /// - Returns: What was rendered, in order.
  /// - Throws: The error of the first document that has one.
  func rendered(_ records: [AttributionRecord]) throws -> [Rendered] {
    let results = Mutex<[Result<Rendered, any Error>?]>(
      Array(repeating: nil, count: records.count))
    DispatchQueue.concurrentPerform(iterations: records.count) { index in
      let result = Result { try rendered(records[index]) }
      results.withLock { $0[index] = result }
    }
    return try results.withLock { try $0.compactMap { try $0?.get() } }
  }

  /// Takes up a document's row into the index.
  mutating func add(_ rendered: Rendered) {
    rows.append(rendered.row)
    unit = unit ?? rendered.unit
  }

  /// Returns the files of the whole run: index, Markdown twin and summary.
  func finalFiles() throws -> [(path: String, data: Data)] {
    let page = IndexPage(summary: summary, rows: rows, unit: unit)
    return [
      ("index.html", Data(try renderer.html(page).utf8)),
      ("index.md", Data(page.markdown.utf8)),
      ("records/run.json", try RecordFile.data(of: summary)),
    ]
  }

  private func link(_ position: Int) -> ReportPage.Link? {
    guard summary.documents.indices.contains(position) else { return nil }
    let id = summary.documents[position]
    return names[id].map { ReportPage.Link(id: id, file: $0) }
  }
}
