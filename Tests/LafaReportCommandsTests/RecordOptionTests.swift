import AttributionRecords
import Foundation
import TestSupport
import Testing

/// What `generate` says beyond the scores: checks, contrasts, and what it hides.
struct RecordOptionTests {
  private let model = Fixtures.samples.appending(path: "models/reviews").path(percentEncoded: false)
  private let reviews = Fixtures.samples.appending(path: "reviews").path(percentEncoded: false)

  /// Explains and returns the records by id and all files by path.
  private func generate(
    _ input: String, _ options: [String], in top: URL, name: String = "site"
  ) throws -> (records: [String: AttributionRecord], files: [String: String]) {
    let site = top.appending(path: name)
    let result = try CommandRunner.run(
      ["generate", input, "--model", model, "--output", site.path(percentEncoded: false)]
        + options)
    try #require(result.code == 0, "\(result.errors)")
    var records: [String: AttributionRecord] = [:]
    var files: [String: String] = [:]
    for path in try FileManager.default.subpathsOfDirectory(
      atPath: site.path(percentEncoded: false))
    {
      guard
        let data = FileManager.default.contents(
          atPath: site.appending(path: path).path(percentEncoded: false)), !data.isEmpty
      else { continue }
      files[path] = String(decoding: data, as: UTF8.self)
      guard path.hasPrefix("records/"), !path.hasSuffix("run.json") else { continue }
      let record = try RecordFile.record(from: data, file: path)
      records[record.id] = record
    }
    return (records, files)
  }

