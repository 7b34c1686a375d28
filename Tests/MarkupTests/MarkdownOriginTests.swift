import Markup
import Testing

/// Where the words of Markdown stand, by hand.
struct MarkdownOriginTests {
  static let cases: [(String, [String])] = [
    ("plain words", ["plain words@0"]),
    ("# A *b*c __d__ ##", ["A@2", "b@5", "c@7", "d@11"]),
    ("a*b*c ***d***", ["a@0", "b@2", "c@4", "d@9"]),
    ("Title\n=====\n\nb", ["Title@0", "b@13"]),
    ("\\*a\\* \\b", ["*a@1", "* \\b@4"]),
    (
      "caf&eacute; &#65;&amp;amp; &no; AT&T",
      ["caf@0", "é=&eacute;@3", "A=&#65;@12", "&=&amp;@17", "amp; &no; AT&T@22"]
    ),
    ("`a &amp; \\*` `` ` `` ` x `", ["a &amp; \\*@1", "`@16", "x@23"]),
    ("one\ntwo  \nthree\\\n  four", ["one\ntwo@0", "three@10", "four@19"]),
    ("- a\n  b\n- c\n\n  d", ["a@2", "b@6", "c@10", "d@15"]),
    ("> a\n>b\nlazy\n> > c", ["a@2", "b\nlazy@5", "c@16"]),
    ("1. > - a *b\n   >   c*", ["a@7", "b@10", "c@19"]),
    ("[a](a \"a\") a", ["a@1", "a@11"]),
    ("[x][y] [x] [z\nz](a\n'a')\n\n[x]: x 'x'\n[y]: <a b>", ["x@1", "x@8", "z\nz@12"]),
    ("[x]: x 'x'\nx", ["x@11"]),
    (
      "![a *b*](a) <http://a.b/a&amp;a> a",
      ["a@2", "b@5", "http://a.b/a@13", "&=&amp;@25", "a@30", "a@33"]
    ),
    ("a<br>b<BR />c <branch>d", ["a@0", "b@5", "c@12", "d@22"]),
    ("<b class=\"a\">a</b> <!-- b --> b", ["a@13", "b@30"]),
    ("```a\na\n\n  b\n```\n\n    c\n\td", ["a\n\n  b@5", "c@21", "d@24"]),
    ("> ~~~\n> a\n>  b", ["a@8", " b@12"]),
    ("- \ta\n\n\t\tb", ["a@3", "b@8"]),
    (
      "<div title=\"a\">\na &lt;b&gt;\n</div>\n\na",
      ["a@16", "<=&lt;@18", "b@22", ">=&gt;@23", "a@36"]
    ),
    ("> <pre>\n> a\n>  b</pre>", ["a@10", " b@14"]),
    ("a\r\n*b*\r\n\r\nc\rd", ["a@0", "b@4", "c@10", "d@12"]),
    ("a\t*b*\n\tc", ["a@0", "b@3", "c@7"]),
    ("😀 *e\u{301}* 日本\u{200D}", ["😀@0", "e\u{301}@3", "日本\u{200D}@7"]),
    ("a\0b", ["a@0", "\u{FFFD}=\0@1", "b@2"]),
    ("a\n---\n\n***\n\n#b\n===", ["a@0", "#b@12"]),
    ("", []), ("[x]: y", []),
  ]

  @Test(arguments: cases)
  func findsEachWord(_ markdown: String, _ expected: [String]) throws {
    let located = try LocatedText(markdown: markdown)
    #expect(located.isSound)
    #expect(located.stretches == expected)
    #expect(located.lost.isEmpty)
  }

  @Test func readsATagThatBreaksALineAsOne() throws {
    #expect(try MarkdownReader.read("good<br>bad<BR />ugly <branch>x").text == "good\nbad\nugly x")
  }
}
