import AttributionRecords
import Foundation
import Publishing
import ReportSite
import TestSupport
import Testing

struct SiteVerificationTests {
  private func withSite(_ body: (URL) throws -> Void) throws {
    try Fixtures.withTemporaryFolder { top in
      let site = top.appending(path: "site")
      try SmallRun.plain.write(to: site)
      try body(site)
    }
  }

  private func report(_ site: URL) throws -> VerificationReport {
    var verification = try SiteVerification(folder: site, renderer: SmallRun.renderer())
    try verification.run()
    return verification.report
  }

  /// Writes files anew, and a marker that knows them: what an editor who knows the tool could do.
  private func rewrite(_ site: URL, _ path: String, _ change: (String) -> String) throws {
    let place = site.appending(path: path)
    let text = try String(contentsOf: place, encoding: .utf8)
    let changed = change(text)
    #expect(changed != text)
    try Data(changed.utf8).write(to: place)
    let files = try #require(SiteMarker.read(site)).files.map {
      $0.path == path
        ? StagedFile(
          path: path, bytes: changed.utf8.count, sha256: Fingerprint.sha256(Data(changed.utf8)))
        : $0
    }
    var data = Data()
    try SiteMarker(files: files).write { data += $0 }
    try data.write(to: site.appending(path: SiteMarker.name))
  }

  @Test func findsNothingInWhatItWrote() throws {
    try withSite { site in
      let report = try report(site)
      #expect(report.findings.lines == [])
      #expect(report.checked.files == 14 && report.checked.pages == 4)
      #expect(report.checked.records == 2 && report.checked.rendered == 13)
      #expect(report.checked.links > 10)
    }
  }

  @Test func findsEveryFileInWhichOneByteChanged() throws {
    try withSite { site in
      for path in try FolderListing(site).files {
        let place = site.appending(path: path)
        let whole = try Data(contentsOf: place)
        for index in [0, whole.count / 3, whole.count / 2, whole.count - 1] {
          var changed = whole
          changed[index] ^= 0x01
          try changed.write(to: place)
          let found = try report(site).findings.kept
          #expect(found.contains { $0.path == path }, "\(path), byte \(index)")
        }
        try whole.write(to: place)
      }
      #expect(try report(site).findings.isEmpty)
    }
  }

  @Test func takesACheckedOutBranchForWhatIsInIt() throws {
    try withSite { site in
      let git = site.appending(path: ".git/objects")
      try FileManager.default.createDirectory(at: git, withIntermediateDirectories: true)
      try Data().write(to: git.appending(path: "pack"))
      #expect(try report(site).findings.isEmpty)
    }
  }

  @Test func namesMissingAndUnlistedFiles() throws {
    try withSite { site in
      try FileManager.default.removeItem(at: site.appending(path: "documents/a.md"))
      try Data().write(to: site.appending(path: "documents/.hidden"))
      try FileManager.default.createDirectory(
        at: site.appending(path: "empty"), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        at: site.appending(path: "passwd.html"),
        withDestinationURL: URL(filePath: "/etc/passwd"))
      let lines = try report(site).findings.lines
      #expect(
        lines == [
          "file/missing: documents/a.md: it is not there; the marker names it",
          "file/unlisted: documents/.hidden: the marker does not name it",
          "file/unlisted: empty: the marker does not name it",
          "file/unlisted: passwd.html: the marker does not name it",
          "page/link: index.md, line 13: it and 1 other file link to “documents/a.md”, but there is "
            + "no such file",
        ])
    }
  }

  @Test func namesAMissingSharedFileOnce() throws {
    try withSite { site in
      for name in ["style.css", "report.js"] {
        try FileManager.default.removeItem(at: site.appending(path: name))
      }
      let report = try report(site)
      let links = report.findings.lines.filter { $0.hasPrefix("page/link") }
      #expect(report.checked.pages == 4 && links.count == 2)
      for name in ["style.css", "report.js"] {
        #expect(
          links.contains {
            $0.hasSuffix("it and 3 other files link to “\(name)”, but there is no such file")
          }, "\(links)")
      }
    }
  }

  @Test func findsAPageThatIsNotWhatItsRecordSays() throws {
    try withSite { site in
      try rewrite(site, "documents/a.html") {
        $0.replacing("<bdi>positive</bdi>", with: "<bdi>negative</bdi>")
      }
      let found = try report(site).findings.kept
      #expect(found.map(\.rule.id) == ["record/page"])
      #expect(found.first?.message.contains("it is not what render makes of the records") == true)
    }
  }

  @Test func findsALedgerThatDoesNotAddUp() throws {
    try withSite { site in
      try rewrite(site, "records/b.json") {
        $0.replacing("\"own\":[0,2,1.5,1,0.5]", with: "\"own\":[0,2,1.5,1.00001,0.5]")
      }
      let lines = try report(site).findings.lines
      #expect(
        lines.contains(
          """
          record/ledger: records/b.json: explanation 1: own, neighbours and label do not add up to \
          the score of token 4, “piece”
          """), "\(lines)")
    }
  }

  @Test func findsLinksAndPlacesThatAreNotThere() throws {
    try withSite { site in
      try rewrite(site, "index.html") {
        $0.replacing("href=\"documents/a.html\"", with: "href=\"documents/a.html#nowhere\"")
          .replacing("href=\"documents/b.html\"", with: "href=\"../b.html\"")
      }
      try rewrite(site, "index.md") { $0 + "\n[c](documents/c%20d.md) [e](%2Fetc/passwd)\n" }
      let lines = try report(site).findings.lines.filter { $0.hasPrefix("page/link") }
      #expect(
        lines.contains {
          $0.hasSuffix("it links to “documents/a.html#nowhere”, but the page has no such place")
        })
      #expect(
        lines.contains {
          $0.hasSuffix("it links to “../b.html”, but it does not lead to a file of the folder")
        })
      #expect(
        lines.contains {
          $0.hasSuffix("it links to “documents/c%20d.md”, but there is no such file")
        })
      #expect(lines.contains { $0.contains("%2Fetc/passwd") })
    }
  }

  @Test func namesAPageThatCannotBeReadOnceAndNoneOfItsPlaces() throws {
    try withSite { site in
      try rewrite(site, "index.html") { $0.replacing("</main>", with: "<p></main>") }
      let lines = try report(site).findings.lines
      #expect(lines.contains { $0.hasPrefix("page/invalid: index.html") }, "\(lines)")
      #expect(!lines.contains { $0.hasPrefix("page/link") }, "\(lines)")
      // Documents do link to its places.
      let page = try String(contentsOf: site.appending(path: "documents/a.html"), encoding: .utf8)
      #expect(page.contains("index.html#"))
    }
  }

  @Test func goesOnBehindARecordThatCannotBeRead() throws {
    try withSite { site in
      try rewrite(site, "records/a.json") { _ in "{\"formatVersion\":1}\n" }
      try rewrite(site, "documents/b.md") { $0 + "more\n" }
      let report = try report(site)
      let rules = Set(report.findings.kept.map(\.rule.id))
      #expect(rules == ["record/invalid", "record/page"])
      #expect(report.findings.kept.contains { $0.path == "documents/b.md" })
      #expect(report.checked.records == 1)
    }
  }

  @Test func refusesAFolderWithoutAMarker() throws {
    try Fixtures.withTemporaryFolder { folder in
      let path = folder.path(percentEncoded: false)
      #expect(throws: PublishingError.noMarker(path: path)) { try report(folder) }
      let missing = folder.appending(path: "missing")
      #expect(
        throws: PublishingError.folderMissing(path: missing.path(percentEncoded: false))
      ) { try report(missing) }
    }
  }

  @Test func keepsABoundedListAndCountsAll() throws {
    var list = FindingList(limit: 2)
    for number in 0..<5 { list.add(Finding(.link, "a b.html", line: 3, "fault \(number)")) }
    #expect(list.count == 5 && list.kept.count == 2)
    #expect(
      list.lines == [
        "page/link: a b.html, line 3: fault 0", "page/link: a b.html, line 3: fault 1",
        "page/link: 3 more of this kind are not listed.",
      ])
    let log = try #require(
      JSONSerialization.jsonObject(with: list.sarif()) as? [String: Any])
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    #expect((run["properties"] as? [String: Int]) == ["notListed/page/link": 3])
    let text = String(decoding: try list.sarif(), as: UTF8.self)
    #expect(text.contains("\"uri\":\"a%20b.html\"") && text.contains("\"startLine\":3"))
  }
}
