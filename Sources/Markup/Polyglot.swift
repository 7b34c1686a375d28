/// Text for pages that are HTML and XML at once.
public enum Polyglot {
  /// Escapes text so that an HTML parser and an XML parser read it alike, in text and attributes.
  ///
  /// Tab and newline become references, because XML folds a raw one in an attribute to a space.
  /// C0 controls and DEL become control pictures. C1 controls, noncharacters and the
  /// bidirectional controls U+202A–202E and U+2066–2069, which could reorder the words around
  /// them, each become U+FFFD.
  ///
  /// - Parameter text: Any text.
  /// - Returns: Text without markup and without characters that a page must not hold.
  public static func escape(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.contains(where: isSpecial) else { return String(decoding: bytes, as: UTF8.self) }
      var escaped: [UInt8] = []
      escaped.reserveCapacity(bytes.count + bytes.count / 8 + 16)
      escape(bytes, to: &escaped)
      return String(decoding: escaped, as: UTF8.self)
    }
  }

  /// Escapes text as ``escape(_:)`` does, at the end of a page in the making.
  ///
  /// - Parameters:
  ///   - text: Any text.
  ///   - page: The UTF-8 of the page so far.
  public static func escape(_ text: String, to page: inout [UInt8]) {
    var text = text
    text.withUTF8 { escape($0, to: &page) }
  }

  private static func escape(_ bytes: UnsafeBufferPointer<UInt8>, to escaped: inout [UInt8]) {
    // Bytes, never `Character`: "<" and a combining mark are one Character, and would slip through.
    var index = 0
    while let special = bytes[index...].firstIndex(where: isSpecial) {
      escaped.append(contentsOf: bytes[index..<special])
      if let forbidden = ForbiddenScalar(at: special, in: bytes) {
        escaped.append(contentsOf: "\u{FFFD}".utf8)
        index = special + forbidden.byteCount
      } else {
        append(bytes[special], to: &escaped)
        index = special + 1
      }
    }
    escaped.append(contentsOf: bytes[index...])
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case 0..<0x20, 0x22, 0x26, 0x27, 0x3C, 0x3E, 0x7F: true
    default: ForbiddenScalar.mayBegin(with: byte)
    }
  }

  private static func append(_ byte: UInt8, to escaped: inout [UInt8]) {
    switch byte {
    case 0x09: escaped.append(contentsOf: "&#9;".utf8)
    case 0x0A: escaped.append(contentsOf: "&#10;".utf8)
    case 0x22: escaped.append(contentsOf: "&quot;".utf8)
    case 0x26: escaped.append(contentsOf: "&amp;".utf8)
    case 0x27: escaped.append(contentsOf: "&#39;".utf8)
    case 0x3C: escaped.append(contentsOf: "&lt;".utf8)
    case 0x3E: escaped.append(contentsOf: "&gt;".utf8)
    case 0x7F: escaped.append(contentsOf: "\u{2421}".utf8)
    // The control pictures, U+2400 and on. A carriage return is one too: HTML forbids "&#13;".
    case 0..<0x20: escaped.append(contentsOf: [0xE2, 0x90, 0x80 + byte])
    default: escaped.append(byte)
    }
  }
}
