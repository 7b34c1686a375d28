import Foundation
import Publishing
import ReportSite
import TestSupport
import Testing

struct ContentFolderTests {
  private func content(_ format: ContentFormat) throws -> [String: String] {
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
      let place = try PublishTarget(target)
      try place.apply(place.changes(parts), parts)
      #expect(try PublishTarget(target).changes(parts).isEmpty)
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
      files["runs/monday/\(index)"]?.hasPrefix("---\ntitle: \"A \\\"run\\\" \\\\ {{ x }} ---\"\n")
        == true)
    #expect(files["runs/monday/documents/a.md"]?.hasPrefix("---\ntitle: \"a\"\n") == true)
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
}
