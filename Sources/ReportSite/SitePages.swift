internal import AttributionRecords
internal import Foundation

/// The files of a site, made record by record; of each record only its index row is kept.
struct SitePages {
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

  /// Returns the files of one document: page, Markdown twin and record.
  mutating func files(of record: AttributionRecord) throws -> [(path: String, data: Data)] {
    guard let file = names[record.id], let position = positions[Array(record.id.utf8)] else {
      throw SiteError.recordMissing(id: record.id, path: "run.json")
    }
    let page = ReportPage(
      record: record, title: summary.title, previous: link(position - 1),
      next: link(position + 1), names: names)
    rows.append(IndexPage.Row(page, file: file))
    unit = unit ?? record.prediction.value?.unit
    return [
      ("documents/\(file).html", Data(try renderer.html(page, file: file).utf8)),
      ("documents/\(file).md", Data(page.markdown.utf8)),
      ("records/\(file).json", try RecordFile.data(of: record)),
    ]
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
