import Foundation
import Publishing
import ReportSite
import TestSupport
import Testing

struct ContentFolderTests {
  /// Writes a content folder and does something with it.
  private func withContent<Result>(
    _ format: ContentFormat, _ body: (URL) throws -> Result
  ) throws -> Result {
    try Fixtures.withTemporaryFolder { top in
      let site = top.appending(path: "monday")
      try SmallRun(
        title: "A \"run\" \\ {{ x }}\n---",
        documents: [.init(id: "a"), .init(id: "B {% raw %}", text: "{{< x >}} [a](b.md)")]
      ).write(to: site)
      let runs = try PublishedRuns(nil, adding: [site], name: nil, removing: [])
      let made = top.appending(path: "made")
      try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
      let target = top.appending(path: "target")
      let parts = try ContentFolder(
        runs, title: "Reports", format: format, folder: made, strings: SmallRun.renderer().strings
      ).parts
      do {
        let place = try PublishTarget(target)
        try place.apply(place.changes(parts), parts)
      }
      #expect(try PublishTarget(target).changes(parts).isEmpty)
      return try body(target)
    }
  }

  private func content(_ format: ContentFormat) throws -> [String: String] {
    try withContent(format) { target in
      var files: [String: String] = [:]
      for path in try FolderListing(target).files where path != SiteMarker.name {
        files[path] = try String(contentsOf: target.appending(path: path), encoding: .utf8)
      }
      return files
    }
  }

  @Test(arguments: ContentFormat.allCases)
  func writesPagesWithFrontMatter(_ format: ContentFormat) throws {
    let files = try content(format)
    let index = format == .hugo ? "_index.md" : "index.md"
    #expect(files.count == 5)
    #expect(files[index]?.hasPrefix("---\ntitle: \"Reports\"\n") == true)
    #expect(
      files["runs/monday/\(index)"]?.hasPrefix("---\ntitle: \"A \\\"run\\\" \\\\ {{ x }} ⏎ ---\"\n")
        == true)
    #expect(files["runs/monday/documents/a.md"]?.hasPrefix("---\ntitle: \"Title of a\"\n") == true)
    // Hugo's themes write the title, and a page has one.
    for (path, text) in files {
      #expect(text.contains("\n---\n\n# ") == (format != .hugo), "\(path)")
    }
    // The text's braces and links are escaped by the twin itself.
    #expect(files.values.allSatisfy { $0.components(separatedBy: "\n---\n").count == 2 })
    #expect(
      files.filter { $0.key.contains("documents/B") }.values.allSatisfy {
        !$0.dropFirst(120).contains("{{") && $0.contains("\\[a\\](b.md)")
      })
  }

  @Test func rewritesLinksAsTheGeneratorPublishesPages() throws {
    let hugo = try content(.hugo)
    #expect(hugo["_index.md"]?.contains("](runs/monday/)") == true)
    #expect(hugo["runs/monday/_index.md"]?.contains("](documents/a/)") == true)
    let jekyll = try content(.jekyll)
    #expect(jekyll["runs/monday/index.md"]?.contains("](documents/a.html)") == true)
    #expect(jekyll["index.md"]?.contains("render_with_liquid: false") == true)
    let plain = try content(.mkdocs)
    #expect(plain["runs/monday/index.md"]?.contains("](documents/a.md)") == true)
  }

  @Test(arguments: ContentFormat.allCases)
  func verifiesLinksAsTheGeneratorResolvesThem(_ format: ContentFormat) throws {
    try withContent(format) { target in
      func links() throws -> [String] {
        var verification = try SiteVerification(folder: target, renderer: SmallRun.renderer())
        try verification.run()
        #expect(verification.report.checked.links > 5)
        return verification.report.findings.lines.filter { !$0.hasPrefix("file/") }
      }
      #expect(try links() == [])
      // A document that is gone, and its file's name where the generator has another address.
      try FileManager.default.removeItem(at: target.appending(path: "runs/monday/documents/a.md"))
      let found = try links()
      #expect(found.count == 1 && found[0].contains("runs/monday/documents/a"), "\(found)")
      let index = target.appending(path: "runs/monday").appending(path: format.front)
      let text = try String(contentsOf: index, encoding: .utf8)
      try Data((text + "\n[x](../monday/documents/nowhere/)\n").utf8).write(to: index)
      #expect(try links().contains { $0.contains("documents/nowhere") })
      if format != .mkdocs {
        try Data((text + "\n[x](\(format.front))\n").utf8).write(to: index)
        let sentence = "“\(format.front)”, but there is no such file"
        #expect(try links().contains { $0.contains(sentence) })
      }
    }
  }
}
