public import AttributionRecords
public import Foundation

/// Writes a whole site, or nothing.
///
/// Everything goes into a folder beside the output, which takes the output's place only when every
/// page is written and valid. An output that exists must be empty or made by this tool.
public struct SiteWriter {
  private let output: URL
  private let renderer: PageRenderer

  /// Makes a writer.
  ///
  /// - Parameters:
  ///   - output: The folder for the site.
  ///   - renderer: Renders and checks the pages.
  public init(output: URL, renderer: PageRenderer) {
    // A link stays, and the folder that it points to is checked and replaced.
    self.output = output.standardizedFileURL.resolvingSymlinksInPath()
    self.renderer = renderer
  }

  /// Checks that the output folder may be written, before any work is done.
  ///
  /// - Throws: ``SiteError``.
  public func checkOutput() throws(SiteError) {
    let path = output.path(percentEncoded: false)
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      guard isFolder.boolValue else { throw .outputIsFile(path: path) }
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
        throw .notWritable(path: path, detail: "the folder cannot be read")
      }
      if let first = names.sorted().first {
        guard let marker = SiteMarker.read(output) else {
          throw .outputNotOurs(path: path, foreign: first)
        }
        if let foreign = marker.foreignFile(in: output) {
          throw .outputNotOurs(path: path, foreign: foreign)
        }
      }
    }
    let staging = SiteStaging(output: output)
    try staging.create()
    staging.remove()
  }

  /// Writes a site.
  ///
  /// - Parameters:
  ///   - summary: The run.
  ///   - records: Calls the closure it is given with every record of the run, in the order of the
  ///     summary.
  /// - Throws: ``SiteError``, or what the closure throws; then nothing is written.
  public func write(
    _ summary: RunSummary, records: ((AttributionRecord) throws -> Void) throws -> Void
  ) throws {
    try checkOutput()
    let staging = SiteStaging(output: output)
    try staging.create()
    do {
      var pages = SitePages(summary: summary, renderer: renderer)
      try records { record in try staging.add(pages.files(of: record)) }
      try staging.add(pages.finalFiles())
      try staging.add(renderer.shared.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      try staging.commit()
    } catch {
      staging.remove()
      throw error
    }
  }
}
