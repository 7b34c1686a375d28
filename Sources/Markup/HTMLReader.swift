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
  /// - Returns: The text and where it stands, the title, and the contents of `meta` elements by their
  ///   names.
  /// - Throws: ``Fault`` if something would be lost, as where elements are nested too deeply.
  public static func read(_ html: String) throws(Fault) -> ReadableText {
    // The parser stops at a zero.
    let zeros = html.utf8.contains(0) ? html.unicodeScalars.enumerated().filter { $1 == "\0" } : []
    let html = zeros.isEmpty ? html : html.replacing("\0", with: "\u{FFFD}")
    let page = try page(html)
    var found = ReadableText(text: page.text.text, title: page.title, values: page.values)
    found.origins = page.text.origins.checked(
      text: Array(found.text.utf8), source: Array(html.utf8), zeros: zeros.map(\.offset))
    return found
  }

  /// What a page says, with places in bytes.
  struct Page {
    var text = TextAssembler()
    var title: String?
    var values: [(name: String, value: String)] = []
  }

  /// Reads a page without zeros.
  static func page(_ html: String) throws(Fault) -> Page {
    _ = XMLTree.isReady
    guard html.utf8.contains(where: { $0 > 0x20 }) else { return Page() }
    guard let parser = htmlNewParserCtxt(), let size = Int32(exactly: html.utf8.count) else {
      throw Fault(message: "it is too large")
    }
    defer { htmlFreeParserCtxt(parser) }
    let options = Int32(
      HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
        | HTML_PARSE_NONET.rawValue | HTML_PARSE_COMPACT.rawValue)
    var html = html
    let (document, trace) = html.withUTF8 { bytes in
      let trace = HTMLTrace(parser, bytes)
      let document = bytes.withMemoryRebound(to: CChar.self) {
        htmlCtxtReadMemory(parser, $0.baseAddress, size, nil, "UTF-8", options)
      }
      return (document, trace)
    }
    guard let document else { throw Fault(message: "it is no HTML") }
    defer { xmlFreeDoc(document) }
    let error = parser.pointee.lastError
    // Lesser errors are mended; at these the parser gives up.
    if error.level == XML_ERR_FATAL {
      let message = error.message.map { String(cString: $0) } ?? "it cannot be parsed"
      throw Fault(message: message.split(separator: "\n").first.map(String.init) ?? message)
    }
    var walk = HTMLWalk(trace)
    walk.walk(xmlDocGetRootElement(document))
    return walk.page
  }
}

/// A walk over a page that gathers its text; a loop, so that depth costs no stack.
private struct HTMLWalk {
  private(set) var page = HTMLReader.Page()
  private let trace: HTMLTrace
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

  init(_ trace: HTMLTrace) { self.trace = trace }

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
      let piece = Self.bytes(content)
      let origins = trace.origins(of: node, count: piece.count)
      if exact > 0 {
        page.text.addExactly(piece, from: origins)
      } else {
        page.text.add(piece, from: origins)
      }
      return false
    case XML_ELEMENT_NODE: break
    default: return false
    }
    let name = Self.name(node)
    if name == "title", page.title == nil { page.title = Self.content(node) }
    if name == "meta", let key = Self.attribute("name", of: node),
      let value = Self.attribute("content", of: node)
    {
      page.values.append((key, value))
    }
    if name == "img", let words = Self.attribute("alt", of: node) {
      let piece = Array(words.utf8)
      page.text.add(piece, from: trace.origins(of: node, count: piece.count))
    }
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
      page.text.part(.paragraph)
    } else if Self.lines.contains(name) {
      page.text.part(.line)
    } else if name == "td" || name == "th" {
      page.text.part(.tab)
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
    words.add(bytes(content))
    return words.bytes.isEmpty ? nil : words.text
  }

  private static func bytes(_ content: UnsafePointer<xmlChar>) -> [UInt8] {
    Array(UnsafeBufferPointer(start: content, count: Int(xmlStrlen(content))))
  }
}
