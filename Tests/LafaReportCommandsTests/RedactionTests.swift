import AttributionRecords
import Foundation
import TestSupport
import Testing

/// What `--redact` hides beside the texts: ids, names of files, labels, the words of messages.
struct RedactionTests {
  private let model = Fixtures.samples.appending(path: "models/reviews").path(percentEncoded: false)
  private static let pattern = #"[^\s/]+@[^\s/]+"#

  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }

  private func write(_ texts: [String: String], to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in texts {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
  }

  /// Expects that neither names of files nor their contents show a mail address.
  private func expectNoAddress(in site: URL) throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: path(site))
    #expect(names.contains("index.html"))
    for name in names {
      let data = FileManager.default.contents(atPath: path(site.appending(path: name))) ?? Data()
      let text = String(decoding: data, as: UTF8.self)
      #expect(!name.contains("@x.com") && !text.contains("@x.com"), "\(name)")
    }
  }

  /// Nested repetition would try 2⁶⁰ ways.
  @Test func hidesATextWholeOnWhichAPatternTakesForEver() throws {
    try Fixtures.withTemporaryFolder { top in
      let folder = top.appending(path: "texts")
      let word = String(repeating: "a", count: 60)
      try write(["x.txt": "A nice \(word)b soup.", "y.txt": "A nice \(word) soup."], to: folder)
      let site = top.appending(path: "site")
      let result = try CommandRunner.run([
        "generate", path(folder), "--model", model, "--output", path(site), "--redact",
        "(a+)+( |$)",
        "--method", "gradient",
      ])
      #expect(result.code == 0, "\(result.errors)")
      func text(_ id: String) throws -> String {
        let file = site.appending(path: "records/\(id).json")
        return try RecordFile.record(from: Data(contentsOf: file), file: id).text
      }
      #expect(try Set(text("x")) == ["█", " "])
      #expect(try text("y") == "A nice \(String(repeating: "█", count: 60)) soup.")
    }
  }

  /// ICU keeps a state for each turn of the loop, until its stack is full.
  @Test func hidesATextWholeOnWhichAPatternNeedsTooMuchMemory() throws {
    try Fixtures.withTemporaryFolder { top in
      let folder = top.appending(path: "texts")
      let long = String(repeating: "A nice soup ", count: 20_000) + "of secretbob"
      try write(["x.txt": long, "y.txt": "A nice soup of secretbob."], to: folder)
      let site = top.appending(path: "site")
      let result = try CommandRunner.run([
        "generate", path(folder), "--model", model, "--output", path(site), "--redact",
        #"(\w|\s)+!|secretbob"#, "--method", "gradient",
      ])
      #expect(result.code <= 1, "\(result.errors)")
      func text(_ id: String) throws -> String {
        let file = site.appending(path: "records/\(id).json")
        return try RecordFile.record(from: Data(contentsOf: file), file: id).text
      }
      #expect(try Set(text("x")) == ["█", " "])
      #expect(try text("y") == "A nice soup of █████████.")
    }
  }

  @Test func whatStandsForAnIDLeavesNoOtherDocumentOut() throws {
    try Fixtures.withTemporaryFolder { top in
      let folder = top.appending(path: "texts")
      try write(
        [
          "rows.jsonl": """
          {"id": "rows-000003", "text": "The soup was cold."}
          {"id": "rows-000003-2", "text": "The soup was warm."}
          {"id": "bob@x.com", "text": "A wonderful evening."}
          {"id": "ann@x.com", "text": "A nice evening."}
          {"id": "rows-000004", "text": "A rude waiter."}
          {"id": "rows-000004", "text": "A nice waiter."}
          """
        ], to: folder)
      let site = top.appending(path: "site")
      let result = try CommandRunner.run([
        "generate", path(folder), "--model", model, "--output", path(site), "--redact",
        Self.pattern, "--method", "gradient",
      ])
      #expect(result.errors.contains("2 ids have a number such as -2"), "\(result.errors)")
      let data = try Data(contentsOf: site.appending(path: "records/run.json"))
      let summary = try JSONDecoder().decode(RunSummary.self, from: data)
      #expect(
        summary.documents == [
          "rows-000003", "rows-000003-2", "rows-000003-3", "rows-000004", "rows-000004-2",
        ])
      // What the data gives twice is a fault all the same.
      #expect(summary.faults.count == 1, "\(summary.faults)")
      #expect(summary.faults.first?.source == "rows.jsonl:6")
      let texts = try summary.documents.map {
        let file = site.appending(path: "records/\($0).json")
        return try RecordFile.record(from: Data(contentsOf: file), file: $0).text
      }
      #expect(
        texts == [
          "The soup was cold.", "The soup was warm.", "A wonderful evening.", "A nice evening.",
          "A rude waiter.",
        ])
      try expectNoAddress(in: site)
    }
  }

  @Test func aWarningAboutLabelsShowsNoneOfThem() throws {
    try Fixtures.withTemporaryFolder { top in
      let folder = top.appending(path: "texts")
      let row = #"{"id": "a", "text": "The soup was cold.", "label": "by bob@x.com"}"#
      try write(["rows.jsonl": row], to: folder)
      let result = try CommandRunner.run([
        "generate", path(folder), "--model", model, "--output", path(top.appending(path: "site")),
        "--redact", Self.pattern, "--method", "gradient",
      ])
      #expect(
        result.errors.contains("the model does not have, such as “by █████████”: pages"),
        "\(result.errors)")
      #expect(!result.errors.contains("bob@x.com"))
    }
  }

  /// The random orders are those of the text that the model reads, hidden or not.
  @Test func changesNothingAboutFaithfulness() throws {
    try Fixtures.withTemporaryFolder { top in
      let folder = top.appending(path: "texts")
      let text = "The soup was wonderful, but the rude waiter Bob forgot the cold wine twice."
      try write(["a.txt": text], to: folder)
      let found = try [[], ["--redact", "Bob"]].enumerated().map { index, options in
        let site = top.appending(path: "site-\(index)")
        let result = try CommandRunner.run(
          [
            "generate", path(folder), "--model", model, "--output", path(site), "--faithfulness",
            "--method", "gradient",
          ] + options)
        #expect(result.code == 0, "\(result.errors)")
        let record = try RecordFile.record(
          from: Data(contentsOf: site.appending(path: "records/a.json")), file: "a")
        #expect(record.text.contains("█") == !options.isEmpty)
        return record.explanations.map(\.faithfulness)
      }
      #expect(found[0].first != nil && found[0].allSatisfy { $0 != nil })
      #expect(found[0] == found[1])
    }
  }

  @Test func fileAndLineStandInThePlaceOfAnIDThatShowsIt() throws {
    try Fixtures.withTemporaryFolder { top in
      let folder = top.appending(path: "of me@x.com")
      try write(
        [
          "eve@x.com.txt": "The soup was wonderful.", "zoe@x.com.txt": " ", "a@x.com.pdf": "",
          "rows.jsonl": """
          {"id": "john@x.com", "text": "The soup was cold.", "label": "bob@x.com"}
          {"id": "ok", "text": "A wonderful evening.", "title": "To ann@x.com"}
          {"id": "ok", "text": "Nice.", "title": "To ann@x.com"}
          {"text": "A rude waiter."}
          """,
        ], to: folder)
      let site = top.appending(path: "site")
      let result = try CommandRunner.run([
        "generate", path(folder), "--model", model, "--output", path(site), "--redact",
        Self.pattern, "--explain", "gold",
      ])
      #expect(result.code == 1)
      #expect(
        result.errors.contains(
          "2 ids show what --redact hides: file and line stand in their place."),
        "\(result.errors)")
      try expectNoAddress(in: site)
      let summary = try JSONDecoder().decode(
        RunSummary.self, from: Data(contentsOf: site.appending(path: "records/run.json")))
      #expect(summary.documents == ["1", "rows-000001", "ok", "rows-000004"])
      #expect(summary.faults.contains { $0.message.contains("has the label █") })
      #expect(summary.title.hasPrefix("of █"))
      let record = try RecordFile.record(
        from: Data(contentsOf: site.appending(path: "records/rows-000001.json")), file: "r")
      #expect(record.title == "rows-000001" && record.gold == ["█████████"])
    }
  }

  @Test func neighboursOfASavedPoolShowNoneEither() throws {
    try Fixtures.withTemporaryFolder { top in
      let folder = top.appending(path: "old")
      try write(
        [
          "rows.jsonl": """
          {"id": "pat@x.com", "text": "The soup was wonderful. Write to pat@x.com."}
          {"id": "1", "text": "The soup was cold.", "title": "To ann@x.com"}
          """
        ], to: folder)
      let new = top.appending(path: "new")
      try write(["a.txt": "The soup was bad."], to: new)
      for (texts, code) in [("full", 0), ("none", 0), ("excerpt", 2)] as [(String, Int32)] {
        let pool = top.appending(path: "\(texts) of me@x.com")
        let made = try CommandRunner.run([
          "index", path(folder), "--model", model, "--output", path(pool), "--texts", texts,
          "--methods", "lafa:shapDeep",
        ])
        try #require(made.code == 0, "\(made.errors)")
        let site = top.appending(path: "site-\(texts)")
        let result = try CommandRunner.run([
          "generate", path(new), "--model", model, "--output", path(site), "--pool", path(pool),
          "--redact", Self.pattern, "--methods", "lafa:shapDeep",
        ])
        #expect(result.code == code, "\(result.errors)")
        guard code == 0 else {
          #expect(result.errors.contains("--redact needs the texts of the pool"))
          continue
        }
        try expectNoAddress(in: site)
        let record = try RecordFile.record(
          from: Data(contentsOf: site.appending(path: "records/a.json")), file: "a.json")
        let ids = record.explanations[0].neighbours.map {
          $0.id.split(separator: "/").last.map(String.init) ?? ""
        }
        #expect(Set(ids) == ["1-", "1"])
      }
    }
  }
}
