import Markup
import Testing

/// Where the words of pages stand, by hand.
struct HTMLOriginTests {
  static let cases: [(String, [String])] = [
    ("plain words", ["plain words@0"]),
    ("<p>a<b>b</b>c</p><p>d</p>", ["a@3", "b@7", "c@12", "d@20"]),
    (
      "<p title=\"a\">a <!-- a --> a</p><script>a</script>a<style>a</style> a",
      ["a@13", "a@26", "a@49", "a@67"]
    ),
    (
      "caf&eacute; &#65;&#x42; &amp;amp; &no; AT&T &#67",
      [
        "caf@0", "é=&eacute;@3", "A=&#65;@12", "B=&#x42;@17", "&=&amp;@24", "amp; &no; AT&T@29",
        "C=&#67@44",
      ]
    ),
    ("a < b && c <", ["a < b && c <@0"]),
    ("<pre>a  b\n\tc&lt;</pre>", ["a  b\n\tc@5", "<=&lt;@12"]),
    ("<div><div><ul><li>a<li>b</ul></div></div>", ["a@18", "b@23"]),
    ("<table><tr><td>a<td>b</table>", ["a@15", "b@20"]),
    (
      "<img src=\"a\" alt=\"a &amp; b\"> <IMG ALT='c\nd'/><img alt=e>",
      ["a@18", "&=&amp;@20", "b@26", "c@40", "d@42", "e@55"]
    ),
    ("<a title='<img alt=\"a\">'><img alt=\"a\"></a>", ["a@35"]),
    ("<![CDATA[a]]>b<?a b?>c<!DOCTYPE a>d", ["![CDATA[a]]>b@1", "c@21", "d@34"]),
    ("</p>a</i><b>b<i>c</b>d</i><table>e<tr>f", ["a@4", "b@12", "c@16", "d@21", "e@33", "f@38"]),
    ("a\r\nb <b>c\r\nd</b>", ["a@0", "b@3", "c@8", "d@11"]),
    ("😀<b>e\u{301}</b>日本", ["😀@0", "e\u{301}@4", "日本@10"]),
    ("a\u{1}b\u{FFFE}c\u{7F}", ["a@0", "b@2", "c\u{7F}@4"]),
    ("a\0b", ["a@0", "\u{FFFD}=\0@1", "b@2"]),
    ("&#59;;&semi;&amp;", [";=&#59;@0", ";&semi;@5", "&=&amp;@12"]),
    ("&#65;> &copy> &#67;/", ["A=&#65;@0", "> &copy>@5", "C=&#67;@14", "/@19"]),
    ("<head><title>a</title><meta name=a content=a></head><body>a", ["a@58"]),
    ("<p hidden>a</p>a<noscript>b</noscript>b", ["a@15", "b@38"]),
    ("", []), ("<br>", []),
  ]

  @Test(arguments: cases)
  func findsEachWord(_ html: String, _ expected: [String]) throws {
    let located = try LocatedText(html: html)
    #expect(located.isSound)
    #expect(located.stretches == expected)
    #expect(located.lost.isEmpty)
  }

  /// The parser hands on long texts in parts of a thousand bytes.
  @Test(arguments: [">", "é", "😀", "a", "&amp;", "\u{1}é"])
  func findsLongTexts(_ piece: String) throws {
    for count in [333, 999, 1000, 1001, 5000] {
      let words = String(repeating: piece, count: count)
      let located = try LocatedText(html: "<p>" + words + "</p><p>" + words)
      #expect(located.isSound && located.lost.isEmpty)
      #expect(located.origins.last?.source.upperBound == located.source.count)
    }
  }
}
