internal import CCMark

/// Reads what a Markdown document says, by cmark's tree.
public enum MarkdownReader {
  /// Reads a document without front matter.
  ///
  /// Marks of structure are left out, code is kept, HTML is read as a page's.
  ///
  /// - Parameter markdown: The document.
  /// - Returns: The text; the title is the first heading.
  /// - Throws: `HTMLReader.Fault` of HTML in the document.
  public static func read(_ markdown: String) throws(HTMLReader.Fault) -> ReadableText {
    var markdown = markdown
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
    var walk = MarkdownWalk()
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE else { break }
      guard let node = cmark_iter_get_node(iterator) else { continue }
      try walk.take(node, isEnter: event == CMARK_EVENT_ENTER)
    }
    return ReadableText(text: walk.text.text, title: walk.title)
  }
}

/// Gathers the text of a tree's events.
private struct MarkdownWalk {
  private(set) var text = TextAssembler()
  private(set) var title: String?
  private var heading: TextAssembler?

  mutating func take(_ node: OpaquePointer, isEnter: Bool) throws(HTMLReader.Fault) {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_TEXT, CMARK_NODE_CODE:
      guard isEnter else { return }
      add(literal(node))
    case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK:
      text.part(.line)
      heading?.part(.space)
    case CMARK_NODE_CODE_BLOCK:
      text.part(.paragraph)
      text.addExactly(literal(node))
      text.part(.paragraph)
    case CMARK_NODE_HTML_BLOCK:
      text.part(.paragraph)
      text.addExactly(try HTMLReader.read(literal(node)).text)
      text.part(.paragraph)
    case CMARK_NODE_HEADING:
      text.part(.paragraph)
      if isEnter {
        if title == nil { heading = TextAssembler() }
      } else if let words = heading?.text {
        if !words.isEmpty { title = words }
        heading = nil
      }
    case CMARK_NODE_ITEM: text.part(.line)
    case CMARK_NODE_PARAGRAPH:
      // Those of a tight list follow each other line by line.
      let isItem = cmark_node_parent(node).map { cmark_node_get_type($0) } == CMARK_NODE_ITEM
      text.part(isItem ? .line : .paragraph)
    case CMARK_NODE_LIST, CMARK_NODE_BLOCK_QUOTE, CMARK_NODE_THEMATIC_BREAK:
      text.part(.paragraph)
    default: break
    }
  }

  private mutating func add(_ piece: String) {
    text.add(piece)
    heading?.add(piece)
  }

  private func literal(_ node: OpaquePointer) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }
}
