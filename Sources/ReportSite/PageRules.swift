package import Markup

/// What holds for every page beyond the schema.
///
/// Every expression walks the page once: libxml2 takes the square of the page's length to join what
/// the steps of `//` find.
package enum PageRules {
  /// The rules; each XPath expression selects the offenders.
  package static let all = [
    MarkupRule(
      id: "lang.same", offenders: "/descendant::h:*[@lang and @xml:lang and @lang != @xml:lang]",
      message: "lang and xml:lang differ"),
    MarkupRule(
      id: "heading.one", offenders: "/h:html[count(//h:h1) != 1]",
      message: "a page has exactly one h1"),
    MarkupRule(
      id: "heading.order", offenders: "/descendant::h:h3[not(preceding::h:h2)]",
      message: "h3 without an h2 before it"),
    MarkupRule(
      id: "title.blank", offenders: "/descendant::h:title[normalize-space()='']",
      message: "title is blank"),
    MarkupRule(
      id: "link.name", offenders: "/descendant::h:a[normalize-space()='' and not(@aria-label)]",
      message: "link without a name"),
    MarkupRule(
      id: "link.nested", offenders: "/descendant::h:a/descendant::h:a",
      message: "link inside a link"),
    MarkupRule(
      id: "cell.count",
      offenders: "/descendant::h:tr[parent::h:tbody and count(*) != count(../../h:thead/h:tr/*)]",
      message: "row has another number of cells than the head"),
    MarkupRule(
      id: "word.tip",
      offenders:
        "/descendant::h:span[starts-with(@class,'t ') and not(@data-tip) and ancestor::h:div[@class='heat']]",
      message: "word without its numbers"),
    MarkupRule(
      id: "bar.range", offenders: "/descendant::s:rect[@width < 0 or @width > 100.05]",
      message: "bar outside its chart"),
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
