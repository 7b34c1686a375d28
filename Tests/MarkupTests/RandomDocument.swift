/// Random documents whose words are known: the same for the same seed.
///
/// In a piece, `@` is a word that readers see, and `%` the same word where they do not: in an
/// address, a comment, a script. Both become one character of a word's own, so that a place that
/// was taken for another is found.
struct RandomDocument {
  private var state: UInt64
  private var words = 0
  /// The document.
  private(set) var source = ""
  /// Where words stand that readers see, by their character.
  private(set) var places: [Unicode.Scalar: Int] = [:]

  private static let first = (seen: 0xE000, unseen: 0xE800, word: 0x4E00)

  private init(seed: Int) { state = UInt64(seed) }

  /// Makes a document of Markdown, its blocks also in block quotes and lists.
  static func markdown(_ seed: Int) -> RandomDocument {
    var document = RandomDocument(seed: seed)
    let lines = document.blocks(depth: 0)
    document.finish(
      lines.joined(separator: document.pick(["\n", "\n", "\r\n", "\r"]))
        + document.pick(["", "\n"]))
    return document
  }

  /// Makes a page, well-formed or not.
  static func html(_ seed: Int) -> RandomDocument {
    var document = RandomDocument(seed: seed)
    let count = 1 + document.number(15)
    document.finish((0..<count).map { _ in document.filled(document.pick(tags)) }.joined())
    return document
  }

  private mutating func number(_ limit: Int) -> Int {
    // Numbers of Steele, Lea and Flood's SplitMix64.
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ z >> 31) % UInt64(limit))
  }

  private mutating func pick<Element>(_ list: [Element]) -> Element { list[number(list.count)] }

  /// Puts a word of its own into a piece.
  private mutating func filled(_ piece: String) -> String {
    guard piece.contains("@"),
      let seen = Unicode.Scalar(Self.first.seen + words),
      let unseen = Unicode.Scalar(Self.first.unseen + words)
    else { return piece }
    words += 1
    return piece.replacing("@", with: String(seen)).replacing("%", with: String(unseen))
  }

  private mutating func finish(_ text: String) {
    var view = String.UnicodeScalarView()
    for (place, scalar) in text.unicodeScalars.enumerated() {
      let value = Int(scalar.value)
      guard (Self.first.seen..<0xF000).contains(value),
        let word = Unicode.Scalar(
          Self.first.word + (value - Self.first.seen) % (Self.first.unseen - Self.first.seen))
      else {
        view.append(scalar)
        continue
      }
      view.append(word)
      if value < Self.first.unseen { places[word] = place }
    }
    source = String(view)
  }
}

extension RandomDocument {
  private mutating func line() -> String {
    let count = 1 + number(6)
    let pieces = (0..<count).map { _ in filled(pick(Self.spans)) }
    return pieces.joined(separator: pick([" ", " ", ""]))
  }

  private mutating func blocks(depth: Int) -> [String] {
    var lines: [String] = []
    for _ in 0...number(3) {
      if depth < 3, number(10) < 4 {
        let inner = blocks(depth: depth + 1).flatMap {
          $0.split(separator: "\n", omittingEmptySubsequences: false)
        }
        if number(2) == 0 {
          lines += inner.map { pick([">", "> ", ">\t", ">  ", ""]) + $0 }
        } else {
          let mark = pick(["- ", "*   ", "1. ", "-\t", "10)  ", "-     "])
          let indent = String(repeating: " ", count: pick([mark.count, mark.count, 1, 2, 4]))
          lines += inner.enumerated().map { ($0 == 0 ? mark : $1.isEmpty ? "" : indent) + $1 }
        }
      } else {
        let block = pick(Self.blocks)
        lines += block.map { $0 == "…" ? line() : $0.replacing("…", with: line()) }.map {
          filled($0)
        }
      }
      if number(2) == 0 { lines.append("") }
    }
    return lines
  }

  private static let spans = [
    "@", "@ @", "*@*", "**@**", "a*@*b", "***@***", "_@_", "`@`", "`` ` @``", "` @ `", "`@\n@`",
    "\\*@\\*", "@&eacute;", "&amp;@&lt;", "&#65;@&#x1F600;", "&no;@", "@&", "[@](/% \"%\")",
    "[@ *@*](<%> (%))", "[@](%(%)\n'%')", "![@ *@*](%)", "<http://@>", "<b title=\"%\">@</b>",
    "<i\nid=%>@</i>", "<!-- % -->@", "[@][ref]", "[ref][]", "[@]", "[", "]", "*", "**", "_", "`",
    "<", ">", "!", "#", "1.", "-", "\\", "\\\\", "\t", "é", "e\u{301}", "😀", "**@\n@**",
    "&NotEqualTilde;", "\u{A0}", "@\\", "(@)",
  ]

  private static let blocks = [
    ["…"], ["…"], ["…", "…"], ["…", "  …", "> …", "\t…", "    …"], ["# …"], ["## … ##"],
    ["…", "==="], ["…", "…", "---"], ["```x", "@ &amp; \\*", "", "  @", "```"],
    ["~~~", "```", "…", "~~~"], ["    @", "", "\t@", "      …"],
    ["<div id=%>", "@ &amp; <b>@</b>", "</div>"],
    ["<pre>", "@  @ &lt;", "", "@", "</pre>"], ["***"], ["[ref]: http://x \"y\"", "…"],
    ["[ref]: <x>", "  'y'", "[two]: /u", "…"], ["…  ", "…\\", "…"], ["<script>", "x", "</script>"],
    ["# @", "#", "## ", "#@"], ["@", ">>> @", "@"],
  ]

  private static let tags = [
    "@", "@ ", " ", "\n", "\r\n", "\t", "<p>@</p>", "<p title=\"%\">@", "</p>", "<b>", "</b>",
    "<div id='%'>@",
    "</div>", "@&eacute;", "&amp;", "&#65;@", "&#x1F600;", "&no;@", "&copy", "& ", "&", "<", "a<b",
    "<br>", "<!-- % -->@", "<script>'<b>%';</script>@", "<style>%</style>@", "<pre>", "</pre>",
    "<img src=% alt=\"@ &amp; @\">", "<img alt=@>", "<IMG ALT='@\n@' id=% />",
    "<ul><li>@<li>@</ul>",
    "<table><tr><td>@<td>@</table>", "é", "e\u{301}", "😀", "\u{1}", "\u{7F}", ">", ";",
    "&#59;", "&amp;amp;", "<?php % ?>@", "</x>", "<p hidden>%</p>@", "<a href=\"&#65;%\">@</a>",
    "<a title='<img alt=\"%\">'>@</a>", "<body>", "<html>", "<meta name=k content=%>@", "</", "<>",
    "<<", "&&", "&#", "&#xD800;", "\"", "<h1>@</h1>", "&nbsp;@", "<![if x]>", "&x&y", "<td>",
    "<svg><text>%</text></svg>@", "<p/>", "<section>@</section>",
  ]
}
