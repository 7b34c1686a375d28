internal import ArgumentParser
internal import AttributionRecords
internal import Foundation
internal import ReportSite

/// Where templates and assets are found, and in what language pages are.
struct SiteOptions: ParsableArguments {
  @Option(help: "A folder with templates of your own.", completion: .directory)
  var templates: String?

  @Option(
    help: "A folder with a style sheet, script, texts and schemas of your own.",
    completion: .directory)
  var assets: String?

  @Option(
    help: """
      The language of the interface, en or zh: the name of a file in the folder strings of the \
      assets (default: that of the reports that are read, else en). Documents stay in their own.
      """)
  var language: String?

  mutating func validate() throws {
    for (option, folder) in [("--templates", templates), ("--assets", assets)] {
      if let folder, !URL(filePath: folder).isFolder {
        throw ValidationError("\(option) \(folder): there is no such folder.")
      }
    }
  }

  /// Loads what makes pages.
  ///
  /// - Parameter folders: Reports whose language is taken if none is named, the first that has one.
  /// - Returns: The renderer.
  /// - Throws: ``SiteError``.
  func renderer(after folders: [URL] = []) throws -> PageRenderer {
    let files = try files()
    let found = language ?? folders.lazy.compactMap { files.language(of: $0) }.first
    return try PageRenderer(files: files, language: found ?? "en")
  }

  /// Finds the files that pages are made with.
  private func files() throws -> SiteFiles {
    try SiteFiles.locate(
      templates: templates.map { URL(filePath: $0) }, assets: assets.map { URL(filePath: $0) },
      executable: Bundle.main.executableURL)
  }
}
