internal import ArgumentParser
internal import Foundation
internal import ReportSite

/// Where templates and assets are found.
struct SiteOptions: ParsableArguments {
  @Option(help: "A folder with templates of your own.", completion: .directory)
  var templates: String?

  @Option(
    help: "A folder with a style sheet, script and schemas of your own.", completion: .directory)
  var assets: String?

  /// Finds the files that pages are made with.
  func files() throws -> SiteFiles {
    try SiteFiles.locate(
      templates: templates.map { URL(filePath: $0) }, assets: assets.map { URL(filePath: $0) },
      executable: Bundle.main.executableURL)
  }
}
