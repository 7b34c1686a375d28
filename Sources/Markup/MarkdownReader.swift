internal import CCMark

/// Reads what a Markdown document says, by cmark's tree.
public enum MarkdownReader {
  /// Reads a document without front matter.
  ///
  /// Marks of structure are left out, code is kept, HTML is read as a page's.
  ///
  /// - Parameter markdown: The document.
  /// - Returns: The text and where it stands; the title is the first heading.
  /// - Throws: `HTMLReader.Fault` of HTML in the document.
  public static func read(_ markdown: String) throws(HTMLReader.Fault) -> ReadableText {
    let zeros =
      markdown.utf8.contains(0)
      ? markdown.unicodeScalars.enumerated().filter { $1 == "\0" }.map(\.offset) : []
    var markdown = zeros.isEmpty ? markdown : markdown.replacing("\0", with: "\u{FFFD}")
    let source = MarkdownSource(markdown)
    let root = markdown.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_DEFAULT)
      }
    }
    guard let root, let iterator = cmark_iter_new(root) else { return ReadableText() }
    defer {
      cmark_iter_free(iterator)
      cmark_node_free(root)
    }
    var walk = MarkdownWalk(source)
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE else { break }
      guard let node = cmark_iter_get_node(iterator) else { continue }
      try walk.take(node, isEnter: event == CMARK_EVENT_ENTER)
    }
    var found = ReadableText(text: walk.text.text, title: walk.title)
    found.origins = walk.text.origins.checked(
      text: Array(found.text.utf8), source: source.bytes, zeros: zeros)
    return found
  }
}

/// Gathers the text of a tree's events.
private struct MarkdownWalk {
  private(set) var text = TextAssembler()
  private(set) var title: String?
  private var heading: TextAssembler?
  private let source: MarkdownSource
  /// Where the texts of the heading or paragraph stand that are still to come.
  private var origins: ArraySlice<[TextOrigin]> = []
  private var containers: MarkdownContainers

  init(_ source: MarkdownSource) {
    self.source = source
    containers = MarkdownContainers(source)
  }

  mutating func take(_ node: OpaquePointer, isEnter: Bool) throws(HTMLReader.Fault) {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_TEXT, CMARK_NODE_CODE:
      guard isEnter else { return }
      add(literal(node))
    case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK:
      breakLine()
    case CMARK_NODE_HTML_INLINE:
      if Self.isLineBreak(literal(node)) { breakLine() }
    case CMARK_NODE_CODE_BLOCK:
      text.part(.paragraph)
      let literal = literal(node)
      text.addExactly(literal, from: lines(node, literal)[...])
      text.part(.paragraph)
    case CMARK_NODE_HTML_BLOCK:
      text.part(.paragraph)
      let literal = literal(node)
      let page = try HTMLReader.page(String(decoding: literal, as: UTF8.self)).text
      let origins = page.origins.moved(by: lines(node, literal))
      text.addExactly(page.bytes, from: origins[...])
      text.part(.paragraph)
    case CMARK_NODE_HEADING:
      text.part(.paragraph)
      if isEnter {
        origins = MarkdownLeaf.origins(of: node, in: source, containers)[...]
        if title == nil { heading = TextAssembler() }
      } else if let words = heading?.text {
        if !words.isEmpty { title = words }
        heading = nil
      }
    case CMARK_NODE_ITEM:
      text.part(.line)
      contain(node, isEnter)
    case CMARK_NODE_PARAGRAPH:
      // Those of a tight list follow each other line by line.
      let isItem = cmark_node_parent(node).map { cmark_node_get_type($0) } == CMARK_NODE_ITEM
      text.part(isItem ? .line : .paragraph)
      if isEnter { origins = MarkdownLeaf.origins(of: node, in: source, containers)[...] }
    case CMARK_NODE_BLOCK_QUOTE:
      text.part(.paragraph)
      contain(node, isEnter)
    case CMARK_NODE_LIST, CMARK_NODE_THEMATIC_BREAK:
      text.part(.paragraph)
    default: break
    }
  }

  private mutating func breakLine() {
    text.part(.line)
    heading?.part(.space)
  }

  /// Whether a tag is `<br>`, however it is written.
  private static func isLineBreak(_ tag: [UInt8]) -> Bool {
    let tag = String(decoding: tag, as: UTF8.self).lowercased()
    return tag.hasPrefix("<br") && tag.dropFirst(3).first.map { "> /\t\n".contains($0) } == true
  }

  private mutating func contain(_ node: OpaquePointer, _ isEnter: Bool) {
    if isEnter { containers.enter(node) } else { containers.leave() }
  }

  private mutating func add(_ piece: [UInt8]) {
    text.add(piece, from: origins.popFirst()?[...] ?? [])
    heading?.add(piece)
  }

  /// Returns where the lines of a block of code or HTML stand.
  private func lines(_ node: OpaquePointer, _ literal: [UInt8]) -> [TextOrigin] {
    let first = Int(cmark_node_get_start_line(node))
    guard isFenced(node, literal) else {
      return source.origins(ofLines: literal, from: first).origins
    }
    return source.origins(ofLines: literal, from: first + 1).origins
  }

  /// Whether a block is code below a fence, and not indented.
  private func isFenced(_ node: OpaquePointer, _ literal: [UInt8]) -> Bool {
    let first = Int(cmark_node_get_start_line(node))
    guard cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK, let line = source.line(first) else {
      return false
    }
    let text = source.bytes[line].dropFirst(Int(cmark_node_get_start_column(node)) - 1)
    guard text.starts(with: [0x60, 0x60, 0x60]) || text.starts(with: [0x7E, 0x7E, 0x7E]) else {
      return false
    }
    // The fence is a line more than there are lines of code.
    let count = literal.count { $0 == 0x0A }
    return count <= Int(cmark_node_get_end_line(node)) - first
      && source.origins(ofLines: literal, from: first + 1).isWhole
  }

  private func literal(_ node: OpaquePointer) -> [UInt8] {
    cmark_node_get_literal(node).map { Array(String(cString: $0).utf8) } ?? []
  }
}

extension OriginList {
  /// Returns origins in a text whose own lines stand elsewhere: cut where those are cut.
  fileprivate func moved(by lines: [TextOrigin]) -> [TextOrigin] {
    var moved = OriginList()
    var lines = lines[...]
    for origin in origins {
      while let line = lines.first, line.text.upperBound <= origin.source.lowerBound {
        lines.removeFirst()
      }
      for line in lines {
        guard line.text.lowerBound < origin.source.upperBound else { break }
        let part = origin.source.clamped(to: line.text)
        guard origin.isUnchanged || part == origin.source else { continue }
        let source = line.source.lowerBound + part.lowerBound - line.text.lowerBound
        let text = origin.text.lowerBound + part.lowerBound - origin.source.lowerBound
        moved.append(
          origin.isUnchanged
            ? TextOrigin(text, at: source, count: part.count)
            : TextOrigin(
              text: origin.text, source: source..<source + part.count, isUnchanged: false))
      }
    }
    return moved.origins
  }
}
