internal import Markup

/// The part of a template that is written for each row of a ``RowList``.
///
/// The template library underneath looks every name up by dynamic casts, level by level, which took
/// most of a page's time. Rows have fixed columns, so that here a tag is found once for all rows.
struct RowTemplate: Sendable {
  private enum Part: Sendable {
    case text(String)
    case column(Int)
    case section(Int, isInverted: Bool, [Part])
    case list(Int, [Part])
    /// The text of a list's section.
    case element
  }

  private let parts: [Part]

  /// Reads what stands between the tags of a list's section.
  ///
  /// Returns nil if it has more than columns of texts and sections of flags, as partials or
  /// values of the page, or lines that hold only a tag: for the template library.
  init?(_ text: String, shape: RowShape) {
    var rest = Array(text.utf8)[...]
    // The end tag of the list may be indented, which is not its last row's.
    guard !Self.isSpace(rest.last) else { return nil }
    guard let parts = Self.parts(&rest, shape: shape, within: nil), rest.isEmpty else { return nil }
    self.parts = parts
  }

  /// Reads up to the end of a section, or of the text.
  private static func parts(
    _ rest: inout ArraySlice<UInt8>, shape: RowShape, within section: String?
  ) -> [Part]? {
    var parts: [Part] = []
    while let open = index(of: 0x7B, in: rest) {
      let before = rest[rest.startIndex..<open]
      if !before.isEmpty { parts.append(.text(String(decoding: before, as: UTF8.self))) }
      let tag = rest[(open + 2)...]
      guard let close = index(of: 0x7D, in: tag) else { return nil }
      var name = String(decoding: tag[..<close], as: UTF8.self)
      rest = tag[(close + 2)...]
      let kind = name.first
      if kind == "#" || kind == "^" || kind == "/" { name.removeFirst() }
      name = name.split(separator: " ").joined(separator: " ")
      // A tag alone on a line takes the line with it.
      let next = rest.first { !isSpace($0) }
      if kind == "#" || kind == "^" || kind == "/", next == 0x0A || next == 0x0D { return nil }
      switch kind {
      case "/": return name == section ? parts : nil
      case "#", "^":
        guard let inner = Self.parts(&rest, shape: shape, within: name) else { return nil }
        if let column = shape.flags.firstIndex(of: name) {
          parts.append(.section(column, isInverted: kind == "^", inner))
        } else if kind == "#", let list = shape.lists.firstIndex(of: name) {
          parts.append(.list(list, inner))
        } else {
          return nil
        }
      case ".": parts.append(.element)
      default:
        guard let column = shape.texts.firstIndex(of: name) else { return nil }
        parts.append(.column(column))
      }
    }
    guard section == nil else { return nil }
    if !rest.isEmpty { parts.append(.text(String(decoding: rest, as: UTF8.self))) }
    rest = []
    return parts
  }

  private static func isSpace(_ byte: UInt8?) -> Bool { byte == 0x20 || byte == 0x09 }

  /// Returns where two equal bytes stand side by side.
  private static func index(of byte: UInt8, in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.dropLast().first { bytes[$0] == byte && bytes[$0 + 1] == byte }
  }

  /// Writes a row, its texts escaped.
  func write(_ row: RowList.Row, to page: inout [UInt8]) { Self.write(parts, row, "", &page) }

  private static func write(
    _ parts: [Part], _ row: RowList.Row, _ element: String, _ page: inout [UInt8]
  ) {
    for part in parts {
      switch part {
      case .text(let text): page.append(contentsOf: text.utf8)
      case .column(let column): Polyglot.escape(row.texts[column], to: &page)
      case .section(let column, let isInverted, let inner):
        if row.flags[column] != isInverted { write(inner, row, element, &page) }
      case .list(let list, let inner):
        for text in row.lists[list] { write(inner, row, text, &page) }
      case .element: Polyglot.escape(element, to: &page)
      }
    }
  }
}
