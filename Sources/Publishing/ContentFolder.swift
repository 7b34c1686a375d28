internal import AttributionRecords
package import Foundation
package import ReportSite

/// The Markdown of runs as the content of another site generator.
package struct ContentFolder {
  private let format: ContentFormat
  private let folder: URL
  private var files: [StagedFile] = []

  /// Makes the files.
  ///
  /// - Parameters:
  ///   - runs: The runs, oldest first; those that are published already keep their files.
  ///   - title: What the site is called.
  ///   - format: The generator.
  ///   - folder: An empty folder.
  ///   - strings: The texts of the interface.
  /// - Throws: What stops the publishing.
  package init(
    _ runs: PublishedRuns, title: String, format: ContentFormat, folder: URL, strings: Strings
  ) throws {
    self.format = format
    self.folder = folder
    for run in runs.runs {
      let summary = run.records.summary
      for file in run.files where file.path.hasSuffix(".md") {
        let data = try? Data(contentsOf: run.source.appending(path: file.path))
        guard let data, Fingerprint.sha256(data) == file.sha256 else {
          throw PublishingError.notSound(
            path: run.source.path(percentEncoded: false), file: file.path)
        }
        try add(
          "runs/\(run.name)/\(file.path)", String(decoding: data, as: UTF8.self),
          title: summary.title)
      }
    }
    let shown = runs.runs.reversed().map {
      PublishedPage.Run(name: $0.name, summary: $0.records.summary, difference: nil)
    }
    try add(
      "index.md",
      PublishedPage.front(title: title, runs: shown, links: [], strings: strings).markdown,
      title: title)
  }

  private mutating func add(_ path: String, _ markdown: String, title: String) throws {
    let page = Data(format.page(markdown, path: path, title: title).utf8)
    let path = format.path(path)
    let place = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try page.write(to: place)
    files.append(StagedFile(path: path, bytes: page.count, sha256: Fingerprint.sha256(page)))
  }

  /// The folders that the content is made of.
  package var parts: [PublishedPart] { [PublishedPart(prefix: "", source: folder, files: files)] }
}
