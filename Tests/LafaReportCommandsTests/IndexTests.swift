import AttributionRecords
import Foundation
import TestSupport
import Testing

/// Saved pools, made and used as a user does.
struct IndexTests {
  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }
  private var model: String { path(Fixtures.samples.appending(path: "models/reviews")) }
  private var reviews: String { path(Fixtures.samples.appending(path: "reviews")) }

  private static let rows = """
    {"id": "a", "text": "The soup was wonderful.", "kind": "soup"}
    {"id": "b", "text": "What a terrible, sad evening.", "kind": "evening"}

    """

  private struct Site {
    let records: [AttributionRecord]
    let page: String
  }

  /// Explains the rows against a pool.
  private func explain(
    _ pool: URL, _ options: [String], in folder: URL
  ) throws -> Site {
    let data = folder.appending(path: "new.jsonl")
    try Data(Self.rows.utf8).write(to: data)
    let site = folder.appending(path: UUID().uuidString)
    let result = try CommandRunner.run(
      ["generate", path(data), "--model", model, "--pool", path(pool), "--output", path(site)]
        + options)
    #expect(result.code == 0, "\(result.errors)")
    return Site(
      records: try ["a", "b"].map { id in
        let file = site.appending(path: "records/\(id).json")
        var record = try RecordFile.record(from: Data(contentsOf: file), file: "\(id).json")
        record.provenance.parameters.poolSHA256 = nil
        return record
      },
      page: String(
        decoding: try Data(contentsOf: site.appending(path: "documents/a.html")), as: UTF8.self))
  }

  /// Saves the sample's reviews as a pool of the same name as their folder.
  private func index(_ options: [String] = [], in folder: URL) throws -> URL {
    let pool = folder.appending(path: "reviews")
    let result = try CommandRunner.run(
      ["index", reviews, "--model", model, "--output", path(pool)] + options)
    #expect(result.code == 0, "\(result.errors)")
    return pool
  }

  @Test(arguments: [
    [], ["--texts", "excerpt"], ["--approximate-from", "1"],
  ])
  func explainsAsTheFolderDoes(_ options: [String]) throws {
    let methods = [
      "--methods", "lafa:integratedGradient,lafa,gradient,lafa:inputGradient", "--steps", "3",
    ]
    try Fixtures.withTemporaryFolder { folder in
      let pool = try index(options + methods, in: folder)
      let saved = try explain(pool, methods, in: folder)
      let read = try explain(URL(filePath: reviews), methods, in: folder)
      var expected = read.records
      #expect(expected[0].explanations[0].contrast?.there.isEmpty == false)
      if options.contains("excerpt") {
        // Without the texts no words part them.
        for record in expected.indices {
          for place in expected[record].explanations.indices {
            expected[record].explanations[place].contrast?.here = []
            expected[record].explanations[place].contrast?.there = []
          }
        }
      }
      #expect(saved.records == expected)
      #expect(saved.records[0].explanations[0].neighbours.count == 10)
      #expect(saved.page.contains("Pool SHA-256"))
      #expect(
        FileManager.default.fileExists(atPath: path(pool.appending(path: "pool.faiss")))
          == options.contains("--approximate-from"))
    }
  }

  @Test func referencesComeFromThePoolToo() throws {
    let methods = ["--methods", "lafa:shapDeep,lafa", "--kernel", "indicator"]
    try Fixtures.withTemporaryFolder { folder in
      let pool = try index(methods, in: folder)
      let saved = try explain(pool, methods, in: folder)
      let read = try explain(URL(filePath: reviews), methods, in: folder)
      #expect(saved.records == read.records)
    }
  }

  @Test func withoutTextsPagesNameTheDocumentAlone() throws {
    try Fixtures.withTemporaryFolder { folder in
      let pool = try index(["--texts", "none"], in: folder)
      let table = try Data(contentsOf: pool.appending(path: "pool.sqlite"))
      let text = try String(
        contentsOf: Fixtures.samples.appending(path: "reviews/review-004.txt"), encoding: .utf8)
      let words = Data(text.prefix(20).utf8)
      #expect(table.range(of: words) == nil)
      let neighbour = try explain(pool, [], in: folder).records[0].explanations[0].neighbours[0]
      #expect(neighbour.title.hasPrefix("review-"))
      #expect(neighbour.excerpt.text.isEmpty)
    }
  }

  @Test func theSameDocumentsGiveTheSameBytes() throws {
    try Fixtures.withTemporaryFolder { folder in
      let pools = try ["a", "b"].map { name in
        try index(["--approximate-from", "1"], in: folder.appending(path: name))
      }
      for name in ["pool.json", "pool.sqlite", "pool.safetensors", "pool.faiss"] {
        #expect(
          try Data(contentsOf: pools[0].appending(path: name))
            == Data(contentsOf: pools[1].appending(path: name)), "\(name)")
      }
    }
  }

  @Test(arguments: [
    (["--method", "lafa:smoothGradient"], "lacks what smoothGradient"),
    (["--encoder-layer", "1"], "--encoder-layer 2 in the pool, 1 here"),
    (["--fields", "title,text"], "--fields none in the pool, title,text here"),
    (["--neighbour-filter", "same-category", "--category-field", "kind"], "has no categories"),
    (["--scalar", "probability"], "--scalar logit in the pool, probability here"),
    (["--model", "OTHER"], "made with another model: the SHA-256 of its weights"),
  ])
  func refusesWhatThePoolWasNotMadeFor(_ options: [String], _ sentence: String) throws {
    try Fixtures.withTemporaryFolder { folder in
      let pool = try index(in: folder)
      let other = path(Fixtures.samples.appending(path: "models/laptops"))
      var arguments = ["generate", reviews, "--pool", path(pool), "--output"]
      arguments.append(path(folder.appending(path: "site")))
      arguments += options.map { $0 == "OTHER" ? other : $0 }
      if !options.contains("--model") { arguments += ["--model", model] }
      let result = try CommandRunner.run(arguments)
      #expect(result.code == 2)
      #expect(result.errors.contains(sentence), "\(result.errors)")
    }
  }

  @Test func aChangedByteIsFound() throws {
    try Fixtures.withTemporaryFolder { folder in
      let pool = try index(["--approximate-from", "1"], in: folder)
      for name in ["pool.sqlite", "pool.safetensors", "pool.faiss"] {
        let file = pool.appending(path: name)
        let whole = try Data(contentsOf: file)
        var data = whole
        data[whole.count / 2] ^= 1
        try data.write(to: file)
        let result = try CommandRunner.run([
          "generate", reviews, "--model", model, "--pool", path(pool), "--output",
          path(folder.appending(path: "site")),
        ])
        #expect(result.code == 1)
        #expect(result.errors.contains("\(name) is damaged"), "\(result.errors)")
        try whole.write(to: file)
      }
    }
  }

  @Test func leavesFoldersOfOthersAlone() throws {
    try Fixtures.withTemporaryFolder { folder in
      let mine = folder.appending(path: "mine.txt")
      try Data("mine".utf8).write(to: mine)
      let result = try CommandRunner.run([
        "index", reviews, "--model", model, "--output", path(folder),
      ])
      #expect(result.code == 2)
      #expect(try Data(contentsOf: mine) == Data("mine".utf8))
    }
  }

  @Test func tuneNamesWhyItTakesNoPool() throws {
    try Fixtures.withTemporaryFolder { folder in
      let pool = try index(in: folder)
      let result = try CommandRunner.run([
        "tune", reviews, "--model", model, "--pool", path(pool), "--output",
        path(folder.appending(path: "settings.json")),
      ])
      #expect(result.code == 2)
      #expect(result.errors.contains("tune compares layers"))
    }
  }
}
