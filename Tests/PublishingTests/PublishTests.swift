import AttributionRecords
import Foundation
import Publishing
import ReportSite
import TestSupport
import Testing

struct PublishTests {
  private typealias Document = SmallRun.Document

  /// Publishes into a folder and returns what was done.
  private func publish(
    _ sites: [URL], to target: URL, name: String? = nil, removing: [String] = [],
    base: String? = nil, dryRun: Bool = false
  ) throws -> PublishTarget.Changes {
    try Fixtures.withTemporaryFolder { scratch in
      let place = try PublishTarget(target, isDry: dryRun)
      let runs = try PublishedRuns(target, adding: sites, name: name, removing: removing)
      let site = try PublishedSite(
        runs, title: "Reports <&>", base: base.flatMap(SiteAddresses.base),
        renderer: SmallRun.renderer(), folder: scratch)
      let changes = try place.changes(site.parts)
      if !dryRun { try place.apply(changes, site.parts) }
      return changes
    }
  }

  @Test func keepsTheFolderToOneRun() throws {
    try Fixtures.withTemporaryFolder { top in
      let target = top.appending(path: "public")
      let place = try PublishTarget(target)
      #expect {
        _ = try PublishTarget(target)
      } throws: {
        if case SiteError.inUse = $0 { true } else { false }
      }
      // Nothing was published: nothing is left.
      place.discard()
      #expect(!FileManager.default.fileExists(atPath: target.path(percentEncoded: false)))
      _ = try PublishTarget(target, isDry: true)
      #expect(!FileManager.default.fileExists(atPath: target.path(percentEncoded: false)))
    }
  }

  private func withSites(_ body: (_ first: URL, _ second: URL, _ target: URL) throws -> Void) throws
  {
    try Fixtures.withTemporaryFolder { top in
      let sites = ["monday", "tuesday"].map { top.appending(path: $0) }
      try SmallRun.plain.write(to: sites[0])
      try SmallRun(
        documents: [
          Document(id: "a", label: "negative"),
          Document(id: "c", text: "Żółw one __proto__", scores: [4, 2, 1]),
        ], lambda: 60, date: "2026-11-23T00:00:00Z"
      ).write(to: sites[1])
      try body(sites[0], sites[1], top.appending(path: "public"))
    }
  }

  private func contents(_ folder: URL) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for path in try FolderListing(folder).files {
      contents[path] = try Data(contentsOf: folder.appending(path: path))
    }
    return contents
  }

  private func text(_ folder: URL, _ path: String) throws -> String {
    try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  @Test func takesFragmentsAndCardsAlong() throws {
    try Fixtures.withTemporaryFolder { top in
      // Named like the folder that the files of its form lie in.
      let site = top.appending(path: "cards")
      let target = top.appending(path: "public")
      try SmallRun.plain.write(to: site, forms: [.fragment, .card])
      _ = try publish([site], to: target, base: "https://example.org/r")
      #expect(try findings(target) == [])
      let map = try text(target, "sitemap.xml")
      #expect(map.contains("runs/cards/documents/"))
      #expect(!map.contains("fragments/") && !map.contains(".svg"))
      let files = try contents(target).keys
      for path in files where path.contains("/fragments/") || path.hasSuffix(".svg") {
        let place = target.appending(path: path)
        let whole = try String(contentsOf: place, encoding: .utf8)
        try Data((whole + "<script></script>").utf8).write(to: place)
        #expect(try findings(target).contains { $0.contains("page/invalid: \(path)") }, "\(path)")
        try Data(whole.utf8).write(to: place)
      }
      #expect(files.contains { $0.hasPrefix("runs/cards/fragments/") })
    }
  }

  private func findings(_ folder: URL) throws -> [String] {
    var verification = try SiteVerification(folder: folder, renderer: SmallRun.renderer())
    try verification.run()
    return verification.report.findings.lines
  }

  @Test func putsRunsSideBySideWithTheirDifference() throws {
    try withSites { first, second, target in
      let changes = try publish([first, second], to: target)
      #expect(changes.changed.isEmpty && changes.removed.isEmpty && changes.foreign == 0)
      let files = try contents(target)
      for path in [
        ".nojekyll", "404.html", "index.html", "index.md", "latest/index.html", "runs.json",
        "search.html", "search.js", "search/runs.js", "search/d-0.js", "search/w-o-n.js",
        "diffs/monday--tuesday.html", "diffs/monday--tuesday.csv", "runs/monday/index.html",
      ] { #expect(files[path] != nil, "\(path)") }
      #expect(files["feed.xml"] == nil && files["sitemap.xml"] == nil)
      // A run is there byte for byte, its marker with it.
      for (path, data) in try contents(first) { #expect(files["runs/monday/\(path)"] == data) }
      #expect(try text(target, "index.html").contains("Reports &lt;&amp;&gt;"))
      #expect(try text(target, "latest/index.html").contains("../runs/tuesday/index.html"))
      #expect(
        try text(target, "diffs/monday--tuesday.html").contains("../runs/tuesday/documents/a.html"))
      #expect(try findings(target) == [])
    }
  }

  @Test func writesNothingTheSecondTime() throws {
    try withSites { first, second, target in
      _ = try publish([first, second], to: target)
      let before = try contents(target)
      let again = try publish([first, second], to: target)
      #expect(again.isEmpty && again.unchanged == before.count - 1)
      #expect(try contents(target) == before)
      // One after the other gives the same as both at once.
      let other = target.deletingLastPathComponent().appending(path: "other")
      _ = try publish([first], to: other)
      _ = try publish([second], to: other)
      #expect(try contents(other) == before)
    }
  }

  @Test func changesOnlyWhatDiffers() throws {
    try withSites { first, second, target in
      _ = try publish([first, second], to: target)
      try SmallRun(documents: [Document(id: "a"), Document(id: "b", label: "negative")])
        .write(to: first)
      let changes = try publish([first], to: target)
      let paths = changes.changed.map(\.path)
      #expect(paths.contains("runs/monday/documents/b.html"))
      #expect(!paths.contains("runs/monday/documents/a.html"))
      #expect(!paths.contains { $0.hasPrefix("runs/tuesday/") })
      // The run has another label now.
      #expect(
        (changes.added + changes.removed).allSatisfy { $0.path.hasPrefix("runs/monday/labels/") })
      for (path, data) in try contents(first) {
        #expect(try Data(contentsOf: target.appending(path: "runs/monday/\(path)")) == data)
      }
      #expect(try findings(target) == [])
    }
  }

  @Test func removesWhatIsNoLongerTheSites() throws {
    try withSites { first, second, target in
      _ = try publish([first], to: target)
      let before = try contents(target)
      _ = try publish([second], to: target)
      let changes = try publish([], to: target, removing: ["tuesday"])
      #expect(changes.removed.contains { $0.path == "diffs/monday--tuesday.html" })
      #expect(try contents(target) == before)
      #expect(try FolderListing(target).folders.contains("diffs") == false)
      #expect(
        throws: PublishingError.noSuchRun(
          name: "x", path: target.path(percentEncoded: false))
      ) { try publish([], to: target, removing: ["x"]) }
    }
  }

  @Test func leavesTheUsersFilesAlone() throws {
    try withSites { first, second, target in
      _ = try publish([first], to: target)
      let own = target.appending(path: "CNAME")
      try Data("example.org".utf8).write(to: own)
      let changes = try publish([second], to: target)
      #expect(changes.foreign == 1)
      #expect(try Data(contentsOf: own) == Data("example.org".utf8))
      let path = target.path(percentEncoded: false)
      // A page that the user has changed, though another would be put there.
      try Data("mine".utf8).write(to: target.appending(path: "index.html"))
      #expect(throws: PublishingError.inTheWay(path: path, file: "index.html")) {
        try publish([first], to: target)
      }
      #expect(try text(target, "index.html") == "mine")
    }
  }

  @Test func refusesToReplaceARunInWhichTheUserPutSomething() throws {
    try withSites { first, _, target in
      _ = try publish([first], to: target)
      try Data().write(to: target.appending(path: "runs/monday/notes.txt"))
      try SmallRun(documents: [Document(id: "z")]).write(to: first)
      #expect(
        throws: PublishingError.inTheWay(
          path: target.path(percentEncoded: false), file: "runs/monday/notes.txt")
      ) { try publish([first], to: target) }
    }
  }

  @Test func refusesForeignFoldersDamagedRunsAndSharedNames() throws {
    try withSites { first, second, target in
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
      try Data().write(to: target.appending(path: "thesis.txt"))
      #expect(throws: SiteError.self) { try publish([first], to: target) }
      try FileManager.default.removeItem(at: target)
      #expect(throws: PublishingError.nameTaken(name: "monday")) {
        try publish([first, first], to: target)
      }
      try Data("x".utf8).write(to: second.appending(path: "documents/c.html"))
      #expect(
        throws: PublishingError.notSound(
          path: second.path(percentEncoded: false), file: "documents/c.html")
      ) { try publish([second], to: target) }
      #expect(
        !FileManager.default.fileExists(
          atPath: target.appending(path: "runs/tuesday").path(percentEncoded: false)))
    }
  }

  @Test func refusesALinkInTheWay() throws {
    try withSites { first, second, target in
      _ = try publish([first], to: target)
      let outside = target.deletingLastPathComponent().appending(path: "outside")
      try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        at: target.appending(path: "diffs"), withDestinationURL: outside)
      #expect(
        throws: PublishingError.inTheWay(
          path: target.path(percentEncoded: false), file: "diffs")
      ) { try publish([second], to: target) }
      #expect(try FolderListing(outside).files.isEmpty)
    }
  }

  @Test func onlySaysWhatItWouldDo() throws {
    try withSites { first, _, target in
      let changes = try publish([first], to: target, dryRun: true)
      #expect(changes.lines.contains("add .nojekyll (0 bytes)"))
      #expect(!FileManager.default.fileExists(atPath: target.path(percentEncoded: false)))
    }
  }

  @Test func writesFeedAndSiteMapIfItKnowsTheAddress() throws {
    try withSites { first, second, target in
      _ = try publish([first, second], to: target, base: "https://example.org/r")
      let feed = try text(target, "feed.xml")
      #expect(feed.contains("<id>https://example.org/r/runs/tuesday/index.html</id>"))
      #expect(feed.contains("<updated>2026-11-23T00:00:00Z</updated>"))
      #expect(!feed.contains("monday"))
      let map = try text(target, "sitemap.xml")
      #expect(map.contains("<loc>https://example.org/r/runs/monday/documents/a.html</loc></url>"))
      #expect(map.contains("runs/tuesday/index.html</loc><lastmod>2026-11-23T00:00:00Z</lastmod>"))
      #expect(!map.contains("404"))
    }
  }

  @Test(
    arguments: [
      "example.org", "ftp://example.org/", "https:///x", "https://u@example.org/",
      "https://example.org/?q", "https://example.org/#f", "https://example.org/a b",
      "https://é.org",
    ])
  func refusesOtherAddresses(_ text: String) { #expect(SiteAddresses.base(text) == nil) }

  @Test func indexesWordsByTheirFirstTwoLetters() throws {
    try withSites { first, second, target in
      _ = try publish([first, second], to: target)
      // “four” has the least of 4 + 3 + 2 + 1.
      #expect(
        try text(target, "search/w-f-o.js")
          == "lafaPart(\"w-f-o\",[[\"four\",3,[0,100,1,100,2,100]]]);\n")
      #expect(
        try text(target, "search/w-u17c-uf3.js")
          == "lafaPart(\"w-u17c-uf3\",[[\"żółw\",1,[3,571]]]);\n")
      #expect(try text(target, "search/w-p-r.js").contains("[[\"proto\",1,["))
      #expect(
        try text(target, "search/d-0.js")
          == """
          lafaPart("d-0",[[0,"a","Title of a"],[0,"b","Title of b"],[1,"a","Title of a"],\
          [1,"c","Title of c"]]);

          """)
      #expect(
        try text(target, "search/runs.js") == "lafaPart(\"runs\",[\"monday\",\"tuesday\"]);\n")
    }
  }
}
