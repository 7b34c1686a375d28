internal import AttributionRecords
internal import Foundation

/// The files of a site, made record by record; of each record only its row of the index is kept,
/// and rows of full pages are put aside.
struct SitePages: Sendable {
  private let summary: RunSummary
  private let renderer: PageRenderer
  private let reuse: PageReuse?
  private let names: FileNames
  private var rows: IndexRows
  private var totals = IndexTotals()
  private var digest = RunDigest()

  /// Starts without documents.
  ///
  /// - Parameters:
  ///   - summary: The run.
  ///   - renderer: Renders and checks the pages.
  ///   - folder: Where rows of the index may be put aside.
  ///   - rowLimit: Rows of a page of the index.
  ///   - reuse: Knows which pages need not be made again; nil if all are made.
  init(
    summary: RunSummary, renderer: PageRenderer, folder: URL, rowLimit: Int, reuse: PageReuse? = nil
  ) {
    self.summary = summary
    self.renderer = renderer
    self.reuse = reuse
    names = FileNames(summary.documents)
    rows = IndexRows(folder: folder, limit: rowLimit)
  }

  /// The files of one document and its row of the index.
  struct Rendered: Sendable {
    /// The files to be written; none if they lie somewhere.
    let files: [(path: String, data: Data)]
    /// Files that lie somewhere.
    let found: [StagedFile]
    /// By what the files are found again; nil if that is not asked for.
    let key: String?
    let row: IndexPage.Row
    let digest: PageDigest
    let unit: String?
  }

  /// Renders one document: page, Markdown twin and record; for any number of threads.
  func rendered(_ record: AttributionRecord) throws -> Rendered {
    guard let file = names[record.id], let position = names.position(of: record.id) else {
      throw SiteError.recordMissing(id: record.id, path: "run.json")
    }
    let page = ReportPage(
      record: record, title: summary.title, previous: link(position - 1),
      next: link(position + 1), names: names, strings: renderer.strings)
    let data = try RecordFile.data(of: record)
    let key = reuse?.key(page, data)
    let found = key.flatMap { reuse?.files($0) } ?? []
    let digest = PageDigest(page, gold: GoldText(record.gold, record.prediction))
    return Rendered(
      files: found.isEmpty ? try files(page, file: file) + [("records/\(file).json", data)] : [],
      found: found, key: key, row: IndexPage.Row(page, file: file, digest: digest),
      digest: digest, unit: record.prediction.value?.unit)
  }

  private func files(
    _ page: ReportPage, file: String
  ) throws -> [(path: String, data: Data)] {
    var files = [
      ("documents/\(file).html", Data(try renderer.html(page, file: file).utf8)),
      ("documents/\(file).md", Data(page.markdown.utf8)),
    ]
    if page.hasWordsPage {
      files.append(("words/\(file).html", Data(try renderer.words(page, file: file).utf8)))
    }
    if renderer.forms.contains(.single) {
      files.append(("single/\(file).html", Data(try renderer.single(page, file: file).utf8)))
    }
    if renderer.forms.contains(.fragment) {
      files.append(("fragments/\(file).html", Data(try renderer.fragment(page, file: file).utf8)))
    }
    if renderer.forms.contains(.card) {
      files.append(("cards/\(file).svg", Data(try renderer.card(page, file: file).utf8)))
    }
    return files
  }

  /// Renders documents on all cores.
  ///
  /// - Parameter records: The documents' records.
  /// - Returns: What was rendered, in order.
  /// - Throws: The error of the first document that has one.
  func rendered(_ records: [AttributionRecord]) throws -> [Rendered] {
    try ConcurrentMap.results(records.count) { try rendered(records[$0]) }
  }

  /// Takes up a document's row into the index.
  mutating func add(_ rendered: Rendered) throws {
    totals.add(rendered.row, unit: rendered.unit)
    digest.add(rendered.digest, of: rendered.row)
    try rows.add(rendered.row)
  }

  /// Passes on the pages of the whole run: index, labels, fields, worklist.
  func forEachFinalPage(_ body: ((path: String, data: Data)) throws -> Void) throws {
    let pages = RunPages(summary: summary, digest: digest, strings: renderer.strings)
    for number in 0..<rows.pages {
      let page = IndexPage(
        summary: summary, totals: totals, pages: pages, rows: try rows.page(number),
        part: .init(number: number + 1, count: rows.pages), strings: renderer.strings)
      try body(("\(page.part.file).html", Data(try renderer.html(page).utf8)))
      try body(("\(page.part.file).md", Data(page.markdown.utf8)))
    }
    try pages.forEach { page in
      try body(("\(page.path).html", Data(try renderer.html(page).utf8)))
      try body(("\(page.path).md", Data(page.markdown.utf8)))
    }
  }

  private func link(_ position: Int) -> ReportPage.Link? {
    guard summary.documents.indices.contains(position) else { return nil }
    let id = summary.documents[position]
    return names[id].map { ReportPage.Link(id: id, file: $0) }
  }
}
