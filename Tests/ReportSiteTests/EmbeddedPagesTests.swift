import AttributionRecords
import Foundation
import ReportSite
import TestSupport
import Testing

struct EmbeddedPagesTests {
  /// Of a site with fragments and cards the fragment and the card of its first document.
  private func written(_ sample: SampleRecord) throws -> (fragment: String, card: String) {
    try Fixtures.withTemporaryFolder { folder in
      let output = folder.appending(path: "site")
      let renderer = try SampleSite.renderer().adding([.fragment, .card])
      try SiteWriter(output: output, renderer: renderer)
        .write(SampleRecord.summary([sample.record])) { Array([sample.record][$0]) }
      let site = try SampleSite.contents(of: output)
      return (
        try #require(site.first { $0.key.hasPrefix("fragments/") }).value,
        try #require(site.first { $0.key.hasPrefix("cards/") }).value
      )
    }
  }

  /// A number of a card's element.
  private func number(_ name: String, in element: Substring) throws -> Double {
    let pattern = try Regex(" \(name)=\"([-0-9.]+)\"", as: (Substring, Substring).self)
    return try #require(try pattern.firstMatch(in: element).flatMap { Double($0.output.1) })
  }

  /// The words of a card, in the order they stand.
  private func words(_ card: String) -> [Substring] {
    card.matches(of: /<text class="word"[^>]*>[^<]*/).map(\.output)
  }

  private func text(_ element: Substring) -> Substring {
    element.drop { $0 != ">" }.dropFirst()
  }

  @Test func fragmentsNeedNothingAroundThem() throws {
    let fragment = try written(SampleRecord()).fragment
    for part in ["class=", "id=", "<script", "<link", "<style", "href=", "src=", "url(", "var("] {
      #expect(!fragment.contains(part), "\(part)")
    }
    #expect(fragment.hasPrefix("<div lang=\"en\""))
    #expect(fragment.hasSuffix("</div>\n"))
  }

