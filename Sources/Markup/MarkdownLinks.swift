internal import CCMark

/// What a Markdown file points at.
public enum MarkdownLinks {
  /// Returns the targets of links and images in text order.
  ///
  /// - Parameter markdown: The whole file.
  /// - Returns: The targets; their addresses are as Markdown reads them, percent-encoded.
  public static func targets(in markdown: String) -> [PageLinks.Target] {
    var markdown = markdown
    let root = markdown.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_DEFAULT)
      }
    }
    guard let root else { return [] }
    defer { cmark_node_free(root) }
    let walk = cmark_iter_new(root)
    defer { cmark_iter_free(walk) }
    var targets: [PageLinks.Target] = []
    var line = 1
    while true {
      let event = cmark_iter_next(walk)
      guard event != CMARK_EVENT_DONE else { return targets }
      guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(walk) else { continue }
      let type = cmark_node_get_type(node)
      // Of inline nodes not all versions know the line; their block's is near.
      let start = Int(cmark_node_get_start_line(node))
      if start > 0 { line = start }
      guard type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE,
        let address = cmark_node_get_url(node)
      else { continue }
      targets.append(.init(address: String(cString: address), line: line))
    }
  }
}
