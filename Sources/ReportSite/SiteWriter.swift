public import AttributionRecords
public import Foundation

/// Writes a whole site, or nothing.
///
/// Everything goes into a folder beside the output, which takes the output's place only when every
/// page is written and valid. An output that exists must be empty or made by this tool.
public struct SiteWriter {
  private let staging: SiteStaging
  private let renderer: PageRenderer
  private let rowLimit: Int

  /// Rows of a page of the index: a browser finds and sorts them at once.
  static let rowLimit = 2000

  /// Makes a writer.
  ///
  /// - Parameters:
  ///   - output: The folder for the site.
  ///   - renderer: Renders and checks the pages.
  public init(output: URL, renderer: PageRenderer) {
    self.init(output: output, renderer: renderer, rowLimit: Self.rowLimit)
  }

  /// Makes a writer whose index has pages of this many rows.
  package init(output: URL, renderer: PageRenderer, rowLimit: Int) {
    staging = SiteStaging(output: output)
    self.renderer = renderer
    self.rowLimit = rowLimit
  }

  /// Checks that the output folder may be written, before any work is done.
  ///
  /// - Throws: ``SiteError``.
  public func checkOutput() throws(SiteError) { try staging.check() }

  /// Checks that the output folder may be written, and keeps other processes from writing it until
  /// the site is written or given up.
  ///
  /// - Parameter resumes: Whether files of a run that was stopped may be taken again.
  /// - Throws: ``SiteError``.
  public func begin(resumes: Bool) throws(SiteError) { try staging.begin(resumes: resumes) }

  /// Ends what ``begin(resumes:)`` began if nothing was written; what a stopped run left stays.
  public func release() { staging.release() }

  /// Writes the site of an evaluation: its page and files with its numbers.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - files: Other files by name.
  /// - Throws: ``SiteError``; then nothing is written.
  public func write(_ page: EvaluationPage, files: [String: Data]) throws {
    try staging.begin()
    do {
      var files = files
      files["index.html"] = Data(try renderer.html(page).utf8)
      files["index.md"] = Data(page.markdown(renderer.strings).utf8)
      files.merge(renderer.shared) { own, _ in own }
      try staging.add(files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      try staging.commit()
    } catch {
      staging.remove()
      throw error
    }
  }

  /// Documents that are rendered at the same time: enough for all cores, few enough for memory.
  public static let block = 64

  /// Writes a site.
  ///
  /// - Parameters:
  ///   - summary: The run.
  ///   - earlier: What is known of pages that were made before; nil if all are made.
  ///   - records: Returns the records of these documents of the summary, in its order; asked for
  ///     one block after the other.
  /// - Throws: ``SiteError``, or what the closure throws; then nothing is written.
  public func write(
    _ summary: RunSummary, earlier: EarlierPages? = nil,
    records: (Range<Int>) throws -> [AttributionRecord]
  ) throws {
    try staging.begin()
    do {
      var pages = SitePages(
        summary: summary, renderer: renderer, folder: staging.scratch, rowLimit: rowLimit,
        reuse: earlier.map {
          PageReuse(pages: $0, files: staging.earlier, renderer: renderer.fingerprint())
        })
      let ids = summary.documents
      for start in stride(from: 0, to: ids.count, by: Self.block) {
        let range = start..<min(start + Self.block, ids.count)
        let found = try records(range)
        for (index, record) in zip(range, found)
        where !record.id.utf8.elementsEqual(ids[index].utf8) {
          throw SiteError.recordMissing(id: record.id, path: "run.json")
        }
        guard found.count == range.count else {
          throw SiteError.recordMissing(
            id: ids[min(start + found.count, ids.count - 1)], path: "run.json")
        }
        var made: [(key: String, files: [StagedFile])] = []
        for rendered in try pages.rendered(found) {
          try staging.take(rendered.found)
          let files = try staging.add(rendered.files)
          if let key = rendered.key, !files.isEmpty { made.append((key, files)) }
          try pages.add(rendered)
        }
        earlier?.keep(made)
      }
      try pages.forEachFinalPage { try staging.add([$0]) }
      try staging.add("records/run.json") { try RecordFile.write(summary, to: $0) }
      try staging.add(renderer.shared.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      try staging.commit()
    } catch {
      staging.remove()
      throw error
    }
  }
}
