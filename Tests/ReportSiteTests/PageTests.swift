import AttributionRecords
import Foundation
import Markup
import ReportSite
import Testing

struct PageTests {
  static let kinds: [SampleRecord] = [
    SampleRecord(),
    SampleRecord(task: .multiLabel),
    SampleRecord(task: .regression, labels: ["price"]),
    SampleRecord(neighbours: 0),
    SampleRecord(wordsSeen: 3),
    SampleRecord(text: ""),
    SampleRecord(text: longText),
  ]

  static let longText = (1...1200).map { "word\($0)" }.joined(separator: " ")

  @Test(arguments: kinds)
  func writesValidPagesOfEveryKind(_ sample: SampleRecord) throws {
    let validator = try SampleSite.validator()
    let site = try SampleSite.written([sample.record])
    let pages = site.filter { $0.key.hasSuffix(".html") }
    #expect(pages.count >= 2)
    for (path, page) in pages { #expect(validator.faults(in: page) == [], "\(path)") }
  }

  @Test(arguments: [
    "One line only.", "Line one\nline two", "First\n\nsecond\r\n\r\nthird", "\n\n  Late start",
    "Trailing\n\n", "Tabs\tand  two spaces", "a <b> & \"c\" 'd'",
  ])
  func showsTheWholeText(_ text: String) throws {
    let page = try SampleSite.page(SampleRecord(text: text))
    let shown = try #require(PageText.text(ofElement: "heat-1", in: page))
    func ink(_ text: String) -> [Unicode.Scalar] {
      text.unicodeScalars.filter { !["\n", "\r", " "].contains($0) }
    }
    #expect(ink(shown) == ink(text))
    if !text.contains("\n\n"), !text.contains("\r\n") { #expect(shown == text) }
  }

  @Test func explainsEachLabelInItsOwnSection() throws {
    let page = try SampleSite.page(SampleRecord(task: .multiLabel))
    #expect(page.contains("Which words carried “positive”"))
    #expect(page.contains("Which words carried “negative”"))
    #expect(PageText.text(ofElement: "heat-2", in: page) != nil)
  }

  @Test func showsValueAndUnitOfARegression() throws {
    let page = try SampleSite.page(SampleRecord(task: .regression, labels: ["price"]))
    #expect(page.contains("1,299\u{A0}USD"))
    #expect(!page.contains("class=\"probs\""))
  }

  @Test func saysThatNoWordIsColoured() throws {
    var record = SampleRecord().record
    let note = "No word has a score above 0, so that nothing is coloured"
    let coloured = try SampleSite.written([record])["documents/a.html"]
    #expect(coloured?.contains(note) == false)
    // A special token's score colours no word.
    record.explanations[0].scores = record.explanations[0].scores.indices.map { $0 == 0 ? 1 : -1 }
    let site = try SampleSite.written([record])
    #expect(site["documents/a.html"]?.contains(note) == true)
    #expect(site["documents/a.md"]?.contains(note) == true)
    // No scale, no parts and no strongest words of nothing.
    #expect(site["documents/a.html"]?.contains("0.0\u{A0}% of all scores") == false)
    #expect(site["documents/a.html"]?.contains("class=\"split") == false)
    #expect(site["documents/a.md"]?.contains("### Strongest words") == false)
    #expect(site["worklist.html"]?.contains("no word has a score above 0") == true)
  }

  @Test func coloursWordsByTheirScores() throws {
    // Own scores are 1, 2, 3 and 0: a third, two thirds, all and nothing of nine colours.
    let page = try SampleSite.page(SampleRecord(text: "one two three none", neighbours: 0))
    #expect(page.contains(">one</i>"))
    for (word, classes) in [("one", "l3"), ("two", "l6"), ("three", "l9")] {
      #expect(heatSpan(word, in: page)?.hasPrefix("<i class=\"\(classes)\"") == true, "\(word)")
    }
    #expect(heatSpan("none", in: page)?.hasPrefix("<i data-tip=\"0.0") == true)
  }

  @Test func splitsScoresIntoOwnAndNeighbours() throws {
    // Two neighbours give half of the own score each: own and neighbours are equal.
    let page = try SampleSite.page(SampleRecord())
    let split = #"<p class="split w"#
    #expect(page.contains(split + #"50 n50"></p>"#))
    #expect(page.contains(#"<i class="l9" data-tip="16.7\#u{A0}% (8.3 + 8.3)">laptop</i>"#))
    #expect(page.contains(#"<div class="heat two" id="heat-1""#))
    let alone = try SampleSite.page(SampleRecord(neighbours: 0))
    #expect(alone.contains(split + #"100"></p>"#))
    #expect(alone.contains("There are no neighbours"))
  }

  @Test func marksWordsThatTheModelDidNotSee() throws {
    let page = try SampleSite.page(SampleRecord(text: "seen seen unseen", wordsSeen: 2))
    #expect(heatSpan("unseen", in: page)?.hasPrefix("<i class=\"unseen\"") == true)
    #expect(page.contains("The model saw the first 2 words of 3"))
  }

  @Test(arguments: ["[UNK]", "<unk>"])
  func namesWordsThatTheModelDoesNotKnow(_ piece: String) throws {
    var record = SampleRecord(text: "a <b>☕</b> and ☕ or ☕").record
    for word in [1, 3, 5] { record.tokens[record.words[word].firstToken].piece = piece }
    let site = try SampleSite.written([record])
    let note = "2 words are not in the model’s vocabulary, so that it saw a placeholder instead: "
    #expect(site["documents/a.html"]?.contains(note + "&lt;b&gt;☕&lt;/b&gt;, ☕.") == true)
    #expect(site["documents/a.md"]?.contains(note) == true)
    let known = try SampleSite.page(SampleRecord(text: "a <b>☕</b> and ☕ or ☕"))
    #expect(!known.contains("vocabulary"))
  }

  @Test func namesTenUnknownWordsAtMost() throws {
    var record = SampleRecord(text: (1...12).map { "☕\($0)" }.joined(separator: " ")).record
    for index in record.tokens.indices { record.tokens[index].piece = "[UNK]" }
    let page = try #require(try SampleSite.written([record])["documents/a.html"])
    #expect(page.contains("12 words are") && page.contains("☕9, ☕10 …."))
  }

  @Test func leavesALongTableToTheRecord() throws {
    let page = try SampleSite.page(SampleRecord(text: Self.longText))
    #expect(!page.contains("id=\"words-1\""))
    #expect(page.contains("../records/a.json"))
  }

  @Test func saysATitleThatIsTheIDOnce() throws {
    let site = try SampleSite.written([SampleRecord(id: "a-1", title: "a-1").record])
    let page = try #require(site["documents/a-1.html"])
    #expect(page.contains("<title>a-1 – positive</title>"))
    #expect(page.contains("<p class=\"sub\">11 words, 12 tokens · "))
    #expect(site["index.html"]?.contains("class=\"id\"") == false)
    #expect(site["index.md"]?.contains("| Title |") == false)
    let named = try SampleSite.written([SampleRecord().record])
    #expect(named["documents/a.html"]?.contains("<title>A laptop – positive – a</title>") == true)
    #expect(named["documents/a.html"]?.contains("<p class=\"sub\">a · 11 words") == true)
    #expect(named["index.html"]?.contains("<span class=\"id\"><bdi>a</bdi></span>") == true)
    #expect(named["index.md"]?.contains("| Title |") == true)
  }

  @Test func linksPagesOfTheRunInOrder() throws {
    let records = ["a", "b", "c"].map { SampleRecord(id: $0).record }
    let page = try #require(try SampleSite.written(records)["documents/b.html"])
    #expect(page.contains("<a rel=\"prev\" href=\"a.html\">"))
    #expect(page.contains("<a rel=\"next\" href=\"c.html\">"))
  }

  @Test func listsFaultsOfTheRunOnTheIndex() throws {
    let fault = RunSummary.Fault(source: "x.txt", message: "It is empty.", isSkipped: true)
    let site = try SampleSite.written([SampleRecord().record], faults: [fault])
    let index = try #require(site["index.html"])
    #expect(index.contains("It is empty."))
    #expect(index.contains("left out"))
  }

  /// The tag of a word in the heatmap.
  private func heatSpan(_ word: String, in page: String) -> Substring? {
    page.components(endingWith: "\">\(word)</i>")
  }
}

extension String {
  /// The last tag before an ending, from its `<`.
  fileprivate func components(endingWith ending: String) -> Substring? {
    guard let end = range(of: ending), let start = self[..<end.lowerBound].lastIndex(of: "<")
    else { return nil }
    return self[start..<end.upperBound]
  }
}
