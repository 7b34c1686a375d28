package import Markup

/// What holds for every page beyond the schema.
package enum PageRules {
  /// Returns all rules.
  ///
  /// - Parameter style: The style sheet, the only one that a page may hold.
  /// - Returns: The rules.
  package static func all(style: String) -> [MarkupRule] {
    general + [own(style: style, of: "site")]
  }

  /// Returns the rule that no other style sheet than this is in the text.
  static func own(style: String, of owner: String) -> MarkupRule {
    MarkupRule(
      id: "style.own", element: "style", message: "another style sheet than the \(owner)'s"
    ) { block, _ in block.text != style }
  }

  private static let general = [
    MarkupRule(id: "lang.same", element: "html", message: "lang and xml:lang differ") { page, _ in
      page.attribute("lang") != page.xmlLanguage
    },
    MarkupRule(id: "heading.one", element: nil, message: "a page has exactly one h1") { _, count in
      count("h1") != 1
    },
    MarkupRule(id: "heading.order", element: "h3", message: "h3 without an h2 before it") {
      _, before in before("h2") == 0
    },
    MarkupRule(id: "title.blank", element: "title", message: "title is blank") { title, _ in
      title.isBlank
    },
    MarkupRule(id: "link.name", element: "a", message: "link without a name") { link, _ in
      link.isBlank && link.attribute("aria-label") == nil
    },
    MarkupRule(id: "link.nested", element: "a", message: "link inside a link") { link, _ in
      link.isWithin("a")
    },
    MarkupRule(
      id: "cell.count", element: "tr", message: "row has another number of cells than the head"
    ) { row, _ in
      guard let body = row.parent, body.name == "tbody" else { return false }
      let head = body.parent?.children.first { $0.name == "thead" }?.children.first
      return row.childCount != head?.childCount ?? 0
    },
    MarkupRule(id: "word.tip", element: "i", message: "word without its numbers") { word, _ in
      word.attribute("data-tip") == nil && word.isWithin("div", class: "heat")
    },
    MarkupRule(id: "bar.range", element: "rect", message: "bar outside its chart") { bar, _ in
      !(0...100.05).contains(bar.attribute("width").flatMap(Double.init) ?? 0)
    },
  ]

  /// Returns the class names that a style sheet knows: pages may use no others.
  ///
  /// - Parameter style: The style sheet.
  /// - Returns: What follows a dot and begins with a letter.
  package static func classes(of style: String) -> Set<String> {
    var classes: Set<String> = []
    let bytes = Array(style.utf8)
    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    func isName(_ byte: UInt8) -> Bool {
      isLetter(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
    }
    var index = 0
    while index + 1 < bytes.count {
      defer { index += 1 }
      guard bytes[index] == 0x2E, isLetter(bytes[index + 1]) else { continue }
      let end = bytes[(index + 1)...].firstIndex { !isName($0) } ?? bytes.count
      classes.insert(String(decoding: bytes[index + 1..<end], as: UTF8.self))
    }
    return classes
  }
}
