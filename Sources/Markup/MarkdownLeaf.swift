internal import CCMark

/// A walk through the source of a heading or a paragraph, in step with what cmark found in it.
///
/// cmark tells where blocks start; within one, its places are not to be relied on. But its nodes
/// say what has to come next in the source, so that no place is a guess. If something else stands
/// there, all of the block is left out.
struct MarkdownLeaf {
  private let source: MarkdownSource
  var place: Int
  /// Behind the last byte that may be the block's.
  let end: Int
  private let containers: MarkdownContainers
  private var isAutolink = false

  /// Returns where the texts and codes of a block stand, in bytes.
  ///
  /// - Parameters:
  ///   - block: A heading or a paragraph.
  ///   - source: The document.
  ///   - containers: What the block is in.
  /// - Returns: The origins of each text and each code, in order; empty if one was not found.
  static func origins(
    of block: OpaquePointer, in source: MarkdownSource, _ containers: MarkdownContainers
  ) -> [[TextOrigin]] {
    guard let first = source.line(Int(cmark_node_get_start_line(block))),
      let last = source.line(Int(cmark_node_get_end_line(block)))
    else { return [] }
    let start = first.lowerBound + Int(cmark_node_get_start_column(block)) - 1
    guard start < last.upperBound else { return [] }
    var leaf = MarkdownLeaf(
      source: source, place: start, end: last.upperBound, containers: containers)
    // After definitions that cmark takes as such, which are not always all that look so.
    let places = leaf.skipHeadingMark() ? [leaf.place] : leaf.definitionEnds()
    for place in places.suffix(definitionLimit).reversed() {
      var walk = leaf
      walk.place = leaf.blanks(place)
      if let found = walk.walk(block) { return found }
    }
    return []
  }

  /// How many definitions are taken for text at most.
  private static let definitionLimit = 4

  private init(
    source: MarkdownSource, place: Int, end: Int, containers: MarkdownContainers
  ) {
    self.source = source
    self.place = place
    self.end = end
    self.containers = containers
  }

  private mutating func walk(_ block: OpaquePointer) -> [[TextOrigin]]? {
    guard let iterator = cmark_iter_new(block) else { return nil }
    defer { cmark_iter_free(iterator) }
    var found: [[TextOrigin]] = []
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE else { return found }
      guard let node = cmark_iter_get_node(iterator), node != block else { continue }
      let isEnter = event == CMARK_EVENT_ENTER
      switch cmark_node_get_type(node) {
      case CMARK_NODE_TEXT:
        guard let origins = text(Self.literal(node)) else { return nil }
        found.append(origins)
      case CMARK_NODE_CODE:
        guard let origins = code(Self.literal(node)) else { return nil }
        found.append(origins)
      case CMARK_NODE_EMPH:
        guard mark(1) else { return nil }
      case CMARK_NODE_STRONG:
        guard mark(2) else { return nil }
      case CMARK_NODE_LINK where isEnter && byte == 0x3C:
        isAutolink = true
        place += 1
      case CMARK_NODE_LINK where !isEnter && isAutolink:
        isAutolink = false
        guard take(0x3E) else { return nil }
      case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
        if isEnter {
          let isImage = cmark_node_get_type(node) == CMARK_NODE_IMAGE
          guard !isImage || take(0x21), take(0x5B) else { return nil }
        } else {
          guard take(0x5D) else { return nil }
          skipDestination()
        }
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK:
        guard lineBreak() else { return nil }
      case CMARK_NODE_HTML_INLINE:
        for byte in Self.literal(node) where !MarkdownSource.isSpace(byte) {
          place = spaces(place)
          guard take(byte) else { return nil }
        }
      default: return nil
      }
    }
  }

  private static func literal(_ node: OpaquePointer) -> [UInt8] {
    cmark_node_get_literal(node).map { Array(String(cString: $0).utf8) } ?? []
  }
}

extension MarkdownLeaf {
  /// The byte at the place, with LF for all ends of lines; 0 at the end.
  var byte: UInt8 { byte(place) }

  func byte(_ place: Int) -> UInt8 {
    guard place < end else { return 0 }
    let byte = source.bytes[place]
    return byte == 0x0D ? 0x0A : byte
  }

  /// Returns the place behind another; that behind a line's end is the next line's first word.
  func next(_ place: Int) -> Int {
    guard byte(place) == 0x0A else { return place + 1 }
    var place = place + 1
    if source.bytes[place - 1] == 0x0D, byte(place) == 0x0A, source.bytes[place] == 0x0A {
      place += 1
    }
    return containers.firstWord(inLineFrom: place)
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while place < end, condition(byte) { place += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard self.byte == byte else { return false }
    place += 1
    return true
  }

  /// Reads marks of emphasis.
  private mutating func mark(_ count: Int) -> Bool {
    for _ in 0..<count {
      guard take(0x2A) || take(0x5F) else { return false }
    }
    return true
  }

  /// Skips the `#` of a heading; a word such as `#1` starts no heading.
  private mutating func skipHeadingMark() -> Bool {
    let mark = source.bytes[place..<end].prefix { $0 == 0x23 }
    guard (1...6).contains(mark.count), [0, 0x20, 0x09, 0x0A].contains(byte(mark.endIndex)) else {
      return false
    }
    place = mark.endIndex
    return true
  }

  private mutating func lineBreak() -> Bool {
    if byte == 0x5C { place += 1 }
    skip { $0 != 0x0A && MarkdownSource.isSpace($0) }
    guard byte == 0x0A else { return false }
    place = next(place)
    return true
  }

  /// Reads a text, in which escapes and references stand for others.
  private mutating func text(_ text: [UInt8]) -> [TextOrigin]? {
    var list = OriginList()
    var index = 0
    while index < text.count {
      if byte == 0x26, let found = source.reference(at: place), found.end <= end,
        text[index...].starts(with: found.bytes)
      {
        list.append(
          TextOrigin(
            text: index..<index + found.bytes.count, source: place..<found.end,
            isUnchanged: false))
        index += found.bytes.count
        place = found.end
        continue
      }
      let isEscape = byte == 0x5C && !isAutolink && MarkdownSource.isPunctuation(byte(place + 1))
      let start = isEscape ? place + 1 : place
      if byte(start) == text[index] {
        list.append(TextOrigin(index, at: start, count: 1))
        place = start + 1
      } else if !MarkdownSource.isSpace(text[index]) {
        // A line without the marks of its block quotes keeps the spaces before it.
        return nil
      }
      index += 1
    }
    return list.origins
  }

  /// Reads a code between backticks; white space in it may be another than the source's.
  private mutating func code(_ text: [UInt8]) -> [TextOrigin]? {
    let start = place
    skip { $0 == 0x60 }
    let count = place - start
    var list = OriginList()
    var index = 0
    while true {
      guard place < end else { return nil }
      let start = place
      skip { $0 == 0x60 }
      if place - start == count { break }
      for place in start..<max(place, start + 1) where !MarkdownSource.isSpace(byte(place)) {
        while index < text.count, MarkdownSource.isSpace(text[index]) { index += 1 }
        guard index < text.count, text[index] == byte(place) else { return nil }
        list.append(TextOrigin(index, at: place, count: 1))
        index += 1
      }
      if place == start { place = next(place) }
    }
    return text[index...].allSatisfy(MarkdownSource.isSpace) ? list.origins : nil
  }
}
