import Foundation
import Markup
import ReportSite
import TestSupport
import Testing

/// Lists with a row for each word are written without the template library where that is possible;
/// readers of pages and writers of templates must not notice.
struct RowListTests {
  /// Writes a site with one piece of a partial replaced in a copy of the templates.
  private func site(
    _ sample: SampleRecord, partial: String = "section", replacing piece: String = "",
    with other: String = ""
  ) throws -> String {
    try Fixtures.withTemporaryFolder { folder in
      let templates = folder.appending(path: "templates")
      try FileManager.default.copyItem(
        at: Fixtures.package.appending(path: "templates").resolvingSymlinksInPath(), to: templates)
      if !piece.isEmpty {
        let url = templates.appending(path: "partials/\(partial).mustache")
        let text = try String(contentsOf: url, encoding: .utf8)
        try #require(text.contains(piece))
        try text.replacing(piece, with: other).write(to: url, atomically: true, encoding: .utf8)
      }
      let renderer = try PageRenderer(
        files: SiteFiles.locate(
          templates: templates, assets: Fixtures.package.appending(path: "assets"),
          executable: nil))
      let output = folder.appending(path: "site")
      try SiteWriter(output: output, renderer: renderer)
        .write(SampleRecord.summary([sample.record])) { Array([sample.record][$0]) }
      let contents = try SampleSite.contents(of: output)
      return try #require(
        contents.first { $0.key.hasPrefix("documents/") && $0.key.hasSuffix(".html") }
      ).value
    }
  }

  /// A comment is for the template library, which then writes the whole list.
  @Test(arguments: [
    ("words", "{{#segments}}", "{{#segments}}{{! slow }}"),
    ("words", "{{^word}}", "{{! slow }}{{^word}}"),
    ("section", "{{before}}{{#segments}}", "{{before}}{{#segments}}{{! slow }}"),
    ("wordtable", "<td>{{score}}", "{{! slow }}<td>{{score}}"),
    ("section", "<td>{{.}}</td>", "<td>{{.}}{{! slow }}</td>"),
  ])
  func writesTheSamePageEitherWay(partial: String, piece: String, other: String) throws {
    let sample = SampleRecord()
    let page = try site(sample, partial: partial, replacing: piece, with: other)
    #expect(try page == site(sample))
  }

  @Test func showsValuesOfThePageInARow() throws {
    let page = try site(
      SampleRecord(), partial: "wordtable", replacing: "{{text}}</th>",
      with: "{{text}} in {{n}}</th>")
    #expect(page.contains(" in 1</th><td"))
  }

  @Test func takesTheColumnsInAnyOrder() throws {
    let page = try site(
      SampleRecord(), partial: "wordtable", replacing: "{{/isPart}}{{text}}",
      with: "{{/isPart}}{{ score }}/{{text}}")
    #expect(page.contains("/bright</th>"))
  }

  @Test func writesNothingForAColumnThatDoesNotExist() throws {
    let page = try site(
      SampleRecord(), partial: "wordtable", replacing: "<td>{{own}}</td>",
      with: "<td>{{nosuch}}{{own}}</td>")
    #expect(try page == site(SampleRecord()))
  }
}
