import ReportSite
import Testing

struct TextSegmentsTests {
  /// Each paragraph's text, with words in brackets.
  private func shown(_ text: String, _ words: [Range<Int>]) -> [String] {
    TextSegments(text, words: words).paragraphs.map { paragraph in
      paragraph.map { $0.word == nil ? $0.text : "[\($0.text)]" }.joined()
    }
  }

  @Test func cutsATextAtItsWords() {
    let segments = TextSegments("Hi, you!", words: [0..<2, 4..<7]).paragraphs.joined()
    #expect(segments.map(\.text) == ["Hi", ", ", "you", "!"])
    #expect(segments.map(\.word) == [0, nil, 1, nil])
  }

  @Test func partsParagraphsAtBlankLines() {
    #expect(shown("a\n\nb", [0..<1, 3..<4]) == ["[a]", "[b]"])
    #expect(shown("a\n \t\n\n\nb", [0..<1, 7..<8]) == ["[a]", "[b]"])
    #expect(shown("a\r\n\r\nb", [0..<1, 5..<6]) == ["[a]", "[b]"])
  }

  @Test func keepsSingleLineBreaks() {
    #expect(shown("a\nb", [0..<1, 2..<3]) == ["[a]\n[b]"])
    #expect(shown("a\r\nb", [0..<1, 3..<4]) == ["[a]\n[b]"])
    #expect(shown("a\n", [0..<1]) == ["[a]"])
  }

  @Test func cutsAParagraphIntoLines() throws {
    let paragraph = try #require(TextSegments("a b\n- c", words: [0..<1, 6..<7]).paragraphs.first)
    let lines = TextSegments.lines(paragraph).map { $0.map(\.text).joined(separator: "|") }
    #expect(lines == ["a| b", "- |c"])
  }

  @Test func leavesOutBlankLinesAtBothEnds() {
    #expect(shown("\n\na", [2..<3]) == ["[a]"])
    #expect(shown("a\n\n", [0..<1]) == ["[a]"])
    #expect(shown("\n\n", []) == [])
    #expect(shown("", []) == [])
  }

  @Test func keepsTextBetweenParagraphsThatIsNoWord() {
    #expect(shown("a\n\n---\n\nb", [0..<1, 8..<9]) == ["[a]", "---", "[b]"])
    #expect(shown("... a\n\n  b", [4..<5, 9..<10]) == ["... [a]", "  [b]"])
  }

  @Test func countsCodePointsAndNotCharacters() {
    #expect(shown("e\u{301} 👩‍👩‍👧 z", [0..<2, 3..<8, 9..<10]) == ["[e\u{301}] [👩‍👩‍👧] [z]"])
    // A word may end inside a character.
    #expect(shown("e\u{301}", [0..<1]) == ["[e]\u{301}"])
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8])
  func losesNothingButWhiteSpace(_ seed: UInt64) {
    var state = seed
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let signs: [Unicode.Scalar] = ["a", "b", "-", " ", "\n", "\r", "\t", "\u{301}", "\u{A0}"]
    for _ in 0..<200 {
      let scalars = (0..<next(30)).map { _ in signs[next(signs.count)] }
      var words: [Range<Int>] = []
      for (index, scalar) in scalars.enumerated() where ["a", "b"].contains(scalar) {
        words.append(index..<index + 1)
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      let segments = TextSegments(String(text), words: words).paragraphs.joined()
      let kept = segments.flatMap(\.text.unicodeScalars)
      let isInk = { (scalar: Unicode.Scalar) in !scalar.properties.isWhitespace }
      #expect(kept.filter(isInk) == scalars.filter(isInk))
      #expect(segments.compactMap(\.word) == Array(words.indices))
    }
  }
}
