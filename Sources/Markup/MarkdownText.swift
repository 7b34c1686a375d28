/// Text for GitHub-flavoured Markdown.
public enum MarkdownText {
  /// Escapes any text for one line of Markdown, in a paragraph, a heading or a table cell.
  ///
  /// A newline is shown as `⏎`, a control as its picture or U+FFFD, and a bidirectional control
  /// by its name, such as `⟦U+202E⟧`. Text with right-to-left letters is isolated from its
  /// surroundings.
  ///
  /// - Parameter text: Any text.
  /// - Returns: Markdown that reads as the text.
  public static func inline(_ text: String) -> String {
    let scalars = cleaned(text)
    return isolated(escaped(scalars.indices, of: scalars), if: scalars)
  }

  /// Replaces the characters that Markdown passes on and no page may hold.
  static func cleaned(_ text: String) -> [Unicode.Scalar] {
    var cleaned: [Unicode.Scalar] = []
    var scalars = text.unicodeScalars.makeIterator()
    var pending = scalars.next()
    while let scalar = pending {
      pending = scalars.next()
      switch scalar.value {
      case 0x09, 0x0A: cleaned.append(scalar)
      case 0x0D where pending == "\n": break
      case 0..<0x20: cleaned.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case 0x7F: cleaned.append("\u{2421}")
      case let value:
        switch ForbiddenScalar.kind(of: value) {
        case .control, .noncharacter: cleaned.append("\u{FFFD}")
        case .bidirectional, nil: cleaned.append(scalar)
        }
      }
    }
    return cleaned
  }

  /// Escapes a range of a line, knowing the rest of the line around it.
  static func escaped(_ range: Range<Int>, of line: [Unicode.Scalar]) -> String {
    var escaped = String.UnicodeScalarView()
    for index in range { append(index, of: line[...], to: &escaped) }
    return String(escaped)
  }
}
