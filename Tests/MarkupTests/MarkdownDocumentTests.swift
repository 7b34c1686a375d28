import Markup
import Testing

struct MarkdownDocumentTests {
  @Test func writesHeadingsAndParagraphs() {
    let document = MarkdownDocument()
    document.heading(1, "The #1 report")
    document.heading(9, "Deep")
    document.paragraph("1. a_b")
    document.linked("a [b]", to: "pages/a b(1).html")
    #expect(
      document.rendered() == """
        # The \\#1 report

        ###### Deep

        1\\. a\\_b

        [a \\[b\\]](pages/a%20b%281%29.html)

        """)
  }

  @Test(arguments: [
    ("javascript:alert(1)", "javascript%3Aalert%281%29"), ("//host/x", "%2F/host/x"),
    ("a|b>`é%", "a%7Cb%3E%60%C3%A9%25"), ("../a_b-c.md", "../a_b-c.md"), ("x\n\0", "x%0A%00"),
  ])
  func encodesPathsThatWouldEndALinkOrLeaveTheFolder(path: String, destination: String) {
    let document = MarkdownDocument()
    document.linked("x", to: path)
    #expect(document.rendered() == "[x](\(destination))\n")
  }

  @Test func makesOnlyWholeWordsStrong() {
    let document = MarkdownDocument()
    document.paragraph([
      ("The ", false), ("brig", true), (" and ", true), ("gale", true), ("s", true),
      (", 3*", false),
      ("(x)", true), (" ", false), ("9", true), ("", true),
    ])
    #expect(document.rendered() == "The **brig** and **gales**, 3\\*(x) **9**\n")
  }

  @Test func readsPartsAsOneLine() {
    let document = MarkdownDocument()
    document.paragraph([
      ("12", true), (". www", false), (".x", false), (" ", true), ("http", true), ("://", false),
    ])
    #expect(document.rendered() == "**12**\\. www&#46;x **http**&#58;//\n")
  }

  @Test func writesTables() {
    let document = MarkdownDocument()
    document.table(
      ["Word", "a|b"], alignments: [.leading, .trailing],
      rows: [[.text("x|y")], [.link("go", to: "a|b.md"), .text("2"), .text("3\n4")]])
    document.paragraph("after")
    #expect(
      document.rendered() == """
        | Word | a\\|b |  |
        | --- | ---: | --- |
        | x\\|y |  |  |
        | [go](a%7Cb.md) | 2 | 3 ⏎ 4 |

        after

        """)
  }

  @Test(arguments: [
    ("--kernel rbf:2 --explain 'a_b*'", "`--kernel rbf:2 --explain 'a_b*'`"),
    ("a|b", "a\\|b"), ("`a`", "\\`a\\`"), ("{{< x >}}", "\\{\\{&lt; x &gt;\\}\\}"),
    ("[a](b)", "\\[a\\](b)"), (" a", "&#32;a"), ("a\nb", "a ⏎ b"), ("é", "é"), ("", ""),
  ])
  func writesCodeThatCanBeCopiedWhereItIsSafe(_ text: String, _ cell: String) {
    let document = MarkdownDocument()
    document.table(["x"], alignments: [], rows: [[.code(text)]])
    let line = "|" + (cell.isEmpty ? " " : " \(cell)") + " |"
    #expect(document.rendered().split(separator: "\n").last == Substring(line))
  }

  @Test func readsTheTitleOfAPage() {
    let title = MarkdownTitle(of: "# \\=a(\"http&#58;//b\") *c* `d`\n\ntext\n# e\n")
    #expect(title?.text == "=a(\"http://b\") c d")
    #expect(title?.rest == "text\n# e\n")
    for none in ["", "text\n# a", "## a", "#a"] { #expect(MarkdownTitle(of: none) == nil) }
  }

  @Test func keepsTheLinesOfCode() {
    let document = MarkdownDocument()
    document.codeBlock("\n  a\n```\n<b>\u{1B}\u{202E}")
    #expect(document.rendered() == "```` text\n\n  a\n```\n<b>␛\u{FFFD}\n````\n")
  }

  @Test func writesNothingForNothing() {
    let document = MarkdownDocument()
    document.table([], alignments: [], rows: [])
    #expect(document.rendered().allSatisfy { $0 == "\n" })
  }
}
