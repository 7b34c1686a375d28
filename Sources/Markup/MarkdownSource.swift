internal import CCMark

/// The source of a Markdown document: its lines, and what its references mean.
final class MarkdownSource {
  /// The source in UTF-8, without zeros.
  let bytes: [UInt8]
  /// The lines without their ends.
  private let lines: [Range<Int>]
  private var meanings: [ArraySlice<UInt8>: [UInt8]?] = [:]

  /// More bytes than a reference has.
  private static let referenceLimit = 34

  init(_ markdown: String) {
    bytes = Array(markdown.utf8)
    var lines: [Range<Int>] = []
    // cmark counts the columns of the first line from behind a byte order mark.
    var start = bytes.starts(with: "\u{FEFF}".utf8) ? 3 : 0
    var index = start
    while index < bytes.count {
      if Self.isLineEnd(bytes[index]) {
        lines.append(start..<index)
        if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
        start = index + 1
      }
      index += 1
    }
    lines.append(start..<bytes.count)
    self.lines = lines
  }

  static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  static func isPunctuation(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }

  /// Returns a line by its number from 1; nil for one that is not there.
  func line(_ number: Int) -> Range<Int>? {
    lines.indices.contains(number - 1) ? lines[number - 1] : nil
  }

  /// Returns where lines that are kept as they are stand: each ends a line of the source.
  ///
  /// - Parameters:
  ///   - text: The lines in UTF-8.
  ///   - first: The number of the line that the first of them stands in.
  /// - Returns: The origins in bytes, and whether all lines were found.
  func origins(ofLines text: [UInt8], from first: Int) -> (origins: [TextOrigin], isWhole: Bool) {
    var origins: [TextOrigin] = []
    var isWhole = true
    var number = first
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: 0x0A) ?? text.count
      // Of a tab that is cut, the rest becomes spaces.
      let word = text[start..<end].firstIndex { !Self.isSpace($0) } ?? end
      if word < end {
        if let line = line(number),
          let part = [start, word].first(where: { part in
            end - part <= line.count
              && bytes[line.upperBound - (end - part)..<line.upperBound] == text[part..<end]
          })
        {
          origins.append(
            TextOrigin(part, at: line.upperBound - (end - part), count: end - part))
        } else {
          isWhole = false
        }
      }
      number += 1
      start = end + 1
    }
    return (origins, isWhole)
  }

  /// Reads a reference such as `&eacute;` or `&#233;`.
  ///
  /// - Parameter place: Where a `&` stands.
  /// - Returns: What it means, in UTF-8, and where it ends; nil if it is none.
  func reference(at place: Int) -> (bytes: [UInt8], end: Int)? {
    let name = bytes[(place + 1)...].prefix(Self.referenceLimit).prefix {
      (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x23
    }
    guard !name.isEmpty, name.endIndex < bytes.count, bytes[name.endIndex] == 0x3B else {
      return nil
    }
    let meaning: [UInt8]?
    if let known = meanings[name] {
      meaning = known
    } else {
      meaning = Self.meaning(of: bytes[place...name.endIndex])
      meanings[name] = .some(meaning)
    }
    return meaning.map { ($0, name.endIndex + 1) }
  }

  /// Asks cmark what a reference means.
  private static func meaning(of reference: ArraySlice<UInt8>) -> [UInt8]? {
    let root = String(decoding: reference, as: UTF8.self).withCString {
      cmark_parse_document($0, reference.count, CMARK_OPT_DEFAULT)
    }
    guard let root else { return nil }
    defer { cmark_node_free(root) }
    guard let paragraph = cmark_node_first_child(root),
      let node = cmark_node_first_child(paragraph),
      let literal = cmark_node_get_literal(node)
    else { return nil }
    let meaning = Array(String(cString: literal).utf8)
    return meaning[...] == reference ? nil : meaning
  }
}
