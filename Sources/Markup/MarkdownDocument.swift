internal import CCMark

/// A Markdown document whose structure is written by cmark and whose text is escaped by
/// ``MarkdownText``, so that no text can become structure.
public final class MarkdownDocument {
  private let root: OpaquePointer?

  /// The alignment of a table's column.
  public enum Alignment: Sendable {
    /// To the left.
    case left
    /// To the right, for numbers.
    case right
  }

  /// A cell of a table.
  public enum Cell: Sendable, Equatable {
    /// Plain text.
    case text(String)
    /// Text that links to a relative path of safe characters.
    case link(String, to: String)
  }

  /// Makes an empty document.
  public init() {
    root = cmark_node_new(CMARK_NODE_DOCUMENT)
  }

  deinit {
    cmark_node_free(root)
  }

  /// Adds a heading.
  ///
  /// - Parameters:
  ///   - level: 1 to 6.
  ///   - text: Any text.
  public func heading(_ level: Int, _ text: String) {
    let node = cmark_node_new(CMARK_NODE_HEADING)
    cmark_node_set_heading_level(node, Int32(level))
    cmark_node_append_child(node, inline(MarkdownText.inline(text)))
    cmark_node_append_child(root, node)
  }

  /// Adds a paragraph.
  ///
  /// - Parameter text: Any text.
  public func paragraph(_ text: String) {
    paragraph([(text: text, isStrong: false)])
  }

  /// Adds a paragraph of parts, some of them bold.
  ///
  /// Markdown has no way to make a part bold that begins or ends with punctuation inside a word,
  /// so only parts between letters or digits are; the others stay plain.
  ///
  /// - Parameter parts: Texts that stand one after the other.
  public func paragraph(_ parts: [(text: String, isStrong: Bool)]) {
    let cleaned = parts.map { MarkdownText.cleaned($0.text) }
    let line = cleaned.flatMap(\.self)
    var start = 0
    var markdown = ""
    for (part, scalars) in zip(parts, cleaned) {
      let range = start..<start + scalars.count
      start = range.upperBound
      var escaped = String.UnicodeScalarView()
      for index in range { MarkdownText.append(index, of: line[...], to: &escaped) }
      let isStrong = part.isStrong && Self.canBeStrong(range, of: line)
      markdown += isStrong ? "**\(escaped)**" : String(escaped)
    }
    let node = cmark_node_new(CMARK_NODE_PARAGRAPH)
    cmark_node_append_child(node, inline(MarkdownText.isolated(markdown, if: line)))
    cmark_node_append_child(root, node)
  }

  /// Returns whether asterisks around a part mark it up: letters or digits inside, neither outside.
  private static func canBeStrong(_ range: Range<Int>, of line: [Unicode.Scalar]) -> Bool {
    func isWord(_ index: Int) -> Bool {
      line.indices.contains(index)
        && (line[index].properties.isAlphabetic || line[index].properties.numericType != nil)
    }
    return !range.isEmpty && isWord(range.lowerBound) && isWord(range.upperBound - 1)
      && !isWord(range.lowerBound - 1) && !isWord(range.upperBound)
  }

  /// Adds a paragraph that is one link.
  ///
  /// - Parameters:
  ///   - text: Any text.
  ///   - path: A relative path of ASCII letters, digits, dots, dashes, underscores and slashes.
  public func linked(_ text: String, to path: String) {
    let node = cmark_node_new(CMARK_NODE_PARAGRAPH)
    cmark_node_append_child(node, inline(Self.link(text, path)))
    cmark_node_append_child(root, node)
  }

  /// Adds a table.
  ///
  /// - Parameters:
  ///   - head: The heads of the columns.
  ///   - alignments: One a column.
  ///   - rows: The rows; cells that are missing are empty.
  public func table(_ head: [String], alignments: [Alignment], rows: [[Cell]]) {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.isEmpty ? " " : $0 }.joined(separator: " | ") + " |\n"
    }
    var markdown = line(head.map(MarkdownText.inline))
    markdown += "|" + alignments.map { $0 == .right ? " ---: |" : " --- |" }.joined() + "\n"
    for row in rows {
      let cells = row.prefix(head.count).map { cell in
        switch cell {
        case .text(let text): MarkdownText.inline(text)
        case .link(let text, let path): Self.link(text, path)
        }
      }
      markdown += line(cells + Array(repeating: "", count: max(0, head.count - row.count)))
    }
    let node = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK)
    cmark_node_set_on_enter(node, markdown)
    cmark_node_append_child(root, node)
  }

  /// Returns the document as Markdown.
  public func rendered() -> String {
    guard let text = cmark_render_commonmark(root, CMARK_OPT_DEFAULT, 0) else { return "" }
    defer { lafa_cmark_free(text) }
    return String(cString: text)
  }

  private func inline(_ markdown: String) -> OpaquePointer? {
    let node = cmark_node_new(CMARK_NODE_CUSTOM_INLINE)
    cmark_node_set_on_enter(node, markdown)
    return node
  }

  private static func link(_ text: String, _ path: String) -> String {
    let isSafe = path.utf8.allSatisfy { byte in
      (0x2D...0x39).contains(byte) || byte == 0x5F || (0x61...0x7A).contains(byte | 0x20)
    }
    return isSafe ? "[\(MarkdownText.inline(text))](\(path))" : MarkdownText.inline(text)
  }
}
