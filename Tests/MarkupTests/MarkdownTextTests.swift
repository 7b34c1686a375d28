import Markup
import Testing

struct MarkdownTextTests {
  @Test(arguments: [
    ("plain words, and more.", "plain words, and more."), ("a | b", "a \\| b"),
    ("`code`", "\\`code\\`"), ("*a* _b_ ~~c~~", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~"),
    ("<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"), ("# head", "\\# head"),
    ("- item", "\\- item"),
    ("+ item", "\\+ item"), ("=== x", "\\=== x"), ("1. item", "1\\. item"),
    ("12) item", "12\\) item"),
    ("1234567890. no list", "1234567890. no list"), ("a - b + c = d", "a - b + c = d"),
    ("v 1.5 (x)", "v 1.5 (x)"), ("http://x.org", "http&#58;//x.org"),
    ("www.x.org WWW.y", "www&#46;x.org WWW&#46;y"), ("@name a@b.org", "&#64;name a&#64;b.org"),
    ("trade: prices:", "trade: prices:"), ("[a](b)", "\\[a\\](b)"), ("![a]", "\\!\\[a\\]"),
    ("$x^2$ {y}", "\\$x\\^2\\$ \\{y\\}"), ("C:\\n", "C&#58;\\\\n"), ("a\nb", "a ⏎ b"),
    ("a\r\nb\rc", "a ⏎ b␍c"), ("a\tb", "a&#9;b"), (" a  b ", "&#32;a &#32;b&#32;"),
    ("\0\u{1B}\u{7F}", "␀␛␡"), ("\u{85}\u{FFFE}\u{1FFFF}", "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ("a\u{202E}b\u{2066}", "a⟦U+202E⟧b⟦U+2066⟧"), ("\u{FEFF}a\u{61C}", "⟦U+FEFF⟧a⟦U+061C⟧"),
    ("שלום", "\u{2068}שלום\u{2069}"), ("*\u{301}", "\\*\u{301}"), ("<\u{301}", "&lt;\u{301}"),
    ("", ""),
  ])
  func escapesWhatMarkdownWouldRead(text: String, escaped: String) {
    #expect(Array(MarkdownText.inline(text).utf8) == Array(escaped.utf8))
  }
}
