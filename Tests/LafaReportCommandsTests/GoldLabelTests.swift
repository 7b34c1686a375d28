import AttributionRecords
import Foundation
import TestSupport
import Testing

/// Labels of the data that the model writes otherwise, or does not have.
struct GoldLabelTests {
  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }

  private static let texts = ["The soup was wonderful.", "The soup was cold.", "A rude waiter."]

  /// What a run over rows with these labels said and wrote.
  private struct Run {
    let result: CommandRunner.Result
    let gold: [[String]]
    let index: String
    let worklist: String

    /// The warnings.
    var warnings: [Substring] {
      result.errors.split(separator: "\n").filter { $0.hasPrefix("Warning: ") }
    }
  }

  private func run(
    _ labels: [String], model: String = "reviews", in top: URL, options: [String] = []
  ) throws -> Run {
    let rows = try labels.enumerated().map { index, label in
      let text = Self.texts[index % Self.texts.count]
      return String(
        decoding: try JSONEncoder().encode(["id": "r\(index)", "text": text, "label": label]),
        as: UTF8.self)
    }
    let file = top.appending(path: "rows.jsonl")
    try Data(rows.joined(separator: "\n").utf8).write(to: file)
    let site = top.appending(path: "site")
    let result = try CommandRunner.run(
      [
        "generate", path(file), "--output", path(site), "--model",
        path(Fixtures.samples.appending(path: "models/\(model)")),
      ] + options)
    func text(_ name: String) -> String {
      (try? String(contentsOf: site.appending(path: name), encoding: .utf8)) ?? ""
    }
    return Run(
      result: result,
      gold: try labels.indices.map { index in
        let data = try Data(contentsOf: site.appending(path: "records/r\(index).json"))
        return try RecordFile.record(from: data, file: "r\(index).json").gold
      }, index: text("index.html"), worklist: text("worklist.html"))
  }

  @Test func caseAndSpaceMakeNoOtherLabel() throws {
    try Fixtures.withTemporaryFolder { top in
      let exact = try run(["POSITIVE", "NEGATIVE", "POSITIVE"], in: top)
      let other = try run(
        ["positive", " Negative ", " 1"], in: top, options: ["--explain", "gold"])
      #expect(exact.result.code == 0 && exact.warnings.isEmpty)
      #expect(other.result.code == 0 && other.warnings.isEmpty, "\(other.result.errors)")
      #expect(other.gold == exact.gold)
      #expect(exact.index.contains("<dt><bdi>Disagree</bdi></dt><dd>1</dd>"))
      #expect(other.index.contains("<dt><bdi>Disagree</bdi></dt><dd>1</dd>"))
      #expect(other.worklist.contains("Prediction and data disagree"))
    }
  }

  @Test func aWarningCutsLongLabels() throws {
    try Fixtures.withTemporaryFolder { top in
      // Of 61 code points, and of one character that has a thousand.
      let labels = [
        String(repeating: "x", count: 61), "e" + String(repeating: "\u{301}", count: 999),
      ]
      let run = try run(labels, in: top)
      #expect(run.warnings.count == 1)
      let first = "“" + String(repeating: "x", count: 60) + "…”"
      let warning = String(try #require(run.warnings.first))
      #expect(warning.contains("such as \(first), “"), "\(warning)")
      #expect(warning.unicodeScalars.count < 500)
      #expect(!warning.contains("UnicodeScalarView"))
    }
  }

  @Test func labelsThatTheModelDoesNotHaveAreShownAndNotCounted() throws {
    try Fixtures.withTemporaryFolder { top in
      let labels = ["art", "law", "art", "trade", "health", "sport", "war"]
      let run = try run(labels + ["negative"], in: top)
      #expect(run.result.code == 0)
      #expect(run.warnings.count == 1)
      #expect(
        run.warnings.first?.contains(
          """
          7 documents have labels that the model does not have, such as “art”, “law”, “trade”, \
          “health”, “sport”: pages show them
          """) == true, "\(run.warnings)")
      #expect(run.gold.flatMap(\.self) == labels + ["NEGATIVE"])
      #expect(run.index.contains("<dt><bdi>Disagree</bdi></dt><dd>0</dd>"))
      #expect(run.index.contains("of 1 ") && run.index.contains("trade"))
      #expect(!run.worklist.contains("Prediction and data disagree"))
      let named = try self.run(labels, in: top, options: ["--explain", "gold"])
      #expect(named.result.code == 1 && named.warnings.count == labels.count)
      #expect(!named.index.contains("<bdi>Disagree</bdi>"))
      // Nor does an audit's label that the model does not have agree or disagree.
      let audit = top.appending(path: "audit.csv")
      try Data("id,label\nr0,art\nr1,negative\n".utf8).write(to: audit)
      _ = try CommandRunner.run([
        "attach", path(audit), "--reports", path(top.appending(path: "site")), "--output",
        path(top.appending(path: "out")),
      ])
      let rows = try String(
        contentsOf: top.appending(path: "out/audit/results.jsonl"), encoding: .utf8
      ).split(separator: "\n")
      #expect(
        !rows[0].contains("\"lafa_agrees\":true") && !rows[0].contains("\"lafa_agrees\":false"))
      #expect(rows[1].contains("\"lafa_agrees\":true"), "\(rows[1])")
    }
  }

  @Test func namesNumbersThatCannotBeRead() throws {
    try Fixtures.withTemporaryFolder { top in
      let run = try run(["1,299.00", "$300", "n/a", " 499 "], model: "laptops", in: top)
      #expect(run.result.code == 0)
      #expect(
        run.warnings.map { $0.contains("3 documents have labels that are not a number, such as") }
          == [true], "\(run.result.errors)")
      #expect(run.warnings.first?.contains("“1,299.00”, “$300”, “n/a”") == true)
      #expect(run.gold == [["1,299.00"], ["$300"], ["n/a"], ["499"]])
    }
  }
}
