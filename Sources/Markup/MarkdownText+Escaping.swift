extension MarkdownText {
  /// Wraps text with right-to-left letters in isolates, so that it leaves the line around it alone.
  static func isolated(_ text: String, if scalars: [Unicode.Scalar]) -> String {
    scalars.contains(where: isRightToLeft) ? "\u{2068}\(text)\u{2069}" : text
  }

  private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    (0x590...0x8FF).contains(scalar.value) || (0xFB1D...0xFEFC).contains(scalar.value)
      || (0x10800...0x10FFF).contains(scalar.value) || (0x1E800...0x1EFFF).contains(scalar.value)
  }

  /// Appends the scalar at an index so that Markdown reads it as text.
  ///
  /// Backslash before what marks up anywhere; references for what HTML or an automatic link would
  /// take; block markers only where a line begins.
  static func append(
    _ index: Int, of line: ArraySlice<Unicode.Scalar>, to escaped: inout String.UnicodeScalarView
  ) {
    let scalar = line[index]
    func add(_ text: String) { escaped.append(contentsOf: text.unicodeScalars) }
    switch scalar {
    case "\\", "`", "*", "_", "[", "]", "~", "|", "$", "{", "}", "^", "!", "#":
      add("\\")
      escaped.append(scalar)
    case "<": add("&lt;")
    case ">": add("&gt;")
    case "&": add("&amp;")
    case ":":
      // A colon before a space begins no link, and stays readable.
      let next = index + 1 < line.endIndex ? line[index + 1] : " "
      add(next == " " || next == "\n" ? ":" : "&#58;")
    case "@": add("&#64;")
    case "+", "-", "=":
      if index == line.startIndex { add("\\") }
      escaped.append(scalar)
    case ".", ")":
      if endsAListNumber(index, of: line) {
        add("\\")
        escaped.append(scalar)
      } else if scalar == ".", followsWWW(index, of: line) {
        add("&#46;")
      } else {
        escaped.append(scalar)
      }
    case "\n": add(" ⏎ ")
    case "\t": add("&#9;")
    case " ":
      let isEdge = index == line.startIndex || index == line.endIndex - 1
      add(isEdge || line[index - 1] == " " ? "&#32;" : " ")
    case "\u{FEFF}": add("⟦U+FEFF⟧")
    case "\u{200E}", "\u{200F}", "\u{061C}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
      let name = String(scalar.value, radix: 16, uppercase: true)
      add("⟦U+\(String(repeating: "0", count: max(0, 4 - name.count)))\(name)⟧")
    default: escaped.append(scalar)
    }
  }

  private static func endsAListNumber(_ index: Int, of line: ArraySlice<Unicode.Scalar>) -> Bool {
    index > line.startIndex && line[line.startIndex..<index].allSatisfy { ("0"..."9").contains($0) }
  }

  private static func followsWWW(_ index: Int, of line: ArraySlice<Unicode.Scalar>) -> Bool {
    index >= line.startIndex + 3
      && line[index - 3..<index].allSatisfy { $0 == "w" || $0 == "W" }
  }
}
