/// What stands between two lines of `---` at the start of a Markdown document: names with values.
///
/// The part of YAML that front matter uses: plain and quoted scalars, lists in brackets or line by
/// line, blocks of text after `|` and `>`. Nested maps are read over.
struct FrontMatter {
  /// The values by name.
  private(set) var values: [[UInt8]: RowValue] = [:]
  /// What stands behind it.
  let body: Substring

  init(_ markdown: String) {
    guard let (lines, body) = Self.split(markdown) else {
      self.body = markdown[...]
      return
    }
    self.body = body
    var index = 0
    while index < lines.count {
      let line = lines[index]
      index += 1
      guard let colon = Self.colon(line), line.first?.isWhitespace == false, line.first != "#"
      else { continue }
      let name = Self.scalar(line[..<colon])
      let rest = Self.trimmed(line[line.index(after: colon)...])
      let start = index
      while index < lines.count, Self.isWithin(lines[index]) { index += 1 }
      values[Array(name.utf8)] = Self.value(rest, below: lines[start..<index])
    }
  }

  private static func split(_ markdown: String) -> (lines: [Substring], body: Substring)? {
    var lines = markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard lines.first.map(trimmed) == "---" else { return nil }
    lines.removeFirst()
    guard let end = lines.firstIndex(where: { ["---", "..."].contains(trimmed($0)) }) else {
      return nil
    }
    return (Array(lines[..<end]), markdown[lines[end].endIndex...])
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while text.last?.isWhitespace == true { text.removeLast() }
    return text.drop(while: \.isWhitespace)
  }

  /// Whether a line belongs to the name above it.
  private static func isWithin(_ line: Substring) -> Bool {
    guard let first = line.first else { return true }
    return first.isWhitespace || line.hasPrefix("- ") || line == "-"
  }

  /// The colon behind a name, which a space or nothing follows.
  private static func colon(_ line: Substring) -> Substring.Index? {
    var index = line.startIndex
    if let quote = line.first, quote == "\"" || quote == "'" {
      guard let end = line.dropFirst().firstIndex(of: quote) else { return nil }
      index = end
    }
    while let found = line[index...].firstIndex(of: ":") {
      let next = line.index(after: found)
      if next == line.endIndex || line[next].isWhitespace { return found }
      index = next
    }
    return nil
  }

  private static func value(_ text: Substring, below lines: ArraySlice<Substring>) -> RowValue {
    if let mark = text.first, mark == "|" || mark == ">", text.count <= 3 {
      let indent = lines.first { !trimmed($0).isEmpty }?.prefix { $0 == " " }.count ?? 0
      let parts = lines.map { $0.dropFirst(min(indent, $0.prefix { $0 == " " }.count)) }
      return .string(String(trimmed(parts.joined(separator: mark == "|" ? "\n" : " ")[...])))
    }
    if text.first == "[", text.last == "]" {
      return .strings(items(text.dropFirst().dropLast()).map(scalar))
    }
    let rest = lines.map(trimmed).filter { !$0.isEmpty && $0.first != "#" }
    if text.isEmpty, !rest.isEmpty {
      guard rest.allSatisfy({ $0.hasPrefix("-") }) else { return .other }
      return .strings(rest.map { scalar($0.dropFirst()) })
    }
    if text.first == "{" { return .other }
    // A plain scalar may go on in the lines below.
    let whole = ([text] + rest).joined(separator: " ")
    let plain = scalar(whole[...])
    let isQuoted = text.first == "\"" || text.first == "'"
    guard !isQuoted else { return .string(plain) }
    switch plain {
    case "", "~", "null": return .null
    case "true", "false": return .bool(plain == "true")
    default: return .string(plain)
    }
  }

  /// Parts a list in brackets at its commas, but those between quotes.
  private static func items(_ text: Substring) -> [Substring] {
    var items: [Substring] = []
    var start = text.startIndex
    var quote: Character?
    for index in text.indices {
      let character = text[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "," {
        items.append(text[start..<index])
        start = text.index(after: index)
      }
    }
    let last = text[start...]
    return trimmed(last).isEmpty ? items : items + [last]
  }

  /// Returns a scalar without its quotes or its comment.
  private static func scalar(_ text: Substring) -> String {
    let text = trimmed(text)
    if text.first == "'" {
      // A doubled quote is one.
      let parts = text.dropFirst().split(separator: "''", omittingEmptySubsequences: false)
      var words: [Substring] = []
      for part in parts {
        words.append(part.prefix { $0 != "'" })
        if part.contains("'") { break }
      }
      return words.joined(separator: "'")
    }
    if text.first == "\"" {
      var row = RowScanner(Array(text.utf8))
      // The escapes of JSON are YAML's, but for a few.
      if let bytes = try? row.string() { return String(decoding: bytes, as: UTF8.self) }
    }
    return String(text.firstRange(of: " #").map { trimmed(text[..<$0.lowerBound]) } ?? text)
  }
}
