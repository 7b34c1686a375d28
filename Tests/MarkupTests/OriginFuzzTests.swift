import Markup
import Testing

/// Where words stand in documents of random pieces.
struct OriginFuzzTests {
  private static let count = 3000

  /// Checks that all of a text was found, and each word where readers see it.
  ///
  /// - Returns: How many words were looked for.
  private func check(_ document: RandomDocument, _ located: LocatedText) -> Int {
    #expect(located.isSound && located.lost.isEmpty, "\(document.source.debugDescription)")
    var found: [Unicode.Scalar: [Int]] = [:]
    for (scalar, place) in zip(located.text, located.places) {
      if let place, document.places[scalar] != nil { found[scalar, default: []].append(place) }
    }
    // A word that is seen twice was let out by broken markup.
    let once = found.filter { $1.count == 1 }
    for (word, places) in once {
      #expect(places == [document.places[word]], "\(document.source.debugDescription)")
    }
    return once.count
  }

  @Test func findsEachWordOfRandomMarkdown() throws {
    var words = 0
    for seed in 0..<Self.count {
      let document = RandomDocument.markdown(seed)
      words += check(document, try LocatedText(markdown: document.source))
    }
    #expect(words > 5 * Self.count)
  }

  @Test func findsEachWordOfRandomPages() throws {
    var words = 0
    for seed in 0..<Self.count {
      let document = RandomDocument.html(seed)
      words += check(document, try LocatedText(html: document.source))
    }
    #expect(words > 2 * Self.count)
  }

  /// Each list counts its columns from where the one around it ends.
  @Test(arguments: [
    String(repeating: "- ", count: 50_000) + "a\n" + String(repeating: " ", count: 200_000) + "b",
    String(repeating: "> ", count: 50_000) + "a\n" + String(repeating: "b\n", count: 10_000),
    (0..<600).map { String(repeating: "  ", count: $0) + "- a\n" }.joined(),
    String(repeating: String(repeating: "> - ", count: 100) + "a\n", count: 1000),
  ])
  func readsDeepLists(_ markdown: String) throws {
    let time = try ContinuousClock().measure {
      let located = try LocatedText(markdown: markdown)
      #expect(located.isSound && located.lost.isEmpty)
    }
    #expect(time < .seconds(20), "\(time)")
  }

  /// What stands before or behind a piece is not looked through again for each: that takes minutes.
  @Test(arguments: [
    "word *b* &amp; ", "[a](x \"", "[a](b", "[a][b", "&lt;", "&a", "[a]: b\n", "`` ` ", "*a_ ",
    "<http://a> ", "[a](<b> (c) ", "<b>x</b>", "<img alt=\"a\"> ", "<img ", "\u{1}", "- a\n", "> ",
  ])
  func readsTheSameManyTimes(_ piece: String) throws {
    let source = String(repeating: piece, count: 500_000 / piece.utf8.count) + "end"
    let time = try ContinuousClock().measure {
      let document = try LocatedText(markdown: source)
      #expect(document.isSound)
      // Deeper pages are refused.
      if let page = try? LocatedText(html: source) { #expect(page.isSound) }
    }
    #expect(time < .seconds(20), "\(time)")
  }
}
