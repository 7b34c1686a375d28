import Markup
import Testing

struct PolyglotTests {
  @Test(arguments: [
    ("<b>", "&lt;b&gt;"), ("a & b", "a &amp; b"), ("\"'", "&quot;&#39;"),
    ("a\tb\nc", "a&#9;b&#10;c"), ("\r\n", "\u{240D}&#10;"), ("\0\u{1B}\u{7F}", "␀␛␡"),
    ("x\u{85}\u{9F}", "x\u{FFFD}\u{FFFD}"), ("\u{A0}é", "\u{A0}é"),
    ("\u{FFFE}\u{FFFF}\(TinySite.noncharacters)", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
    ("\u{1FFFE}\u{10FFFF}", "\u{FFFD}\u{FFFD}"), ("😀\u{FFFD}\u{FDF0}", "😀\u{FFFD}\u{FDF0}"),
    ("a\u{202A}b\u{202E}c\u{2066}d\u{2069}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}"),
    ("\u{2029}\u{202F}\u{2065}\u{206A}", "\u{2029}\u{202F}\u{2065}\u{206A}"), ("", ""),
  ])
  func replacesWhatHTMLAndXMLReadDifferently(text: String, escaped: String) {
    #expect(Array(Polyglot.escape(text).utf8) == Array(escaped.utf8))
  }

  @Test(arguments: ["\"", "<", ">", "&", "'"])
  func escapesMarkupThatACombiningMarkHides(mark: String) {
    let escaped = Polyglot.escape(mark + "\u{301}")
    #expect(!escaped.unicodeScalars.contains(Unicode.Scalar(mark) ?? " ") || mark == "&")
    #expect(escaped.utf8.first == 0x26 && escaped.unicodeScalars.last == "\u{301}")
  }

  /// The first of 256 code points, wherever some of them are controls, spaces or noncharacters.
  private static let blocks: [UInt32] = [
    0, 0x100, 0x300, 0x600, 0x2000, 0xD700, 0xE000, 0xFD00, 0xFE00, 0xFF00, 0x1_FF00, 0xE_0000,
    0x10_FF00,
  ]

  @Test func keepsPagesSoundWhateverTheTextHolds() throws {
    let validator = try TinySite.validator()
    for value in Self.blocks {
      let text = (value..<(value + 256)).compactMap(Unicode.Scalar.init)
        .map { "\"\(Character($0))<\(Character($0))>&" }.joined()
      let escaped = Polyglot.escape(text)
      let page = TinySite.page("<p title=\"\(escaped)\" id=\"words\">\(escaped)</p>")
      #expect(validator.faults(in: page).isEmpty, "U+\(String(value, radix: 16))")
    }
  }

  @Test func keepsTheWordsOfThePage() throws {
    let text = "“A & B”\t<i>é\u{301}😀</i>\n\"x\"  y"
    let page = TinySite.page("<p id=\"words\">\(Polyglot.escape(text))</p><p>after</p>")
    #expect(PageText.text(ofElement: "words", in: page) == text)
    #expect(PageText.text(ofElement: "other", in: page) == nil)
    #expect(PageText.text(ofElement: "words", in: "<p id=\"words\">no page</p>") == nil)
    #expect(PageText.text(ofElement: "words", in: "") == nil)
  }

  @Test func readsTheTextOfNestedElements() {
    let page = TinySite.page("<p id=\"words\">one <a href=\"x\">two</a> three</p>")
    #expect(PageText.text(ofElement: "words", in: page) == "one two three")
  }
}
