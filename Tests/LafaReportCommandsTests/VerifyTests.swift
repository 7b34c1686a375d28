import AttributionRecords
import Foundation
import ReportSite
import TestSupport
import Testing

/// `lafa-report verify`, run as a user runs it.
struct VerifyTests {
  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }
  private var model: String { path(Fixtures.samples.appending(path: "models/reviews")) }

  private func withSite(
    _ options: [String] = [], _ body: (_ texts: URL, _ site: URL) throws -> Void
  ) throws {
    try Fixtures.withTemporaryFolder { top in
      let texts = top.appending(path: "texts")
      try FileManager.default.createDirectory(at: texts, withIntermediateDirectories: true)
      for (name, text) in [
        "a": "The soup was wonderful and the staff were wonderful.",
        "b": "The soup was cold and the waiter was rude.", "c": "A wonderful evening.",
      ] { try Data(text.utf8).write(to: texts.appending(path: "\(name).txt")) }
      let site = top.appending(path: "site")
      let made = try CommandRunner.run(
        ["generate", path(texts), "--model", model, "--output", path(site)] + options)
      #expect(made.code == 0, "\(made.errors)")
      try body(texts, site)
    }
  }

  @Test func speaksTheLanguageOfTheReports() throws {
    try withSite(["--language", "zh"]) { texts, site in
      let result = try CommandRunner.run(["verify", path(site)])
      #expect(result.code == 0, "\(result.errors)")
      let other = try CommandRunner.run(["verify", path(site), "--language", "en"])
      #expect(other.code == 1)
      let again = texts.appending(path: "again")
      #expect(
        try CommandRunner.run(["render", path(site) + "/records", "--output", path(again)]).code
          == 0
      )
      #expect(
        try Data(contentsOf: again.appending(path: "documents/a.html"))
          == Data(contentsOf: site.appending(path: "documents/a.html")))
      let open = try String(contentsOf: site.appending(path: "index.html"), encoding: .utf8)
      // A page that names a language that nobody has a file for.
      let page = open.replacing("lang=\"zh-Hans\"", with: "lang=\"../../x\"")
      try Data(page.utf8).write(to: site.appending(path: "index.html"))
      #expect(try CommandRunner.run(["verify", path(site)]).errors.contains("index.html"))
    }
  }

  @Test func computesNumbersAgainWithTheRunsPool() throws {
    try Fixtures.withTemporaryFolder { top in
      for (name, text) in [
        "pool/p.txt": "A cold soup.", "pool/q.txt": "Warm and friendly staff.",
        "new/a.md": "The *soup* was wonderful.", "new/b.txt": "The waiter was rude.",
      ] {
        let file = top.appending(path: name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
      let (texts, site) = (path(top.appending(path: "new")), path(top.appending(path: "site")))
      let pool = ["--pool", path(top.appending(path: "pool"))]
      let made = try CommandRunner.run(
        ["generate", texts, "--model", model, "--output", site] + pool)
      #expect(made.code == 0, "\(made.errors)")
      let result = try CommandRunner.run(
        ["verify", site, "--model", model, "--documents", texts] + pool)
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.output.contains("2 attributions computed again"))
    }
  }

  @Test(
    arguments: [
      [], ["--methods", "lafa,gradient,random", "--neighbours", "1"],
      ["--methods", "smoothGradient", "--samples", "3", "--scalar", "margin"],
    ])
  func computesTheSameNumbersAgain(_ options: [String]) throws {
    try withSite(options) { texts, site in
      let result = try CommandRunner.run(
        ["verify", path(site), "--model", model, "--documents", path(texts)])
      #expect(result.code == 0, "\(result.errors)")
      let files = try FolderCount.files(site)
      #expect(result.output.hasPrefix("Sound: \(files.all) files, \(files.pages) pages, "))
      #expect(result.output.hasSuffix(", 3 attributions computed again.\n"))
    }
  }

  @Test func findsNumbersThatTheModelDoesNotGive() throws {
    try withSite { texts, site in
      // A site that is sound in itself, made of a record that was changed.
      let file = site.appending(path: "records/a.json")
      var record = try RecordFile.record(from: Data(contentsOf: file), file: "a")
      for index in record.prediction.outputs.indices {
        record.prediction.outputs[index].probability? = 0.5
      }
      try RecordFile.data(of: record).write(to: file)
      let other = site.deletingLastPathComponent().appending(path: "other")
      #expect(try CommandRunner.run(["render", path(site), "--output", path(other)]).code == 0)
      #expect(try CommandRunner.run(["verify", path(other)]).code == 0)
      let result = try CommandRunner.run(
        ["verify", path(other), "--model", model, "--documents", path(texts)])
      #expect(result.code == 1)
      #expect(
        result.errors.contains(
          "attribution: records/a.json: the probability of “NEGATIVE” is 0.5, and the model gives "),
        "\(result.errors)")
      try Data("Another text.".utf8).write(to: texts.appending(path: "b.txt"))
      let changed = try CommandRunner.run(
        ["verify", path(other), "--model", model, "--documents", path(texts)])
      #expect(
        changed.errors.contains(
          "attribution: records/b.json: the document is not the one that was explained"))
    }
  }

  @Test func saysWhatOfAHiddenTextCanBeChecked() throws {
    try withSite(["--redact", "soup"]) { texts, site in
      let result = try CommandRunner.run(
        ["verify", path(site), "--model", model, "--documents", path(texts)])
      #expect(result.code == 2)
      #expect(result.errors.contains("Leave --model and --documents away"), "\(result.errors)")
      #expect(try CommandRunner.run(["verify", path(site)]).code == 0)
    }
  }

  @Test func writesFindingsForMachines() throws {
    try withSite { _, site in
      let sarif = site.deletingLastPathComponent().appending(path: "findings.sarif")
      try Data("x".utf8).write(to: site.appending(path: "new.txt"))
      let result = try CommandRunner.run(
        ["verify", path(site), "--json", "-", "--sarif", path(sarif)])
      #expect(result.code == 1)
      let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
      #expect(json?["isSound"] as? Bool == false)
      #expect(json?["counts"] as? [String: Int] == ["file/unlisted": 1])
      #expect(
        result.errors.contains("file/unlisted: new.txt: the marker does not name it\n1 finding: "))
      let log = try JSONSerialization.jsonObject(with: Data(contentsOf: sarif)) as? [String: Any]
      #expect(log?["version"] as? String == "2.1.0")
      // What this tool wrote it may write again.
      let again = try CommandRunner.run(["verify", path(site), "--sarif", path(sarif)])
      #expect(again.code == 1, "\(again.errors)")
    }
  }

  @Test func refusesWrongUsage() throws {
    for arguments in [
      ["--model", "m"], ["--documents", "d"], ["--pool", "p"], ["--sample", "-1"],
      ["--json", "-", "--sarif", "-"],
    ] {
      #expect(try CommandRunner.run(["verify", "x"] + arguments).code == 2, "\(arguments)")
    }
    let missing = try CommandRunner.run(["verify", "/nowhere"])
    #expect(missing.code == 2)
    #expect(
      missing.errors == "Error: There is no folder /nowhere. Name one that lafa-report wrote.\n")
  }
}

/// What lies in a site.
private enum FolderCount {
  /// Counts the files without the marker, and the pages among them.
  static func files(_ site: URL) throws -> (all: Int, pages: Int) {
    var count = (all: 0, pages: 0)
    let top = site.path(percentEncoded: false)
    for path in try FileManager.default.subpathsOfDirectory(atPath: top) {
      let url = site.appending(path: path)
      guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
        continue
      }
      count.all += 1
      if path.hasSuffix(".html") { count.pages += 1 }
    }
    return count
  }
}
