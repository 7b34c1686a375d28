import AttributionRecords
import Foundation
import TestSupport
import Testing

/// What is explained: named and gold labels, other scalars, pairs, long texts, entities.
struct TaskTests {
  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }

  private static let topics = ["sport", "trade", "health", "law"]
  private static let tags = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]

  /// A run over JSON lines, and what it wrote.
  private struct Run {
    var result: CommandRunner.Result
    var records: [String: AttributionRecord] = [:]
    var pages: [String: String] = [:]
  }

  private func run(
    _ rows: [String], _ fixture: String = "bert-small", labels: [String] = topics,
    options: [String] = []
  ) throws -> Run {
    try Fixtures.withTemporaryFolder { top in
      let model = top.appending(path: "model")
      try SmallCheckpoint.write(fixture, labels: labels, to: model)
      let file = top.appending(path: "rows.jsonl")
      try Data(rows.joined(separator: "\n").utf8).write(to: file)
      let site = top.appending(path: "site")
      var run = Run(
        result: try CommandRunner.run(
          ["generate", path(file), "--model", path(model), "--output", path(site)] + options))
      let folder = site.appending(path: "records")
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? []
      for name in names where name != "run.json" {
        let record = try RecordFile.record(
          from: Data(contentsOf: folder.appending(path: name)), file: name)
        run.records[record.id] = record
        let page = site.appending(path: "documents/\(name.dropLast(5)).html")
        run.pages[record.id] = try String(contentsOf: page, encoding: .utf8)
      }
      return run
    }
  }

  private func row(_ id: String, _ text: String, _ more: String = "") -> String {
    "{\"id\": \"\(id)\", \"text\": \"\(text)\"\(more)}"
  }

  @Test func explainsTheLabelsThatTheDataGives() throws {
    let rows = [
      row("name", SmallCheckpoint.text(9), ", \"label\": \"law\""),
      row("number", SmallCheckpoint.text(9, from: 1), ", \"label\": 2"),
      row("list", SmallCheckpoint.text(9, from: 2), ", \"label\": [\"trade\", \"sport\"]"),
    ]
    let run = try run(rows, options: ["--explain", "gold"])
    #expect(run.result.code == 0, "\(run.result.errors)")
    #expect(run.records["name"]?.gold == ["law"])
    #expect(run.records["name"]?.explanations.map(\.output) == [3])
    #expect(run.records["number"]?.gold == ["health"])
    #expect(run.records["number"]?.explanations.map(\.output) == [2])
    #expect(run.records["list"]?.explanations.map(\.output).sorted() == [0, 1])
    #expect(run.records["name"]?.provenance.parameters.explain == "gold")
  }

  @Test func namesDocumentsWithoutALabelThatTheModelHas() throws {
    let rows = [
      row("none", SmallCheckpoint.text(9)),
      row("other", SmallCheckpoint.text(9, from: 1), ", \"label\": \"art\""),
    ]
    let run = try run(rows, options: ["--explain", "gold"])
    #expect(run.result.code == 1)
    #expect(run.result.errors.contains("rows.jsonl:1 has no label: its prediction is explained"))
    #expect(run.result.errors.contains("rows.jsonl:2 has the label “art”"))
    #expect(run.records.count == 2)
  }

  @Test func explainsNamedLabelsOnly() throws {
    let run = try run([row("a", SmallCheckpoint.text(9))], options: ["--explain", "law, sport"])
    #expect(run.result.code == 0, "\(run.result.errors)")
    #expect(run.records["a"]?.explanations.map(\.output).sorted() == [0, 3])
    #expect(run.records["a"]?.provenance.parameters.explain == "law, sport")
  }

  @Test func saysHowManyExplanationsAreLeftOut() throws {
    let options = ["--explain", "law,sport,trade", "--max-explanations", "1"]
    let run = try run([row("a", SmallCheckpoint.text(9))], options: options)
    #expect(run.records["a"]?.explanations.count == 1)
    #expect(run.records["a"]?.omittedExplanations == 2)
  }

  @Test(arguments: ["probability", "log-odds", "margin"])
  func recordsTheScalar(_ scalar: String) throws {
    let run = try run([row("a", SmallCheckpoint.text(9))], options: ["--scalar", scalar])
    #expect(run.result.code == 0, "\(run.result.errors)")
    #expect(run.records["a"]?.explanations.first?.scalar == scalar)
    #expect(run.records["a"]?.provenance.parameters.scalar == scalar)
  }

  @Test(arguments: [
    (["--explain", "art"], "the model has no label “art”. It has “sport”, “trade”"),
    (["--explain", ","], "the model has no label “,”"),
    (["--scalar", "logits"], "logits"),
    (["--window-overlap", "32"], "windows share at most half of them, 31"),
    (["--window-overlap", "-1"], "window-overlap"),
    (["--max-explanations", "0"], "--max-explanations takes a number from 1"),
    (["--pair-field", "text"], "name the same key"),
  ])
  func exitsWithTwoForWrongUsage(_ options: [String], _ message: String) throws {
    let run = try run([row("a", "w5 w6")], options: options)
    #expect(run.result.code == 2)
    #expect(run.result.errors.contains(message), "\(run.result.errors)")
    // The usage, if there is any, is that of the command.
    #expect(!run.result.errors.contains("<subcommand>"), "\(run.result.errors)")
    #expect(run.records.isEmpty)
  }

  @Test func readsALongTextInWindows() throws {
    // 62 tokens have room: three windows that share 20.
    let long = SmallCheckpoint.text(140)
    let run = try run([row("a", long), row("b", "w9 w8 w7")], options: ["--window-overlap", "20"])
    #expect(run.result.code == 0, "\(run.result.errors)")
    let record = try #require(run.records["a"])
    #expect(
      record.coverage
        == Coverage(words: 140, wordsSeen: 140, tokenLimit: 64, windows: 3, overlap: 20))
    #expect(record.tokens.count == 142)
    #expect(record.tokens.count { $0.start == $0.end } == 2)
    // Special tokens are the same in the text and in what it is compared with.
    #expect(record.explanations[0].own.count { $0 > 0 } == 140)
    #expect(run.records["b"]?.coverage.windows == 1)
    #expect(run.records["b"]?.coverage.overlap == 0)
    #expect(record.provenance.parameters.windowOverlap == 20)
  }

  @Test func predictsTheMeanOfTheWindowsLogits() throws {
    // A float32 forward pass, nine significant digits.
    let tolerance = 1e-5
    let words = SmallCheckpoint.text(93).split(separator: " ")
    let parts = [words[0..<62], words[31..<93]].map { $0.joined(separator: " ") }
    let rows = [row("both", words.joined(separator: " ")), row("x", parts[0]), row("y", parts[1])]
    let run = try run(rows, options: ["--window-overlap", "31"])
    func logits(_ id: String) throws -> [Double] {
      try #require(run.records[id]).prediction.outputs.map(\.logit)
    }
    let (both, x, y) = try (logits("both"), logits("x"), logits("y"))
    for (index, logit) in both.enumerated() {
      #expect(abs(logit - (x[index] + y[index]) / 2) < tolerance)
    }
  }

  @Test func givesTheSameForWindowsWithAnyNumberOfThreads() throws {
    let rows = (0..<5).map { row("r\($0)", SmallCheckpoint.text(40 * $0 + 3, from: $0)) }
    let runs = try ["1", "2"].map { try run(rows, options: ["--threads", $0]) }
    #expect(runs[0].records.values.map(\.coverage.windows).max() == 5)
    #expect(runs[0].records == runs[1].records)
    #expect(runs[0].pages == runs[1].pages)
  }

  private func pair(_ id: String, _ first: String, _ second: String) -> String {
    "{\"id\": \"\(id)\", \"text\": \"\(first)\", \"claim\": \"\(second)\"}"
  }

  @Test func explainsBothTextsOfAPair() throws {
    let rows = [pair("a", "w5 é w6", "w7 w8"), pair("b", "w9", "w10 w11")]
    let run = try run(rows, options: ["--pair-field", "claim"])
    #expect(run.result.code == 0, "\(run.result.errors)")
    let record = try #require(run.records["a"])
    #expect(record.text == "w5 é w6\n\nw7 w8")
    #expect(
      record.fields == [
        .init(name: "text", start: 0, end: 7), .init(name: "claim", start: 9, end: 14),
      ])
    #expect(record.words.map(\.start) == [0, 3, 5, 9, 12])
    // [CLS] three words [SEP] two words [SEP]
    #expect(record.tokens.map(\.id) == [2, 5, 1, 6, 3, 7, 8, 3])
    #expect(record.words.map(\.firstToken) == [1, 2, 3, 5, 6])
  }

  @Test func readsTheLongerTextOfAPairInWindows() throws {
    let rows = [
      pair("second", SmallCheckpoint.text(11), SmallCheckpoint.text(100)),
      pair("first", SmallCheckpoint.text(100), SmallCheckpoint.text(11)),
    ]
    let run = try run(rows, options: ["--pair-field", "claim", "--window-overlap", "10"])
    #expect(run.result.code == 0, "\(run.result.errors)")
    for id in ["first", "second"] {
      // 61 tokens have room, 50 of them for the longer text.
      let record = try #require(run.records[id])
      #expect(
        record.coverage
          == Coverage(words: 111, wordsSeen: 111, tokenLimit: 64, windows: 3, overlap: 10))
      #expect(record.tokens.count == 114)
    }
  }

  @Test func cutsAPairOfTwoLongTextsAndSaysSo() throws {
    let rows = [pair("a", SmallCheckpoint.text(40), SmallCheckpoint.text(90))]
    let run = try run(rows, options: ["--pair-field", "claim"])
    #expect(run.result.code == 1)
    #expect(run.result.errors.contains("it saw 120 of 130 words. Shorten that text."))
    let record = try #require(run.records["a"])
    // Half of the room of 61 tokens.
    #expect(record.coverage.wordsSeen == 120 && record.coverage.words == 130)
    #expect(record.words[29].firstToken < record.words[29].endToken)
    #expect(record.words[30].firstToken == record.words[30].endToken)
    #expect(record.words[40].firstToken < record.words[40].endToken)
  }

  @Test func explainsEveryEntity() throws {
    let rows = (0..<6).map { row("r\($0)", SmallCheckpoint.text(20, from: $0 * 3)) }
    let run = try run(rows, "bert-tokens", labels: Self.tags)
    #expect(run.result.code == 0, "\(run.result.errors)")
    #expect(run.records.count == 6)
    let entities = run.records.values.flatMap(\.prediction.entities)
    #expect(!entities.isEmpty)
    for record in run.records.values {
      #expect(record.prediction.task == .tokenLabels)
      #expect(
        record.explanations.count + record.omittedExplanations == record.prediction.entities.count)
      for explanation in record.explanations {
        let target = try #require(explanation.target)
        #expect(record.prediction.entities.contains(target))
        #expect(explanation.output == target.output)
        #expect(record.prediction.outputs[target.output].label.hasSuffix(target.label))
        #expect(record.words[target.firstWord].start == target.start)
      }
    }
  }

  @Test func explainsEntitiesOfNamedTypesOnly() throws {
    let rows = (0..<6).map { row("r\($0)", SmallCheckpoint.text(20, from: $0 * 3)) }
    for type in ["PER", "LOC"] {
      let run = try run(rows, "bert-tokens", labels: Self.tags, options: ["--explain", type])
      #expect(run.result.code == 0, "\(run.result.errors)")
      let targets = run.records.values.flatMap(\.explanations).compactMap(\.target)
      #expect(targets.allSatisfy { $0.label == type })
    }
    let unknown = try run(rows, "bert-tokens", labels: Self.tags, options: ["--explain", "B-PER"])
    #expect(unknown.result.code == 2)
    #expect(unknown.result.errors.contains("It has “PER”, “LOC”."), "\(unknown.result.errors)")
  }

  @Test func refusesWhatATaskDoesNotHave() throws {
    let tokens = try run(
      [row("a", "w5")], "bert-tokens", labels: Self.tags, options: ["--explain", "gold"])
    #expect(tokens.result.code == 2)
    #expect(tokens.result.errors.contains("this one labels tokens"))
    let pair = try run(
      [row("a", "w5")], "bert-tokens", labels: Self.tags, options: ["--pair-field", "claim"])
    #expect(pair.result.code == 2)
    #expect(pair.result.errors.contains("the model labels tokens"))
    let bare = try run([row("a", "w5")], "bert-bare", labels: [])
    #expect(bare.result.code == 2)
    #expect(bare.result.errors.contains("has no head"), "\(bare.result.errors)")
  }
}
