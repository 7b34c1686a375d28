internal import CCMark

/// A Markdown document in the making: cmark writes the structure, ``MarkdownText`` the words.
///
/// It belongs to the thread that made it.
public final class MarkdownDocument {
  /// How a table column is set.
  public enum Alignment: Sendable {
    case leading
    case centre
    case trailing
  }

  /// One cell of a table.
  public enum Cell: Sendable, Equatable {
    /// Plain text.
    case text(String)
    /// Text that links to a relative path.
    case link(String, to: String)
    /// Text to be copied as it stands in the file: a code span, where that can hold it.
    case code(String)
  }

  private let root = cmark_node_new(CMARK_NODE_DOCUMENT)

  /// Creates an empty document.
  public init() {}

  deinit { cmark_node_free(root) }

  /// Adds a heading.
  ///
  /// - Parameters:
  ///   - level: The level from 1 to 6; another level becomes the nearest of these.
  ///   - text: The words.
  public func heading(_ level: Int, _ text: String) {
    let heading = cmark_node_new(CMARK_NODE_HEADING)
    cmark_node_set_heading_level(heading, Int32(min(max(level, 1), 6)))
    append(MarkdownText.inline(text), to: heading)
    cmark_node_append_child(root, heading)
  }

  /// Adds a paragraph of plain text.
  ///
  /// - Parameter text: The words.
  public func paragraph(_ text: String) { paragraph(escaped: MarkdownText.inline(text)) }

  /// Adds a paragraph with strong parts.
  ///
  /// A part is strong only when it begins and ends with a letter or digit: Markdown reads `**`
  /// beside punctuation as text, so that such a part stays plain.
  ///
  /// - Parameter parts: The words, part by part, which together are the paragraph.
  public func paragraph(_ parts: [(text: String, isStrong: Bool)]) {
    paragraph(escaped: MarkdownText.inline(parts))
  }

  /// Adds a paragraph that is a link.
  ///
  /// - Parameters:
  ///   - text: The words of the link.
  ///   - path: The relative path of the target, without a fragment, before percent-encoding.
  public func linked(_ text: String, to path: String) {
    paragraph(escaped: MarkdownText.link(text, to: path))
  }

  /// Adds a table.
  ///
  /// A row with more cells than the head widens the table, so that no cell is lost.
  ///
  /// - Parameters:
  ///   - head: The column names.
  ///   - alignments: How the columns are set; the columns beyond these are leading.
  ///   - rows: The cells, row by row.
  public func table(_ head: [String], alignments: [Alignment], rows: [[Cell]]) {
    let width = max(head.count, rows.map(\.count).max() ?? 0)
    guard width > 0 else { return }
    let rules = (0..<width).map { $0 < alignments.count ? alignments[$0].rule : "---" }
    let lines =
      [line(head.map(MarkdownText.inline), width: width), line(rules, width: width)]
      + rows.map { line($0.map(\.markdown), width: width) }
    let block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK)
    cmark_node_set_on_enter(block, lines.joined(separator: "\n") + "\n")
    cmark_node_append_child(root, block)
  }

  /// Adds a block of text that keeps its lines.
  ///
  /// Controls become pictures or U+FFFD, and bidirectional controls U+FFFD too: a code block
  /// has no escapes that could spell them out.
  ///
  /// - Parameter text: The lines.
  public func codeBlock(_ text: String) {
    var literal = String.UnicodeScalarView()
    for scalar in MarkdownText.cleaned(text) {
      literal.append(ForbiddenScalar.kind(of: scalar.value) == nil ? scalar : "\u{FFFD}")
    }
    if literal.last != "\n" { literal.append("\n") }
    let block = cmark_node_new(CMARK_NODE_CODE_BLOCK)
    // An info string makes cmark write a fence: an indented block loses blank lines at its edges.
    cmark_node_set_fence_info(block, "text")
    cmark_node_set_literal(block, String(literal))
    cmark_node_append_child(root, block)
  }

  /// Writes the document.
  ///
  /// - Returns: The Markdown, which ends with a newline unless the document is empty.
  public func rendered() -> String {
    // Width 0 keeps cmark from wrapping lines.
    let markdown = cmark_render_commonmark(root, CMARK_OPT_DEFAULT, 0)
    defer { lafa_cmark_free(markdown) }
    return markdown.map { String(cString: $0) } ?? ""
  }

  private func paragraph(escaped: String) {
    let paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH)
    append(escaped, to: paragraph)
    cmark_node_append_child(root, paragraph)
  }

  private func append(_ escaped: String, to parent: OpaquePointer?) {
    // A custom node is written as it is; cmark's own text nodes leave GitHub's extensions active.
    let inline = cmark_node_new(CMARK_NODE_CUSTOM_INLINE)
    cmark_node_set_on_enter(inline, escaped)
    cmark_node_append_child(parent, inline)
  }

  private func line(_ cells: [String], width: Int) -> String {
    let padded = cells + Array(repeating: "", count: width - cells.count)
    return "|" + padded.map { $0.isEmpty ? "  |" : " \($0) |" }.joined()
  }
}

extension MarkdownDocument.Alignment {
  fileprivate var rule: String {
    switch self {
    case .leading: "---"
    case .centre: ":---:"
    case .trailing: "---:"
    }
  }
}

extension MarkdownDocument.Cell {
  fileprivate var markdown: String {
    switch self {
    case .text(let text): MarkdownText.inline(text)
    case .link(let text, let path): MarkdownText.link(text, to: path)
    case .code(let text): MarkdownText.code(text)
    }
  }
}
