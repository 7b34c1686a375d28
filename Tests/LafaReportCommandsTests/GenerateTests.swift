import AttributionRecords
import Foundation
import TestSupport
import Testing

/// The main job, run as a user runs it.
struct GenerateTests {
  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }
  private var reviewsModel: String { path(Fixtures.samples.appending(path: "models/reviews")) }

  /// Writes documents and hands out their folder and a place for the site.
  private func withDocuments(
    _ texts: [String: String], _ body: (_ folder: URL, _ site: URL) throws -> Void
  ) throws {
    try Fixtures.withTemporaryFolder { top in
      let folder = top.appending(path: "texts")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (name, text) in texts { try Data(text.utf8).write(to: folder.appending(path: name)) }
      try body(folder, top.appending(path: "site"))
    }
  }

  private func generate(
    _ folder: URL, _ site: URL, model: String? = nil, _ more: [String] = [],
    environment: [String: String] = [:]
  ) throws -> CommandRunner.Result {
    try CommandRunner.run(
      ["generate", path(folder), "--model", model ?? reviewsModel, "--output", path(site)] + more,
      environment: environment)
  }

  private static let threeTexts = [
    "a.txt": "The soup was wonderful and the staff were wonderful.",
    "b.txt": "The soup was cold and the waiter was rude.",
    "c.txt": "A wonderful evening; we will come back.",
  ]

  /// Returns the bytes of every file of a folder by its path.
  private func contents(_ folder: URL) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path(folder)) {
      let file = folder.appending(path: name)
      if (try file.resourceValues(forKeys: [.isRegularFileKey])).isRegularFile == true {
        files[name] = try Data(contentsOf: file)
      }
    }
    return files
  }

  @Test func writesPagesAndRecordsAndPrintsTheIndex() throws {
    try withDocuments(Self.threeTexts) { folder, site in
      let result = try generate(folder, site)
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.output == path(site.appending(path: "index.html")) + "\n")
      let files = try contents(site)
      #expect(files["index.html"] != nil && files["index.md"] != nil)
      let run = try RecordFile.summary(
        from: try #require(files["records/run.json"]), file: "run.json")
      #expect(run.documents == ["a", "b", "c"])
      let record = try RecordFile.record(
        from: try #require(files["records/a.json"]), file: "a.json")
      #expect(record.prediction.outputs[record.prediction.predicted[0]].label == "POSITIVE")
      #expect(record.words.count == 10)
      #expect(record.explanations[0].neighbours.count == 2)
    }
  }

  @Test func keepsTheLedgerExactInTheRecords() throws {
    // What records promise, of the sum of the parts' magnitudes.
    let ledgerTolerance = 1e-6
    try withDocuments(Self.threeTexts) { folder, site in
      _ = try generate(folder, site)
      for name in ["a", "b", "c"] {
        let file = site.appending(path: "records/\(name).json")
        let record = try RecordFile.record(from: Data(contentsOf: file), file: name)
        for part in record.explanations {
          for token in record.tokens.indices {
            let parts =
              [part.own[token], part.pool?[token] ?? 0] + part.neighbours.map { $0.shares[token] }
            let size = parts.reduce(0) { $0 + abs($1) }
            #expect(abs(parts.reduce(0, +) - part.scores[token]) <= ledgerTolerance * size)
          }
          #expect(abs(part.own.reduce(0, +) - 1) <= ledgerTolerance)
        }
      }
    }
  }

  @Test func givesTheSameBytesTwiceAndWithAnyNumberOfThreads() throws {
    try withDocuments(Self.threeTexts) { folder, site in
      let other = site.deletingLastPathComponent().appending(path: "other")
      _ = try generate(folder, site, ["--threads", "1"])
      _ = try generate(folder, other, ["--threads", "2"])
      let first = try contents(site)
      #expect(!first.isEmpty)
      #expect(try first == contents(other))
      // Over its own output, too.
      #expect(try generate(folder, site).code == 0)
      #expect(try first == contents(site))
    }
  }

  @Test func rendersTheSamePagesFromTheRecordsAlone() throws {
    try withDocuments(Self.threeTexts) { folder, site in
      let other = site.deletingLastPathComponent().appending(path: "other")
      _ = try generate(folder, site)
      let result = try CommandRunner.run(["render", path(site), "--output", path(other)])
      #expect(result.code == 0, "\(result.errors)")
      #expect(try contents(site) == contents(other))
    }
  }

  @Test func rendersTheFormsThatTheOutputHas() throws {
    try withDocuments(Self.threeTexts) { folder, site in
      _ = try generate(folder, site)
      let render = ["render", path(site), "--output", path(site)]
      #expect(try CommandRunner.run(render + ["--single-file", "--card"]).code == 0)
      let made = try contents(site)
      #expect(made.keys.contains { $0.hasPrefix("single/") })
      #expect(try CommandRunner.run(render).code == 0)
      #expect(try made == contents(site))
      try FileManager.default.removeItem(at: site.appending(path: "single"))
      #expect(try CommandRunner.run(render).code == 0)
      let left = try contents(site).keys
      #expect(!left.contains { $0.hasPrefix("single/") })
      #expect(left.contains { $0.hasPrefix("cards/") })
    }
  }

  @Test func writesTheDateOnlyIfAsked() throws {
    try withDocuments(Self.threeTexts) { folder, site in
      _ = try generate(folder, site, environment: ["SOURCE_DATE_EPOCH": "1790000000"])
      let record = try Data(contentsOf: site.appending(path: "records/a.json"))
      #expect(String(decoding: record, as: UTF8.self).contains("2026-09-21T14:13:20Z"))
    }
  }

  @Test func listsBadDocumentsExplainsTheOthersAndExitsWithOne() throws {
    let texts = Self.threeTexts.merging(["empty.txt": "  \n", "long.txt": longText]) { $1 }
    try withDocuments(texts) { folder, site in
      try Data(Array("größe caf".utf8) + [0xE9]).write(to: folder.appending(path: "latin.txt"))
      let result = try generate(folder, site)
      #expect(result.code == 1)
      #expect(result.errors.contains("empty.txt has no text"))
      #expect(result.errors.contains("latin.txt, line 1: the text is not UTF-8"))
      #expect(!result.errors.contains("long.txt"))
      let file = site.appending(path: "records/long.json")
      let coverage = try RecordFile.record(from: Data(contentsOf: file), file: "long").coverage
      // 2,000 tokens; 510 have room, and windows share 64.
      #expect(coverage.windows == 5 && coverage.overlap == 64 && coverage.isComplete)
      let index = try Data(contentsOf: site.appending(path: "index.html"))
      let page = String(decoding: index, as: UTF8.self)
      #expect(page.contains("latin.txt") && page.contains("long"))
    }
  }

  private var longText: String { String(repeating: "The soup was good. ", count: 400) }

  @Test func explainsARegression() throws {
    let model = path(Fixtures.samples.appending(path: "models/laptops"))
    try withDocuments(["a.txt": "Chromebook, 4 GB RAM", "b.txt": "RTX 4090 laptop, 64 GB RAM"]) {
      folder, site in
      let result = try generate(folder, site, model: model)
      #expect(result.code == 0, "\(result.errors)")
      func price(_ name: String) throws -> Double {
        let file = site.appending(path: "records/\(name).json")
        let record = try RecordFile.record(from: Data(contentsOf: file), file: name)
        #expect(record.prediction.value?.unit == "USD")
        return record.prediction.value?.value ?? 0
      }
      let prices = try (chromebook: price("a"), gaming: price("b"))
      #expect(prices.chromebook < prices.gaming)
    }
  }
}
