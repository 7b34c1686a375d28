extension MarkdownText {
  /// Appends one character of a line; the characters before and after decide what is active.
  static func append(
    _ index: Int, of line: ArraySlice<Unicode.Scalar>, to escaped: inout String.UnicodeScalarView
  ) {
    let scalar = line[index]
    switch scalar {
    case "\\", "`", "*", "_", "[", "]", "~", "|", "$", "{", "}", "^", "!", "#":
      escaped.append(contentsOf: ["\\", scalar])
    case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
    case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
    case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
    // Links and mentions that GitHub makes of plain text.
    case "@": escaped.append(contentsOf: "&#64;".unicodeScalars)
    case ":" where !endsClause(index, of: line): escaped.append(contentsOf: "&#58;".unicodeScalars)
    case "." where followsW3(index, in: line): escaped.append(contentsOf: "&#46;".unicodeScalars)
    case "+", "-", "=":
      if index == line.startIndex { escaped.append("\\") }
      escaped.append(scalar)
    case ")", ".":
      if endsListNumber(index, in: line) { escaped.append("\\") }
      escaped.append(scalar)
    case "\n": escaped.append(contentsOf: " ⏎ ".unicodeScalars)
    case "\t": escaped.append(contentsOf: "&#9;".unicodeScalars)
    case " " where isLostSpace(index, in: line):
      escaped.append(contentsOf: "&#32;".unicodeScalars)
    case "\u{200E}", "\u{200F}", "\u{061C}", "\u{FEFF}", "\u{202A}"..."\u{202E}",
      "\u{2066}"..."\u{2069}":
      let digits = String(scalar.value, radix: 16, uppercase: true)
      let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
      escaped.append(contentsOf: "⟦U+\(zeros)\(digits)⟧".unicodeScalars)
    default: escaped.append(scalar)
    }
  }

  /// Isolates escaped text from its surroundings when it has right-to-left letters.
  static func isolated(_ escaped: String, if line: [Unicode.Scalar]) -> String {
    let isRightToLeft = line.contains {
      switch $0.value {
      // Hebrew to Arabic, their presentation forms, and the scripts of the supplementary plane.
      case 0x590...0x8FF, 0xFB1D...0xFEFC, 0x1_0800...0x1_0FFF, 0x1_E800...0x1_EFFF:
        // The controls and the byte order mark in these blocks are spelt out.
        $0.value != 0x61C
      default: false
      }
    }
    return isRightToLeft ? "\u{2068}\(escaped)\u{2069}" : escaped
  }

  /// Whether a colon ends a clause, as in "trade: prices", and so starts no address.
  private static func endsClause(_ index: Int, of line: ArraySlice<Unicode.Scalar>) -> Bool {
    index + 1 == line.endIndex || line[index + 1] == " " || line[index + 1] == "\n"
  }

  /// Whether nothing but the up to nine digits of a list number stands before a character, and a
  /// space, or nothing, behind it.
  private static func endsListNumber(_ index: Int, in line: ArraySlice<Unicode.Scalar>) -> Bool {
    guard index <= 9, line[..<index].allSatisfy({ ("0"..."9").contains($0) }) else { return false }
    return index + 1 == line.endIndex || line[index + 1].properties.isWhitespace
  }

  private static func followsW3(_ index: Int, in line: ArraySlice<Unicode.Scalar>) -> Bool {
    let before = line[..<index].suffix(3)
    return before.count == 3 && before.allSatisfy { $0 == "w" || $0 == "W" }
  }

  /// Whether Markdown would drop a space: at an edge of the line, or after another space.
  private static func isLostSpace(_ index: Int, in line: ArraySlice<Unicode.Scalar>) -> Bool {
    index == line.startIndex || index + 1 == line.endIndex || line[index - 1] == " "
  }
}
