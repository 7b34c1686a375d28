extension MarkdownText {
  /// Escapes a line with strong parts.
  static func inline(_ parts: [(text: String, isStrong: Bool)]) -> String {
    var line: [Unicode.Scalar] = []
    var spans: [(range: Range<Int>, isStrong: Bool)] = []
    for part in parts {
      let scalars = cleaned(part.text)
      let isStrong = part.isStrong && isEdge(scalars.first) && isEdge(scalars.last)
      let range = line.count..<(line.count + scalars.count)
      line += scalars
      // Neighbours share one pair of marks: the four stars between two pairs would be text.
      if let last = spans.last, last.isStrong == isStrong {
        spans[spans.count - 1].range = last.range.lowerBound..<range.upperBound
      } else if !range.isEmpty {
        spans.append((range, isStrong))
      }
    }
    let escaped = spans.map { span in
      let text = Self.escaped(span.range, of: line)
      return span.isStrong ? "**\(text)**" : text
    }
    return isolated(escaped.joined(), if: line)
  }

  /// Returns a code span; escaped text where a span, a table cell or the template language of a
  /// site generator would read more than text.
  static func code(_ text: String) -> String {
    let isPlain =
      !text.hasPrefix(" ") && !text.hasSuffix(" ") && !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        (0x20...0x7E).contains($0.value) && !"`|<>[]{}".unicodeScalars.contains($0)
      }
    return isPlain ? "`\(text)`" : inline(text)
  }

  /// Escapes a link to a relative path.
  static func link(_ text: String, to path: String) -> String {
    "[\(inline(text))](\(destination(path)))"
  }

  /// Whether Markdown reads `**` beside a character as a mark, whatever is on the other side.
  private static func isEdge(_ scalar: Unicode.Scalar?) -> Bool {
    switch scalar?.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber:
      true
    default: false
    }
  }

  /// Percent-encodes a path, byte by byte, so that it can neither end the link nor name a scheme.
  private static func destination(_ path: String) -> String {
    var destination = ""
    for (index, byte) in path.utf8.enumerated() {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        destination.unicodeScalars.append(Unicode.Scalar(byte))
      // A slash in front would leave the folder, and two would name a host.
      case 0x2F where index > 0: destination += "/"
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        destination += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return destination
  }
}