  private func write(_ texts: [String: String], to folder: URL) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in texts {
      try Data(text.utf8).write(to: folder.appending(path: name + ".txt"))
    }
    return folder.path(percentEncoded: false)
  }

  /// Hiding words in the check is what writing [MASK] in their place is.
  @Test func checksAreWhatTheModelSaysOfMaskedTexts() throws {
    try Fixtures.withTemporaryFolder { top in
      let texts = [
        "a": "The soup was wonderful and the staff were wonderful.",
        "b": "The soup was cold and the waiter was rude to us all evening.",
      ]
      let folder = try write(texts, to: top.appending(path: "texts"))
      let (records, files) = try generate(folder, ["--faithfulness"], in: top)
      var masked: [String: String] = [:]
      for record in records.values {
        let explanation = record.explanations[0]
        let check = try #require(explanation.faithfulness)
        #expect(check.shares == [0.1, 0.2, 0.5] && check.orders == 10)
        let sums = WordScores.sums(of: explanation.scores, over: record.words)
        let ranked = sums.indices.sorted { (-sums[$0], $0) < (-sums[$1], $1) }
        for (place, share) in check.shares.enumerated() {
          let count = Int((share * Double(sums.count)).rounded(.up))
          var scalars = Array(record.text.unicodeScalars)
          for word in ranked.prefix(count).sorted(by: >) {
            let found = record.words[word]
            let masks = String(repeating: "[MASK] ", count: found.endToken - found.firstToken)
            scalars.replaceSubrange(found.start..<found.end, with: masks.unicodeScalars)
          }
          var view = String.UnicodeScalarView()
          view.append(contentsOf: scalars)
          masked["\(record.id)-\(place)"] = String(view)
        }
      }
      let other = try write(masked, to: top.appending(path: "masked"))
      let (hidden, _) = try generate(other, [], in: top, name: "hidden")
      for (id, record) in records {
        let explanation = record.explanations[0]
        let full = try #require(record.prediction.outputs[explanation.output].probability)
        for (place, fall) in (explanation.faithfulness?.strongest ?? []).enumerated() {
          let left = try #require(hidden["\(id)-\(place)"]).prediction.outputs[explanation.output]
          #expect(abs(full - (left.probability ?? 0) - fall) < Self.rounding, "\(id) \(place)")
        }
      }
      #expect(files["documents/a.html"]?.contains("Checked against the model") == true)
      #expect(files["documents/a.md"]?.contains("### Checked against the model") == true)
    }
  }

  /// Probabilities have nine digits in records, and batches of other sizes may round otherwise.
  private static let rounding = 1e-5

  @Test func theContrastIsTheNearestWithAnotherPrediction() throws {
    try Fixtures.withTemporaryFolder { top in
      // With all documents for neighbours, the first that does not agree is the contrast.
      let (records, files) = try generate(reviews, ["--neighbours", "59"], in: top)
      #expect(records.count == 60)
      for record in records.values {
        let explanation = record.explanations[0]
        let other = try #require(explanation.neighbours.first { $0.agrees == false })
        let contrast = try #require(explanation.contrast)
        #expect(contrast.id == other.id && contrast.title == other.title)
        #expect(contrast.distance == other.distance && contrast.label == other.label)
        let text = try #require(records[contrast.id]).text.lowercased()
        for word in contrast.here {
          #expect(record.text.contains(word) && !text.split(separator: " ").contains { $0 == word })
        }
      }
      #expect(
        files["documents/review-004.html"]?.contains("Nearest document with another prediction")
          == true)
    }
  }

  @Test func hidesWhatPatternsMatchFromAllFiles() throws {
    try Fixtures.withTemporaryFolder { top in
      let texts = [
        "a": "Hieronymus was wonderful. Write to hieronymus@example.com or call Hieronymus.",
        "b": "Hieronymus was wonderful, and the soup was cold.", "c": "The soup was cold.",
      ]
      let folder = try write(texts, to: top.appending(path: "texts"))
      let options = ["--neighbour-words", "3"]
      let (plain, open) = try generate(folder, options, in: top)
      let (records, files) = try generate(
        folder, options + ["--redact", #"\S+@\S+"#, "--redact", "(?i)hieronymus"], in: top,
        name: "hidden")
      #expect(open.values.contains { $0.lowercased().contains("hieronymus") })
      for (path, text) in files {
        let text = text.lowercased()
        #expect(!text.contains("hieronymus") && !text.contains("example.com"), "\(path)")
        // Nor do pieces of words say it.
        #expect(!text.contains("##ymus") && !text.contains("##ron"), "\(path)")
      }
      #expect(
        files["documents/a.md"]?.contains("SHA-256 of the text shown") == true
          && open["documents/a.md"]?.contains("Document SHA-256") == true)
      #expect(
        records["a"]?.text
          == "██████████ was wonderful. Write to ██████████████████████ or call ██████████.")
      for (id, record) in records {
        #expect(record.explanations[0].scores == plain[id]?.explanations[0].scores)
        #expect(record.words == plain[id]?.words)
        // The hash of what is hidden would tell a right guess from a wrong one.
        #expect(record.sha256 == Fingerprint.sha256(Data(record.text.utf8)))
        let whole = Fingerprint.sha256(Data((texts[id] ?? "").utf8))
        #expect(plain[id]?.sha256 == whole)
        let isWhole = record.text == texts[id]
        #expect(isWhole || !files.values.contains { $0.contains(whole) })
      }
    }
  }

  @Test func showsAsMuchOfNeighboursAsIsAskedFor() throws {
    try Fixtures.withTemporaryFolder { top in
      let long = String(repeating: "The soup was cold and the waiter was rude. ", count: 20)
      let folder = try write(
        ["a": "A wonderful evening.", "b": long, "c": "Wonderful soup."],
        to: top.appending(path: "texts"))
      for (choice, length) in [("full", long.utf8.count - 1), ("none", 0)] {
        let (records, files) = try generate(
          folder, ["--neighbour-text", choice], in: top, name: choice)
        let near = try #require(
          records["a"]?.explanations[0].neighbours.first { $0.id == "b" })
        #expect(abs(near.excerpt.text.utf8.count - length) <= 1)
        #expect(near.title == (choice == "none" ? "b" : near.title))
        #expect(
          files["documents/a.html"]?.contains("waiter") == (choice == "full"))
      }
    }
  }

  @Test func refusesPatternsAndOptionsThatContradictEachOther() throws {
    for (options, sentence) in [
      (["--redact", "("], "--redact: “(” is not a regular expression."),
      (["--neighbour-text", "none", "--neighbour-words", "1"], "--neighbour-text none hides"),
    ] {
      let result = try CommandRunner.run(
        ["generate", reviews, "--model", model, "--output", "x"] + options)
      #expect(result.code == 2 && result.errors.contains(sentence), "\(result.errors)")
    }
  }

  @Test func pagesAboutTheRunListLabelsFieldsAndWork() throws {
    try Fixtures.withTemporaryFolder { top in
      let rows = """
        {"id": "a", "title": "Wonderful soup", "body": "A wonderful evening.", "label": "NEGATIVE"}
        {"id": "b", "title": "Rude waiter", "body": "The soup was cold.", "label": "NEGATIVE"}
        {"id": "c", "title": "Cold soup", "body": ""}
        {"id": "d", "title": "Great food", "body": "We loved the wonderful staff and will be back."}
        {"id": "e", "title": "Lovely", "body": "The soup was wonderful and the staff were great."}
        """
      let file = top.appending(path: "rows.jsonl")
      try Data(rows.utf8).write(to: file)
      let (records, files) = try generate(
        file.path(percentEncoded: false), ["--fields", "title,body"], in: top)
      #expect(records["c"]?.fields.map(\.name) == ["title", "body"])
      let fields = try #require(files["fields.html"])
      #expect(fields.contains("<bdi>body</bdi>") && fields.contains("Mean share of scores"))
      let work = try #require(files["worklist.html"])
      #expect(work.contains("Prediction and data disagree"))
      #expect(work.contains("documents/a.html") && work.contains("predicted POSITIVE"))
      let label = try #require(files["labels/POSITIVE.html"])
      #expect(label.contains("<bdi>wonderful</bdi>") && label.contains("../documents/e.html"))
      let index = try #require(files["index.html"])
      for link in ["fields.html", "worklist.html", "labels/POSITIVE.html"] {
        #expect(index.contains("href=\"\(link)\""))
      }
      #expect(index.contains("class=\"differs") && index.contains("value=\"differs\""))
    }
  }
}