  @Test func fragmentsHaveTheColoursOfThePage() throws {
    let sample = SampleRecord()
    let page = try SampleSite.page(sample)
    let fragment = try written(sample).fragment
    let style = try String(
      decoding: SampleSite.renderer().shared["style.css"] ?? Data(), as: UTF8.self)
    let marked = page.matches(of: /<i class="l([1-9])" data-tip="[^"]*">([^<]*)<\/i>/)
    let heat = Set(marked.map { "\($0.1) \($0.2)" })
    #expect(!heat.isEmpty)
    for word in heat {
      let level = word.prefix(1)
      let colour = try #require(
        try Regex("--p\(level):(#[0-9A-Fa-f]+);", as: (Substring, Substring).self)
          .firstMatch(in: style)?.output.1)
      #expect(
        fragment.contains(
          try Regex("background:\(colour);[^>]*>\(word.dropFirst(2))</span>")), "\(word)")
    }
  }

  @Test func cardsShowWordsInTheirOrder() throws {
    let card = try written(SampleRecord()).card
    let shown = words(card).map(text).joined()
    let sample = SampleRecord().text
    #expect(shown == sample.filter { !$0.isWhitespace })
    #expect(card.contains("<title>A laptop</title>"))
    #expect(card.contains("prefers-color-scheme:dark"))
  }

  @Test(arguments: [
    "A word " + String(repeating: "and another one ", count: 300),
    String(repeating: "x", count: 3000),
    String(repeating: "這是一台很好的筆記本電腦。", count: 200),
    String(repeating: "מחשב נייד חדש ", count: 200),
    "\n\n" + String(repeating: "line\n\n", count: 90),
  ])
  func cardsKeepWithinTheirMargins(_ text: String) throws {
    let card = try written(
      SampleRecord(id: text, title: text, text: text, labels: [text, "other"])
    ).card
    let words = words(card)
    #expect(words.count > 2)
    #expect(words.last.map { self.text($0).hasSuffix("…") } == true)
    for word in words {
      let middle = try number("x", in: word)
      let half = word.contains("textLength") ? try number("textLength", in: word) / 2 : 0
      #expect(middle - half >= 59.9 && middle + half <= 1140.1, "\(word)")
      #expect(try number("y", in: word) <= 540)
    }
  }

  @Test func cardsOfHebrewStartAtTheRight() throws {
    let card = try written(SampleRecord(title: "מחשב נייד", text: "מחשב נייד חדש")).card
    let places = try words(card).map { try number("x", in: $0) }
    #expect(places.count == 3)
    #expect(places == places.sorted(by: >))
    #expect(card.contains("<text class=\"title end\" x=\"1140\""))
  }

  @Test(arguments: HostileTextTests.hostile)
  func areValidWithHostileText(_ text: String) throws {
    let (fragment, card) = try written(
      SampleRecord(
        id: text, title: text, text: "before \(text) after\n\n\(text)", labels: [text, "other"],
        fieldNames: [text, "b"]))
    let renderer = try SampleSite.renderer()
    #expect(renderer.faults(in: fragment, name: "fragments/a.html") == [])
    #expect(renderer.faults(in: card, name: "cards/a.svg") == [])
    for part in HostileTextTests.forbidden {
      #expect(!fragment.utf8.contains(part.utf8), "\(part.debugDescription)")
      #expect(!card.utf8.contains(part.utf8), "\(part.debugDescription)")
    }
  }

  @Test(arguments: [
    ("<p ", "<script>x()</script><p "), ("<p ", "<p onclick=\"x()\" "),
    ("background:#", "background:url(x);background:#"), ("<p ", "<a href=\"x\">y</a><p "),
    ("<p ", "<iframe></iframe><p "), ("</div>", "</div><div></div>"), ("</div>", ""),
    ("<span ", "<span class=\"x\" "),
  ])
  func fragmentsMayHoldNothingElse(_ change: (old: String, new: String)) throws {
    let fragment = try written(SampleRecord()).fragment
    let changed = fragment.replacing(change.old, with: change.new, maxReplacements: 1)
    #expect(changed != fragment)
    #expect(try !SampleSite.renderer().faults(in: changed, name: "fragments/a.html").isEmpty)
  }

  @Test(arguments: [
    ("<rect ", "<script>x()</script><rect "), ("<rect ", "<rect onclick=\"x()\" "),
    ("<rect ", "<image href=\"x\"/><rect "), ("<rect ", "<foreignObject/><rect "),
    ("<style>", "<style>@import url(x);"), ("class=\"word\"", "class=\"other\""),
  ])
  func cardsMayHoldNothingElse(_ change: (old: String, new: String)) throws {
    let card = try written(SampleRecord()).card
    let changed = card.replacing(change.old, with: change.new, maxReplacements: 1)
    #expect(changed != card)
    #expect(try !SampleSite.renderer().faults(in: changed, name: "cards/a.svg").isEmpty)
  }

  @Test func areKnownByTheirFolders() {
    #expect(PageForms(in: ["fragments/a.html", "cards/a.svg"]) == [.fragment, .card])
    #expect(PageForms.isEmbedded("fragments/a.html"))
    #expect(!PageForms.isEmbedded("documents/fragments-a.html"))
  }

  @Test(arguments: ["runs/a/", "runs/cards/", "runs/reports/", "reports/", "data/reports/"])
  func areKnownWhereReportsAreKept(_ folder: String) {
    #expect(PageForms.isEmbedded(folder + "fragments/a.html"))
    #expect(PageForms.isEmbedded(folder + "cards/a.svg"))
    #expect(!PageForms.isEmbedded(folder + "documents/a.html"))
    #expect(!PageForms.isEmbedded(folder + "index.html"))
    #expect(!PageForms.isEmbedded(folder + "documents/cards/a.svg"))
  }
}
