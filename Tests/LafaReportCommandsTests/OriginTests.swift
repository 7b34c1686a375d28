import AttributionRecords
import Foundation
import TestSupport
import Testing

/// Words of records in the files that they come from, as a user finds them.
struct OriginTests {
  private let model = Fixtures.samples.appending(path: "models/reviews").path(percentEncoded: false)

  private static let files = [
    "a.md": """
    ---
    title: Soup
    ---
    # The *soup*

    > - It was won**der**ful \\*and\\* &quot;warm&quot;,
    >   [as ever](as-ever "ever").
    """,
    "b.html": """
    <title>Soup</title><!-- The soup --><p class="soup">The <b>soup</b> was c&ocirc;ld,
    <img src=cold alt="cold"> and the wai<i>ter</i> rude 😀.<p>Never again
    """,
    "c.txt": "A wonderful evening.",
  ]

  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }

  private func withSite(
    _ options: [String] = [], _ body: (_ texts: URL, _ site: URL) throws -> Void
  ) throws {
    try Fixtures.withTemporaryFolder { top in
      let texts = top.appending(path: "texts")
      try FileManager.default.createDirectory(at: texts, withIntermediateDirectories: true)
      for (name, text) in Self.files {
        // Places are counted behind a byte order mark.
        let mark = name == "a.md" ? "\u{FEFF}" : ""
        try Data((mark + text).utf8).write(to: texts.appending(path: name))
      }
      let site = top.appending(path: "site")
      let made = try CommandRunner.run(
        ["generate", path(texts), "--model", model, "--output", path(site)] + options)
      try #require(made.code == 0, "\(made.errors)")
      try body(texts, site)
    }
  }

  private func record(_ id: String, of site: URL) throws -> AttributionRecord {
    try RecordFile.record(
      from: Data(contentsOf: site.appending(path: "records/\(id).json")), file: id)
  }

  /// What the file has where a record says that its words stand, as the schema explains it.
  private func wordsInFile(_ record: AttributionRecord) throws -> [String] {
    let file = Array(try #require(Self.files[record.source]).unicodeScalars)
    let origins = try #require(record.origins)
    var places: [Int: Range<Int>] = [:]
    for index in stride(from: 0, to: origins.runs.count, by: 3) {
      let (text, place, count) = (
        origins.runs[index], origins.runs[index + 1], origins.runs[index + 2]
      )
      for offset in 0..<count { places[text + offset] = place + offset..<place + offset + 1 }
    }
    for index in stride(from: 0, to: origins.references.count, by: 4) {
      let numbers = origins.references[index..<index + 4].map { $0 }
      for offset in 0..<numbers[1] {
        places[numbers[0] + offset] = numbers[2]..<numbers[2] + numbers[3]
      }
    }
    return try record.words.map { word in
      var view = String.UnicodeScalarView()
      for point in word.start..<word.end {
        view.append(contentsOf: file[try #require(places[point])])
      }
      return String(view)
    }
  }

  private func words(_ record: AttributionRecord) -> [String] {
    let scalars = Array(record.text.unicodeScalars)
    return record.words.map { word in
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[word.start..<word.end])
      return String(view)
    }
  }

  @Test func findsEachWordInItsFile() throws {
    try withSite { texts, site in
      let references = ["\"": "&quot;", "côld": "c&ocirc;ld"]
      for id in ["a", "b"] {
        let record = try record(id, of: site)
        let words = words(record)
        #expect(words.count > 12)
        #expect(try wordsInFile(record) == words.map { references[$0] ?? $0 })
      }
      #expect(try words(record("a", of: site)).contains("wonderful"))
      #expect(try record("c", of: site).origins == nil)
      let again = site.deletingLastPathComponent().appending(path: "again")
      #expect(try CommandRunner.run(["render", path(site), "--output", path(again)]).code == 0)
      #expect(try record("a", of: again) == record("a", of: site))
      let sound = try CommandRunner.run(
        ["verify", path(again), "--model", model, "--documents", path(texts)])
      #expect(sound.code == 0, "\(sound.errors)")
    }
  }

  @Test func findsPlacesThatSaySomethingElse() throws {
    try withSite { texts, site in
      let file = site.appending(path: "records/b.json")
      var record = try record("b", of: site)
      var stretches = try #require(record.origins?.stretches())
      // The word in the comment instead of the one that is read.
      stretches[0].file = 24..<28
      #expect(stretches[0].text == 0..<3)
      stretches[0].file = 24..<27
      stretches[1].file = 30..<34
      record.origins = TextOrigins(stretches)
      try RecordFile.data(of: record).write(to: file)
      let other = site.deletingLastPathComponent().appending(path: "other")
      #expect(try CommandRunner.run(["render", path(site), "--output", path(other)]).code == 0)
      let result = try CommandRunner.run(
        ["verify", path(other), "--model", model, "--documents", path(texts), "--sample", "1"])
      #expect(result.code == 1)
      #expect(
        result.errors.contains(
          """
          document/origin: records/b.json: its file has something else at code points 30 to 34 than \
          the text at 4 to 8
          """), "\(result.errors)")
    }
  }

  /// The length of a reference would tell what is hidden.
  @Test func namesNoPlacesOfATextWithHiddenWords() throws {
    try withSite(["--redact", "(?i)côld"]) { _, site in
      let hidden = try record("b", of: site)
      #expect(hidden.text.contains("████,") && hidden.origins == nil)
      #expect(try record("a", of: site).origins != nil)
    }
  }

  private struct Annotations: Decodable {
    struct Item: Decodable {
      var target: Target
    }
    struct Target: Decodable {
      var source: String
      var selector: [Selector]
    }
    struct Selector: Decodable {
      var type: String
      var start: Int?
      var end: Int?
      var exact: String?
    }
    var items: [Item]
  }

  private func annotations(_ id: String, of site: URL) throws -> [Annotations.Target] {
    let top = site.deletingLastPathComponent()
    let audit = top.appending(path: "audit.csv")
    try Data("id\na\nb\nc\n".utf8).write(to: audit)
    let result = try CommandRunner.run([
      "attach", path(audit), "--reports", path(site), "--output", path(top.appending(path: "out")),
      "--annotations",
    ])
    try #require(result.code == 0, "\(result.errors)")
    let data = try Data(contentsOf: top.appending(path: "out/annotations/\(id).jsonld"))
    return try JSONDecoder().decode(Annotations.self, from: data).items.map(\.target)
  }

  @Test func annotatesTheFileRatherThanWhatItSays() throws {
    // Squares, so that every word has a score to tell.
    try withSite(["--method", "gradient"]) { _, site in
      let others = [
        "a.md": ["won**der**ful", "&quot;"], "b.html": ["c&ocirc;ld", "wai<i>ter"],
      ]
      for id in ["a", "b", "c"] {
        let record = try record(id, of: site)
        let file = Array(try #require(Self.files[record.source]).unicodeScalars)
        var unquoted: Set<String> = []
        let targets = try annotations(id, of: site)
        #expect(targets.count > 2)
        for target in targets {
          #expect(target.source == "urn:sha256:" + record.sha256)
          let place = target.selector[0]
          #expect(place.type == "TextPositionSelector")
          var found = String.UnicodeScalarView()
          found.append(contentsOf: file[try #require(place.start)..<#require(place.end)])
          if let quote = target.selector.dropFirst().first {
            #expect(quote.type == "TextQuoteSelector" && quote.exact == String(found))
          } else {
            unquoted.insert(String(found))
          }
        }
        #expect(unquoted == Set(others[record.source] ?? []))
      }
    }
  }

  @Test func annotatesWithoutPlacesThatItDoesNotKnow() throws {
    try withSite(["--redact", "(?i)côld", "--method", "gradient"]) { _, site in
      let targets = try annotations("b", of: site)
      #expect(targets.count > 2)
      #expect(targets.allSatisfy { $0.selector.map(\.type) == ["TextQuoteSelector"] })
    }
  }
}
