package import AttributionRecords
internal import Markup

/// The steps by which the page of a document is made, one by one, for benchmarks.
package struct PageWork {
  private let renderer: PageRenderer
  private let page: ReportPage
  /// The bytes of the page.
  package let size: Int

  /// Prepares a page.
  ///
  /// - Parameters:
  ///   - record: What the page shows.
  ///   - summary: Its run.
  ///   - renderer: Renders and checks it.
  /// - Throws: ``SiteError`` if the page is not valid.
  package init(
    _ record: AttributionRecord, of summary: RunSummary, renderer: PageRenderer
  ) throws(SiteError) {
    self.renderer = renderer
    page = ReportPage(
      record: record, title: summary.title, previous: nil, next: nil,
      names: FileNames(summary.documents), strings: renderer.strings)
    size = try renderer.html(page, file: "page").utf8.count
  }

  /// Renders the page without checking it.
  ///
  /// - Returns: The page.
  package func render() -> String { renderer.unchecked(fresh) }

  /// Renders and checks the page.
  ///
  /// - Returns: The page.
  /// - Throws: ``SiteError`` if it is not valid.
  package func html() throws(SiteError) -> String { try renderer.html(fresh, file: "page") }

  /// The page as if it were made for the first time.
  private var fresh: ReportPage {
    ReportPage(
      record: page.record, title: page.title, previous: nil, next: nil, names: page.names,
      strings: renderer.strings)
  }
}
