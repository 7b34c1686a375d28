import Foundation
import TestSupport
import Testing

/// What `generate` says while it runs, and how.
struct MessageTests {
  private let model = Fixtures.samples.appending(path: "models/reviews").path(percentEncoded: false)

  /// Explains three texts, one of which is empty.
  private func run(_ options: [String]) throws -> CommandRunner.Result {
    try Fixtures.withTemporaryFolder { top in
      let texts = top.appending(path: "texts")
      try FileManager.default.createDirectory(at: texts, withIntermediateDirectories: true)
      for (name, text) in ["a": "Good food.", "b": "Bad wine\u{1B}[2J.", "c": ""] {
        try Data(text.utf8).write(to: texts.appending(path: name + ".txt"))
      }
      return try CommandRunner.run(
        [
          "generate", texts.path(percentEncoded: false), "--model", model,
          "--output", top.appending(path: "site").path(percentEncoded: false),
        ] + options)
    }
  }

  private struct Event: Decodable {
    var event: String
    var text: String?
    var stage: String?
    var done: Int?
    var total: Int?
    var finished: Bool?
  }

  @Test func saysEverythingAsJSON() throws {
    let result = try run(["--json"])
    #expect(result.code == 1 && result.errors.isEmpty)
    let events = try result.output.split(separator: "\n").map {
      try JSONDecoder().decode(Event.self, from: Data($0.utf8))
    }
    #expect(events.last?.event == "result")
    #expect(events.last?.text?.hasSuffix("/site/index.html") == true)
    #expect(events.filter { $0.event == "warning" }.map { $0.text?.contains("c.txt") } == [true])
    for stage in ["explained", "written"] {
      let last = try #require(events.last { $0.stage == stage })
      #expect(last.done == 2 && last.finished == true)
      #expect(last.total == 2)
    }
  }

  @Test func saysTheResultAndFaultsAlone() throws {
    let result = try run(["--quiet", "--no-resume"])
    #expect(result.code == 1)
    #expect(result.output.hasSuffix("/site/index.html\n"))
    #expect(result.output.split(separator: "\n").count == 1)
    #expect(result.errors.hasPrefix("Warning: ") && result.errors.contains("c.txt"))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func saysInASentenceWhatItLeavesAlone() throws {
    let kinds = ".txt, .md, .html, .jsonl, .json, .csv, .tsv"
    for (others, sentence) in [
      ([], nil), (["p.png"], "p.png is left alone: it is of another kind than \(kinds)."),
      (
        [".x", "p.png", "q.png"],
        "3 files and folders are left alone: .x is hidden; 2 are of another kind than "
          + "\(kinds) (the first is p.png)."
      ),
    ] as [([String], String?)] {
      try Fixtures.withTemporaryFolder { top in
        for name in ["a.txt"] + others {
          try Data("Good food.".utf8).write(to: top.appending(path: name))
        }
        // The run's own hidden folders lie beside the documents.
        let result = try CommandRunner.run([
          "generate", top.path(percentEncoded: false), "--model", model,
          "--output", top.appending(path: "site").path(percentEncoded: false),
        ])
        #expect(result.code == 0)
        let lines = result.errors.split(separator: "\n").filter { $0.contains("left alone") }
        #expect(lines.map(String.init) == [sentence].compactMap(\.self))
      }
    }
  }

  @Test func takesOneFormOfMessages() throws {
    let result = try run(["--quiet", "--json"])
    #expect(result.code == 2 && result.errors.contains("exclude each other"))
  }
}
