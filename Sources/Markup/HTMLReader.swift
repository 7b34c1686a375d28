internal import CLibXML2

/// Reads what a page says to its readers, as browsers would show it without style sheets.
public enum HTMLReader {
  /// Why a page cannot be read.
  public struct Fault: Error, Equatable {
    /// What libxml2 says.
    public let message: String
  }

  /// Reads a page or a piece of one.
  ///
  /// Scripts, styles, templates and elements with `hidden` are not for readers; libxml2 mends
  /// what is not well-formed, and loads nothing.
  ///
  /// - Parameter html: The page; its own words about its encoding do not count.
  /// - Returns: The text, the title, and the contents of `meta` elements by their names.
  /// - Throws: ``Fault`` if something would be lost, as where elements are nested too deeply.
  public static func read(_ html: String) throws(Fault) -> ReadableText {
    _ = XMLTree.isReady
    // The parser stops at a zero.
    var html = html.replacing("\0", with: "\u{FFFD}")
    guard html.utf8.contains(where: { $0 > 0x20 }) else { return ReadableText() }
    guard let parser = htmlNewParserCtxt(), let size = Int32(exactly: html.utf8.count) else {
      throw Fault(message: "it is too large")
    }
    defer { htmlFreeParserCtxt(parser) }
    let options = Int32(
      HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
        | HTML_PARSE_NONET.rawValue | HTML_PARSE_COMPACT.rawValue)
    let document = html.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        htmlCtxtReadMemory(parser, $0.baseAddress, size, nil, "UTF-8", options)
      }
    }
    guard let document else { throw Fault(message: "it is no HTML") }
    defer { xmlFreeDoc(document) }
    let error = parser.pointee.lastError
    // Lesser errors are mended; at these the parser gives up.
    if error.level == XML_ERR_FATAL {
      let message = error.message.map { String(cString: $0) } ?? "it cannot be parsed"
      throw Fault(message: message.split(separator: "\n").first.map(String.init) ?? message)
    }
    var walk = HTMLWalk()
    walk.walk(xmlDocGetRootElement(document))
    return walk.result
  }
}

/// A walk over a page that gathers its text; a loop, so that depth costs no stack.
private struct HTMLWalk {
  private var text = TextAssembler()
  private var title: String?
  private var values: [(name: String, value: String)] = []
  private var exact = 0

  private static let unread: Set<String> = [
    "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math",
    "canvas", "audio", "video", "map", "datalist", "input", "select", "textarea", "meta", "link",
    "title",
  ]
  private static let paragraphs: Set<String> = [
    "p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "h1", "h2", "h3",
    "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote", "figure", "form", "fieldset",
    "details", "hr", "body", "address", "center",
  ]
  private static let lines: Set<String> = [
    "li", "tr", "dt", "dd", "br", "caption", "figcaption", "summary", "legend", "option", "thead",
    "tbody", "tfoot",
  ]

  var result: ReadableText { ReadableText(text: text.text, title: title, values: values) }

  mutating func walk(_ root: xmlNodePtr?) {
    var next = root
    while let node = next {
      if enter(node), let child = node.pointee.children {
        next = child
        continue
      }
      leave(node)
      var current = node
      next = nil
      while true {
        if current == root { return }
        if let sibling = current.pointee.next {
          next = sibling
          break
        }
        guard let parent = current.pointee.parent else { return }
        current = parent
        leave(current)
      }
    }
  }

  /// Takes a node, and says whether what is in it is read.
  private mutating func enter(_ node: xmlNodePtr) -> Bool {
    switch node.pointee.type {
    case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
      guard let content = node.pointee.content else { return false }
      let piece = String(cString: content)
      if exact > 0 { text.addExactly(piece) } else { text.add(piece) }
      return false
    case XML_ELEMENT_NODE: break
    default: return false
    }
    let name = Self.name(node)
    if name == "title", title == nil { title = Self.content(node) }
    if name == "meta", let key = Self.attribute("name", of: node),
      let value = Self.attribute("content", of: node)
    {
      values.append((key, value))
    }
    if name == "img", let words = Self.attribute("alt", of: node) { text.add(words) }
    guard !Self.unread.contains(name), Self.attribute("hidden", of: node) == nil else {
      return false
    }
    part(name)
    if name == "pre" { exact += 1 }
    return true
  }

  private mutating func leave(_ node: xmlNodePtr) {
    guard node.pointee.type == XML_ELEMENT_NODE else { return }
    let name = Self.name(node)
    guard !Self.unread.contains(name), Self.attribute("hidden", of: node) == nil else { return }
    if name == "pre" { exact -= 1 }
    part(name)
  }

  private mutating func part(_ name: String) {
    if Self.paragraphs.contains(name) {
      text.part(.paragraph)
    } else if Self.lines.contains(name) {
      text.part(.line)
    } else if name == "td" || name == "th" {
      text.part(.tab)
    }
  }

  private static func name(_ node: xmlNodePtr) -> String {
    node.pointee.name.map { String(cString: $0) } ?? ""
  }

  private static func attribute(_ name: String, of node: xmlNodePtr) -> String? {
    guard let value = xmlGetProp(node, name) else { return nil }
    defer { lafa_xml_free(value) }
    return String(cString: value)
  }

  private static func content(_ node: xmlNodePtr) -> String? {
    guard let content = xmlNodeGetContent(node) else { return nil }
    defer { lafa_xml_free(content) }
    var words = TextAssembler()
    words.add(String(cString: content))
    return words.text.isEmpty ? nil : words.text
  }
}
