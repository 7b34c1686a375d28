import Foundation
import TestSupport
import Testing

/// `evaluate` and `tune`, run as a user runs them.
struct EvaluateTests {
  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }
  private func model(_ name: String) -> String {
    path(Fixtures.samples.appending(path: "models/\(name)"))
  }

  /// Rows with the words that carry the opinion marked, in two ways.
  private static let rows = """
    {"id": "a", "text": "The soup was wonderful .", "tokens": ["The", "soup", "was", "wonderful", "."], "weights": [0, 0, 0, 2, 0], "marks": [[13, 22]]}
    {"id": "b", "text": "The soup was cold and bad .", "tokens": ["The", "soup", "was", "cold", "and", "bad", "."], "weights": [0, 0, 0, 1, 0, 2, 0], "marks": {"NEGATIVE": [[13, 17], [22, 25]], "POSITIVE": []}}
    {"id": "c", "text": "A wonderful evening", "tokens": ["A", "wonderful", "evening"], "weights": [0, 2, 0], "marks": [[2, 11]]}
    {"id": "d", "text": "What a terrible evening", "tokens": ["What", "a", "sad"], "weights": [0, 0, 2], "marks": [[7, 15]]}
    {"id": "e", "text": "Terrible service !"}

    """

  private func withRows(_ body: (_ data: URL, _ output: URL) throws -> Void) throws {
    try Fixtures.withTemporaryFolder { folder in
      let data = folder.appending(path: "rows.jsonl")
      try Data(Self.rows.utf8).write(to: data)
      try body(data, folder.appending(path: "out"))
    }
  }

  /// The numbers of `evaluation.csv` by metric and method.
  private func table(_ output: URL) throws -> [String: [String]] {
    let text = String(
      decoding: try Data(contentsOf: output.appending(path: "evaluation.csv")), as: UTF8.self)
    var table: [String: [String]] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      table[cells[0] + " " + cells[1]] = Array(cells.dropFirst(2))
    }
    return table
  }

  @Test func comparesMethodsWithMarksAndByErasure() throws {
    try withRows { data, output in
      let result = try CommandRunner.run([
        "evaluate", path(data), "--model", model("reviews"), "--output", path(output),
        "--methods", "lafa,gradient,random", "--rationale-field", "marks",
      ])
      #expect(result.code == 0, "\(result.errors)")
      let table = try table(output)
      // Four documents have marks for what is predicted.
      #expect(table["rocAUC gradient"]?[0] == "4")
      #expect(table["comprehensiveness lafa"]?[0] == "5")
      #expect(table["rocAUC lafa"]?[5] == "")
      let auc = try #require(table["rocAUC gradient"].flatMap { Double($0[1]) })
      #expect(auc > 0.8)
      for name in ["index.html", "index.md", "evaluation.json", "documents.csv", "style.css"] {
        #expect(FileManager.default.fileExists(atPath: path(output.appending(path: name))))
      }
      let page = String(
        decoding: try Data(contentsOf: output.appending(path: "index.html")), as: UTF8.self)
      #expect(page.contains("Left out: 1 document (no annotation)"))
      #expect(try CommandRunner.run(["verify", path(output)]).code == 0)
      // Only LAFA has neighbours that can be left out: it is compared with none.
      let alone = page.components(separatedBy: "<h3 ")
        .first { $0.contains("Agreement without a neighbour") }
      #expect(try #require(alone).contains("p (Holm)") == false)
      #expect(page.contains("p (Holm)"))
    }
  }

  @Test(arguments: [
    ([], ["lafa", "integratedGradient@5", "random"]),
    (["--methods", "lafa:gradient,random"], ["lafa:gradient", "random", "gradient"]),
    (["--methods", "lafa-paper"], ["lafa-paper", "gradient", "random"]),
    (["--methods", "gradient"], ["gradient", "random"]),
  ])
  func baseAndChanceAreAlwaysThere(_ options: [String], _ methods: [String]) throws {
    try withRows { data, output in
      let result = try CommandRunner.run(
        [
          "evaluate", path(data), "--model", model("reviews"), "--output", path(output),
          "--shares", "0.5",
        ] + options)
      #expect(result.code == 0, "\(result.errors)")
      let rows = try table(output).keys.filter { $0.hasPrefix("comprehensiveness ") }
      #expect(rows.sorted() == methods.map { "comprehensiveness \($0)" }.sorted())
    }
  }

  @Test func methodsWithRandomNumbersAreDrawnTwice() throws {
    try withRows { data, output in
      func run(_ options: [String]) throws -> [String: [String]] {
        let result = try CommandRunner.run(
          [
            "evaluate", path(data), "--model", model("reviews"), "--output", path(output),
            "--methods", "lafa,smoothGradient,random,lafa-random-neighbours", "--samples", "5",
            "--shares", "none",
          ] + options)
        #expect(result.code == 0, "\(result.errors)")
        return try table(output)
      }
      let twice = try run([])
      #expect(twice["seedAgreement lafa"]?[0] == "0")
      let smooth = try #require(twice["seedAgreement smoothGradient"].flatMap { Double($0[1]) })
      let random = try #require(twice["seedAgreement random"].flatMap { Double($0[1]) })
      #expect(smooth > 0.8 && smooth < 1)
      #expect(random < 0.8)
      // Five documents: the neighbours by chance are all others.
      #expect(twice["seedAgreement lafa-random-neighbours"]?[1] == "1")
      #expect(try run(["--seeds", "1"])["seedAgreement random"] == nil)
    }
  }

  @Test func readsWordsWithWeightsAndSaysWhichDoNotFit() throws {
    try withRows { data, output in
      let result = try CommandRunner.run([
        "evaluate", path(data), "--model", model("reviews"), "--output", path(output),
        "--methods", "gradient,random", "--tokens-field", "tokens", "--weights-field", "weights",
        "--shares", "none",
      ])
      #expect(result.code == 1)
      #expect(result.errors.contains("rows.jsonl:4: “tokens” and the text differ at word 3."))
      let table = try table(output)
      #expect(table["pearson gradient"]?[0] == "3")
      #expect(table["comprehensiveness gradient"] == nil)
    }
  }

  @Test func givesTheSameBytesTwiceAndWithAnyNumberOfThreads() throws {
    try withRows { data, output in
      let files = try ["1", "2"].map { threads in
        let place = output.appendingPathExtension(threads)
        let result = try CommandRunner.run([
          "evaluate", path(data), "--model", model("reviews"), "--output", path(place),
          "--methods", "lafa,smoothGradient", "--samples", "2", "--threads", threads,
          "--rationale-field", "marks",
        ])
        #expect(result.code == 0, "\(result.errors)")
        return try ["index.html", "evaluation.json", "documents.csv"].map {
          try Data(contentsOf: place.appending(path: $0))
        }
      }
      #expect(files[0] == files[1])
    }
  }

  @Test func hidesWordsOfAPriceModel() throws {
    try Fixtures.withTemporaryFolder { folder in
      let output = folder.appending(path: "out")
      let result = try CommandRunner.run([
        "evaluate", path(Fixtures.samples.appending(path: "laptops")), "--model",
        model("laptops"), "--output", path(output), "--methods", "lafa,random", "--limit", "8",
        "--mask", "delete",
      ])
      #expect(result.code == 0, "\(result.errors)")
      let table = try table(output)
      let lafa = try #require(table["maskedError lafa"].flatMap { Double($0[1]) })
      let random = try #require(table["maskedError random"].flatMap { Double($0[1]) })
      #expect(table["maskedError lafa"]?[0] == "8")
      #expect(lafa > random && random > 0)
    }
  }

  @Test func tunesASettingThatGenerateReads() throws {
    try withRows { data, output in
      let settings = output.appendingPathExtension("json")
      let result = try CommandRunner.run([
        "tune", path(data), "--model", model("reviews"), "--output", path(settings),
        "--layers", "1,2", "--lambdas", "3", "--pool-parts", "0.25", "--counts", "2",
        "--rationale-field", "marks",
      ])
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.output.contains("layer 2: ROC AUC, integratedGradient@5 alone"))
      #expect(result.output.contains("best: layer"))
      let made = try CommandRunner.run([
        "generate", path(data), "--model", model("reviews"), "--output", path(output),
        "--settings", path(settings), "--lambda", "4",
      ])
      #expect(made.code == 0, "\(made.errors)")
      let record = String(
        decoding: try Data(contentsOf: output.appending(path: "records/a.json")), as: UTF8.self)
      // What the user writes wins over the file.
      #expect(record.contains("\"poolPart\":0.25") && record.contains("\"lambda\":4"))
      #expect(!made.errors.contains("another checkpoint"), "\(made.errors)")
      let other = try CommandRunner.run([
        "generate", path(data), "--model", model("laptops"), "--output", path(output),
        "--settings", path(settings),
      ])
      #expect(other.code == 0, "\(other.errors)")
      #expect(other.errors.contains("was tuned with another checkpoint"), "\(other.errors)")
      #expect(
        try CommandRunner.run(["generate", "--help"]).output.contains("--settings <settings>"))
    }
  }

  @Test func saysThatNoRowHasWhatAnOptionNames() throws {
    try withRows { data, output in
      let result = try CommandRunner.run([
        "evaluate", path(data), "--model", model("reviews"), "--output", path(output),
        "--methods", "gradient", "--shares", "none", "--rationale-field", "mraks",
      ])
      #expect(result.code == 1)
      let sentence = "rows.jsonl: no row has “mraks”. Correct --rationale-field, or leave it out."
      #expect(result.errors.components(separatedBy: sentence).count == 2, "\(result.errors)")
      let settings = output.appendingPathExtension("json")
      let tuned = try CommandRunner.run([
        "tune", path(data), "--model", model("reviews"), "--output", path(settings), "--layers",
        "1",
        "--lambdas", "3", "--pool-parts", "0.5", "--rationale-field", "marks",
        "--category-field", "kind",
      ])
      #expect(tuned.code == 1 && tuned.errors.contains("no row has “kind”"), "\(tuned.errors)")
      #expect(FileManager.default.fileExists(atPath: path(settings)))
    }
  }

  @Test func refusesSettingsThatNameOtherOptions() throws {
    try withRows { data, output in
      let settings = output.appendingPathExtension("json")
      try Data(
        """
        {"options": {"output": "/tmp/x"}, "evidence": {"data": "", "documents": 0, \
        "weightsSHA256": "", "metric": "", "mean": 0, "base": 0}}
        """.utf8
      ).write(to: settings)
      let made = try CommandRunner.run([
        "generate", path(data), "--model", model("reviews"), "--output", path(output),
        "--settings=\(path(settings))",
      ])
      #expect(made.code == 2)
      #expect(made.errors.contains("it sets “output”, which is not an option of it"))
    }
  }
}
