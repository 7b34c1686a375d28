/// What a page says about its own encoding.
enum EncodingDeclaration {
  /// Returns the name in an XML declaration or a `meta` element of a page's first bytes.
  ///
  /// As browsers do, only the first 1,024 bytes are searched for `charset` (HTML, section 13.2.3.2).
  static func name(_ start: [UInt8]) -> String? {
    let head = String(decoding: start.prefix(1024).map { $0 < 0x80 ? $0 : 0x20 }, as: UTF8.self)
      .lowercased()
    if head.hasPrefix("<?xml"), let end = head.firstRange(of: "?>"),
      let name = value(of: "encoding", in: head[..<end.lowerBound])
    {
      return name
    }
    var rest = head[...]
    while let meta = rest.firstRange(of: "<meta") {
      let element = rest[meta.upperBound...].prefix { $0 != ">" }
      if let name = value(of: "charset", in: element) { return name }
      rest = head[element.endIndex...]
    }
    return nil
  }

  /// Returns what follows `name=`, with or without quotes.
  private static func value(of name: String, in text: Substring) -> String? {
    guard let found = text.firstRange(of: name) else { return nil }
    var rest = text[found.upperBound...].drop { $0 == " " }
    guard rest.first == "=" else { return nil }
    rest = rest.dropFirst().drop { " \"'".contains($0) }
    let value = rest.prefix { $0.isLetter || $0.isNumber || "-_:.".contains($0) }
    return value.isEmpty ? nil : String(value)
  }
}
