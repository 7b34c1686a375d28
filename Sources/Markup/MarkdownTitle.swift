internal import CCMark

/// The heading that a Markdown file begins with.
public struct MarkdownTitle: Sendable, Equatable {
  /// The heading's words, as a reader sees them.
  public let text: String
  /// What follows the heading in the file.
  public let rest: String

  /// Reads a file's title; nil if its first line is no heading of the first level.
  ///
  /// - Parameter markdown: The whole file.
  public init?(of markdown: String) {
    guard markdown.hasPrefix("# ") else { return nil }
    let end = markdown.firstIndex(of: "\n") ?? markdown.endIndex
    var line = String(markdown[..<end])
    let root = line.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_DEFAULT)
      }
    }
    guard let root else { return nil }
    defer { cmark_node_free(root) }
    let walk = cmark_iter_new(root)
    defer { cmark_iter_free(walk) }
    var text = ""
    while case let event = cmark_iter_next(walk), event != CMARK_EVENT_DONE {
      guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(walk),
        let literal = cmark_node_get_literal(node)
      else { continue }
      text += String(cString: literal)
    }
    self.text = text
    rest = String(markdown[end...].drop { $0 == "\n" })
  }
}
