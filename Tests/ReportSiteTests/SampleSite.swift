import AttributionRecords
import Foundation
import Markup
import ReportSite
import TestSupport
import Testing

/// Sites of made-up records, written by the package's own templates.
enum SampleSite {
  // Both compile the schema, which takes longer than a page: once is enough.
  private static let sharedRenderer = Result { try renderer(language: "en") }
  private static let chineseRenderer = Result { try renderer(language: "zh") }

  private static func renderer(language: String) throws -> PageRenderer {
    try PageRenderer(
      files: SiteFiles.locate(
        templates: Fixtures.package.appending(path: "templates"),
        assets: Fixtures.package.appending(path: "assets"), executable: nil), language: language)
  }

  private static let sharedValidator = Result {
    func asset(_ name: String) throws -> String {
      try String(contentsOf: Fixtures.package.appending(path: "assets/\(name)"), encoding: .utf8)
    }
    let style = try String(decoding: renderer().shared["style.css"] ?? Data(), as: UTF8.self)
    return try PageValidator(
      schema: asset("page.rng"), rules: PageRules.all(style: style),
      classes: PageRules.classes(of: asset("style.css")))
  }

  static func renderer(isChinese: Bool = false) throws -> PageRenderer {
    try (isChinese ? chineseRenderer : sharedRenderer).get()
  }

  /// The checks that pages pass before they are written, made of the same files.
  static func validator() throws -> PageValidator { try sharedValidator.get() }

  /// Writes a site into an empty folder and returns its text files by path.
  static func written(
    _ records: [AttributionRecord], title: String = "A run", faults: [RunSummary.Fault] = [],
    isChinese: Bool = false
  ) throws -> [String: String] {
    try Fixtures.withTemporaryFolder { folder in
      let output = folder.appending(path: "site")
      try SiteWriter(output: output, renderer: renderer(isChinese: isChinese))
        .write(SampleRecord.summary(records, title: title, faults: faults)) { Array(records[$0]) }
      return try contents(of: output)
    }
  }

  /// The page of one record.
  static func page(_ sample: SampleRecord) throws -> String {
    let site = try written([sample.record])
    return try #require(site.first { $0.key.hasPrefix("documents/") && $0.key.hasSuffix(".html") })
      .value
  }

  /// All files of a folder by their paths below it.
  static func contents(of folder: URL) throws -> [String: String] {
    let root = folder.path(percentEncoded: false)
    var contents: [String: String] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: root) {
      guard let data = FileManager.default.contents(atPath: root + "/" + path) else { continue }
      contents[path] = String(data: data, encoding: .utf8)
    }
    return contents
  }
}
