import AttributionRecords
import Foundation
import ReportSite
import TestSupport
import Testing

struct SiteWriterTests {
  static let records = ["a", "b"].map { SampleRecord(id: $0).record }
  static let paths: Set<String> = [
    ".lafa-report.json", "documents", "documents/a.html", "documents/a.md", "documents/b.html",
    "documents/b.md", "index.html", "index.md", "labels", "labels/positive.html",
    "labels/positive.md", "records", "records/a.json", "records/b.json",
    "records/run.json", "report.js", "style.css",
  ]

  /// What a closure of records throws.
  struct Failure: Error {}

  private func write(_ output: URL, _ records: [AttributionRecord] = records) throws {
    try SiteWriter(output: output, renderer: SampleSite.renderer())
      .write(SampleRecord.summary(records)) { Array(records[$0]) }
  }

  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted()
  }

  private func paths(_ folder: URL) throws -> Set<String> {
    Set(try FileManager.default.subpathsOfDirectory(atPath: folder.path(percentEncoded: false)))
  }

  @Test func writesAllFilesOfASite() throws {
    try Fixtures.withTemporaryFolder { folder in
      let output = folder.appending(path: "new/site")
      try write(output)
      #expect(try paths(output) == Self.paths)
      #expect(try names(folder.appending(path: "new")) == ["site"])
    }
  }

  @Test func cutsALongIndexIntoPages() throws {
    let records = (1...5).map { SampleRecord(id: "doc-\($0)").record }
    try Fixtures.withTemporaryFolder { folder in
      let output = folder.appending(path: "site")
      try SiteWriter(output: output, renderer: SampleSite.renderer(), rowLimit: 2)
        .write(SampleRecord.summary(records)) { Array(records[$0]) }
      let site = try SampleSite.contents(of: output)
      let pages = try ["index", "index-2", "index-3"].map { name in
        (html: try #require(site[name + ".html"]), text: try #require(site[name + ".md"]))
      }
      #expect(site["index-4.html"] == nil)
      #expect(try paths(output).allSatisfy { !$0.contains(".rows") })
      for (page, shown) in zip(pages, [[1, 2], [3, 4], [5]]) {
        let found = (1...5).filter { page.html.contains("documents/doc-\($0).html") }
        #expect(found == shown)
        #expect((1...5).filter { page.text.contains("documents/doc-\($0).md") } == shown)
      }
      // Numbers of the whole run stand on the first page.
      #expect(pages.map { $0.html.contains("class=\"tiles\"") } == [true, false, false])
      #expect(pages[0].html.contains("<dd>5</dd>"))
      func links(_ page: String) -> [String] {
        page.components(separatedBy: "href=\"index").dropFirst().map {
          $0.components(separatedBy: "\"")[0]
        }
      }
      #expect(links(pages[0].html) == ["-2.html", "-3.html"])
      #expect(links(pages[1].html) == [".html", ".html", "-3.html", "-3.html"])
      #expect(links(pages[2].html) == [".html", "-2.html"])
      #expect(pages[1].text.contains("(index-3.md)"))
      let marker = try #require(SiteMarker.read(output))
      #expect(marker.files.map(\.path).contains("index-3.md"))
    }
  }

  @Test func leavesNothingWhenARecordFails() throws {
    try Fixtures.withTemporaryFolder { folder in
      let writer = try SiteWriter(
        output: folder.appending(path: "site"), renderer: SampleSite.renderer())
      #expect(throws: Failure.self) {
        try writer.write(SampleRecord.summary(Self.records)) { _ in throw Failure() }
      }
      #expect(try names(folder) == [])
    }
  }

  @Test func keepsTheOldSiteWhenARecordFails() throws {
    try Fixtures.withTemporaryFolder { folder in
      let output = folder.appending(path: "site")
      try write(output)
      let before = try SampleSite.contents(of: output)
      let stranger = SampleRecord(id: "stranger").record
      let writer = try SiteWriter(output: output, renderer: SampleSite.renderer())
      #expect(throws: SiteError.recordMissing(id: "stranger", path: "run.json")) {
        try writer.write(SampleRecord.summary(Self.records)) { _ in [stranger] }
      }
      #expect(try SampleSite.contents(of: output) == before)
      #expect(try names(folder) == ["site"])
    }
  }

  @Test func replacesItsOwnSite() throws {
    try Fixtures.withTemporaryFolder { folder in
      let output = folder.appending(path: "site")
      try write(output)
      try write(output, [SampleRecord(id: "c").record])
      let found = try paths(output)
      #expect(found.contains("documents/c.html") && !found.contains("documents/a.html"))
      #expect(try names(folder) == ["site"])
    }
  }

  @Test(arguments: ["notes.txt", "documents/notes.txt", "records/.hidden", "empty/"])
  func refusesAFolderWithAForeignFile(_ name: String) throws {
    try Fixtures.withTemporaryFolder { folder in
      let output = folder.appending(path: "site")
      try write(output)
      let foreign = output.appending(path: name)
      if name.hasSuffix("/") {
        try FileManager.default.createDirectory(at: foreign, withIntermediateDirectories: true)
      } else {
        try Data("mine".utf8).write(to: foreign)
      }
      let shown = name.hasSuffix("/") ? String(name.dropLast()) : name
      let path = output.path(percentEncoded: false)
      #expect(throws: SiteError.outputNotOurs(path: path, foreign: shown)) { try write(output) }
      #expect(FileManager.default.fileExists(atPath: foreign.path(percentEncoded: false)))
    }
  }

  @Test func refusesAFileThatTheUserChanged() throws {
    try Fixtures.withTemporaryFolder { folder in
      let output = folder.appending(path: "site")
      try write(output)
      let style = output.appending(path: "style.css")
      var bytes = try Data(contentsOf: style)
      // The same size: only the hash tells.
      bytes[0] ^= 1
      try bytes.write(to: style)
      let path = output.path(percentEncoded: false)
      #expect(throws: SiteError.outputChanged(path: path, file: "style.css")) {
        try write(output)
      }
      // As the sentence says.
      try FileManager.default.removeItem(at: style)
      try write(output)
    }
  }

  @Test func refusesAFolderOfTheUser() throws {
    try Fixtures.withTemporaryFolder { folder in
      try Data("mine".utf8).write(to: folder.appending(path: "letter.txt"))
      let error = #expect(throws: SiteError.self) { try write(folder) }
      #expect(error?.description.contains("“letter.txt”, which this tool did not make") == true)
      #expect(try names(folder) == ["letter.txt"])
    }
  }

  @Test func refusesAFile() throws {
    try Fixtures.withTemporaryFolder { folder in
      let output = folder.appending(path: "site")
      try Data("mine".utf8).write(to: output)
      #expect(throws: SiteError.outputIsFile(path: output.path(percentEncoded: false))) {
        try write(output)
      }
      #expect(try Data(contentsOf: output) == Data("mine".utf8))
    }
  }

  @Test func acceptsAnEmptyFolder() throws {
    try Fixtures.withTemporaryFolder { folder in
      let output = folder.appending(path: "site")
      try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
      try write(output)
      #expect(try paths(output) == Self.paths)
    }
  }

  @Test func checksAndReplacesTheFolderBehindALink() throws {
    try Fixtures.withTemporaryFolder { folder in
      let target = folder.appending(path: "target")
      let link = folder.appending(path: "link")
      try write(target)
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
      try write(link, [SampleRecord(id: "c").record])
      #expect(try names(folder) == ["link", "target"])
      #expect(try paths(target).contains("documents/c.html"))
      try Data("mine".utf8).write(to: target.appending(path: "notes.txt"))
      #expect(throws: SiteError.self) { try write(link) }
      #expect(try names(target).contains("notes.txt"))
    }
  }

  @Test func saysWhyAFolderCannotBeMade() throws {
    try Fixtures.withTemporaryFolder { folder in
      let file = folder.appending(path: "file")
      try Data().write(to: file)
      let path = file.resolvingSymlinksInPath().path(percentEncoded: false)
      for output in [file, file.appending(path: "site"), file.appending(path: "below/site")] {
        #expect(throws: SiteError.outputIsFile(path: path)) { try write(output) }
      }
    }
  }

  @Test func leavesOutWhatAStoppedRunLeftBehind() throws {
    try Fixtures.withTemporaryFolder { folder in
      let partial = folder.appending(path: ".site.lafa-partial/documents")
      try FileManager.default.createDirectory(at: partial, withIntermediateDirectories: true)
      try Data().write(to: partial.appending(path: "stale.html"))
      let output = folder.appending(path: "site")
      try write(output)
      #expect(try paths(output) == Self.paths)
    }
  }

  @Test func listsEveryFileInTheMarker() throws {
    try Fixtures.withTemporaryFolder { folder in
      let output = folder.appending(path: "site")
      try write(output)
      let marker = try #require(SiteMarker.read(output))
      let folders: Set<String> = ["documents", "labels", "records", SiteMarker.name]
      #expect(Set(marker.files.map(\.path)) == Self.paths.subtracting(folders))
      #expect(marker.files.map(\.path) == marker.files.map(\.path).sorted())
      for file in marker.files {
        let data = try Data(contentsOf: output.appending(path: file.path))
        #expect(file.bytes == data.count && file.sha256 == Fingerprint.sha256(data), "\(file.path)")
      }
    }
  }

  @Test func writesTheSameBytesAgain() throws {
    try Fixtures.withTemporaryFolder { folder in
      let outputs = ["one", "two"].map { folder.appending(path: $0) }
      for output in outputs { try write(output) }
      let first = try SampleSite.contents(of: outputs[0])
      #expect(first == (try SampleSite.contents(of: outputs[1])))
      #expect(first.count == 14)
    }
  }
}
