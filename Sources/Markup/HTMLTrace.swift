internal import CLibXML2

/// Notes where the words of a page stand while libxml2 reads it.
///
/// The parser tells of each stretch of text when it has just read it, so that its place is known
/// even in markup that it mends. Every place is compared with the page; what is not found there is
/// left out.
final class HTMLTrace {
  private let source: UnsafeBufferPointer<UInt8>
  private let parser: htmlParserCtxtPtr
  /// The bytes of a byte order mark, which the parser does not count.
  private let mark: Int
  /// Where texts stand, in bytes of their node's content.
  private var origins: [TextOrigin] = []
  /// The nodes with text: the first of their origins, and the bytes of their content.
  private var nodes: [(first: Int, count: Int)] = []
  private var current: xmlNodePtr?
  /// No text that is still to come stands before it.
  private var floor = 0
  /// No tag that is still to come starts before it, unless one is not plain.
  private var tagFloor = 0

  /// Listens to a parser.
  ///
  /// - Parameters:
  ///   - parser: The parser, which must not outlive the trace.
  ///   - source: What it is to read.
  init(_ parser: htmlParserCtxtPtr, _ source: UnsafeBufferPointer<UInt8>) {
    self.parser = parser
    self.source = source
    mark = source.starts(with: "\u{FEFF}".utf8) ? 3 : 0
    parser.pointee._private = Unmanaged.passUnretained(self).toOpaque()
    guard let handler = parser.pointee.sax else { return }
    handler.pointee.characters = { context, bytes, count in
      xmlSAX2Characters(context, bytes, count)
      guard let bytes, count > 0 else { return }
      HTMLTrace.of(context)?.take(UnsafeBufferPointer(start: bytes, count: Int(count)))
    }
    handler.pointee.startElement = { context, name, attributes in
      xmlSAX2StartElement(context, name, attributes)
      HTMLTrace.of(context)?.takeTag()
    }
    handler.pointee.comment = { context, text in
      xmlSAX2Comment(context, text)
      HTMLTrace.of(context)?.pass()
    }
    handler.pointee.processingInstruction = { context, target, data in
      xmlSAX2ProcessingInstruction(context, target, data)
      HTMLTrace.of(context)?.pass()
    }
    handler.pointee.cdataBlock = { context, bytes, count in
      xmlSAX2CDataBlock(context, bytes, count)
      HTMLTrace.of(context)?.pass()
    }
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> HTMLTrace? {
    guard let parser = context?.assumingMemoryBound(to: htmlParserCtxt.self).pointee,
      let trace = parser._private
    else { return nil }
    return Unmanaged<HTMLTrace>.fromOpaque(trace).takeUnretainedValue()
  }

  /// Tells where the text of a node stands; of an `img` its `alt`.
  ///
  /// - Parameters:
  ///   - node: A node of the tree.
  ///   - count: The bytes of its text.
  /// - Returns: The origins in bytes; none if they are not of this text.
  func origins(of node: xmlNodePtr, count: Int) -> ArraySlice<TextOrigin> {
    let number = Int(bitPattern: node.pointee._private)
    guard number > 0, nodes[number - 1].count == count else { return [] }
    let end = number < nodes.count ? nodes[number].first : origins.count
    return origins[nodes[number - 1].first..<end]
  }

  /// Where the parser is, in bytes of the source.
  private var place: Int {
    guard let input = parser.pointee.input?.pointee, let base = input.base, let cursor = input.cur
    else { return 0 }
    return min(max(mark + Int(input.consumed) + (cursor - base), 0), source.count)
  }

  private func pass() { tagFloor = place }

  private func add(_ node: xmlNodePtr, count: Int) {
    nodes.append((origins.count, count))
    node.pointee._private = UnsafeMutableRawPointer(bitPattern: nodes.count)
    current = node
  }

  private func add(_ text: Int, at start: Int, count: Int) {
    origins.append(TextOrigin(text, at: start, count: count))
    floor = start + count
  }
}

extension HTMLTrace {
  /// Takes a stretch of text that the parser has just read.
  private func take(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let node = parser.pointee.node?.pointee.last, node.pointee.type == XML_TEXT_NODE
    else { return }
    if node != current { add(node, count: 0) }
    let text = nodes[nodes.count - 1].count
    nodes[nodes.count - 1].count += bytes.count
    let place = place
    if bytes.count <= 4, takeReference(bytes, text, upTo: place) { return }
    // The parser hands on what is not yet all in the middle of a step.
    let ends = place < source.count ? [end(ofScalarAt: place), place] : [place]
    for end in ends {
      let start = end - bytes.count
      guard start >= floor, source[start..<end].elementsEqual(bytes) else { continue }
      return add(text, at: start, count: bytes.count)
    }
    for end in ends where takeWithGaps(bytes, text, upTo: end) { return }
  }

  /// Takes a scalar that a reference stands for, or the `&` of what is none.
  private func takeReference(
    _ bytes: UnsafeBufferPointer<UInt8>, _ text: Int, upTo end: Int
  ) -> Bool {
    let window = max(floor, end - HTMLReference.limit)..<max(floor, end)
    guard let start = source[window].lastIndex(of: 0x26) else { return false }
    if let found = HTMLReference(source[start..<end]), found.end == end,
      found.bytes.elementsEqual(bytes)
    {
      origins.append(
        TextOrigin(
          text: text..<text + bytes.count, source: start..<end, isUnchanged: false))
      floor = end
      return true
    }
    guard bytes.count == 1, bytes[0] == 0x26 else { return false }
    add(text, at: start, count: 1)
    return true
  }

  /// Takes a text in which code points of the source are missing, as XML allows not all.
  private func takeWithGaps(
    _ bytes: UnsafeBufferPointer<UInt8>, _ text: Int, upTo end: Int
  ) -> Bool {
    var found: [TextOrigin] = []
    var rest = bytes.count
    var place = end
    while rest > 0 {
      guard place > floor else { return false }
      var start = place - 1
      while start > floor, source[start] & 0xC0 == 0x80 { start -= 1 }
      let count = place - start
      if count <= rest, source[start..<place].elementsEqual(bytes[rest - count..<rest]) {
        rest -= count
        found.append(TextOrigin(text + rest, at: start, count: count))
      } else if !isDropped(start..<place) {
        return false
      }
      place = start
    }
    var list = OriginList()
    for origin in found.reversed() { list.append(origin) }
    origins += list.origins
    floor = end
    return true
  }

  /// Whether the parser reads over a scalar: XML allows neither controls nor U+FFFE and U+FFFF.
  private func isDropped(_ scalar: Range<Int>) -> Bool {
    source[scalar.lowerBound] < 0x20
      || source[scalar].elementsEqual([0xEF, 0xBF, 0xBE])
      || source[scalar].elementsEqual([0xEF, 0xBF, 0xBF])
  }

  private func end(ofScalarAt place: Int) -> Int {
    var end = place + 1
    while end < source.count, source[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }
}

extension HTMLTrace {
  /// Takes a start tag: the parser stands at its end, unless it adds an element that is not there.
  private func takeTag() {
    let start = max(floor, tagFloor)
    let place = place
    guard start < place, place < source.count, source[place] == 0x3E || source[place] == 0x2F else {
      return
    }
    if let node = parser.pointee.node, node.pointee.type == XML_ELEMENT_NODE,
      let name = node.pointee.name, String(cString: name) == "img",
      let value = xmlGetProp(node, "alt")
    {
      defer { lafa_xml_free(value) }
      let bytes = UnsafeBufferPointer(start: value, count: Int(xmlStrlen(value)))
      add(node, count: bytes.count)
      if let range = HTMLTag.value(ofAttribute: "alt", tag: "img", in: source[start..<place]) {
        take(bytes, ofAttribute: range)
      }
    }
    tagFloor = place
  }

  /// Takes the value of an attribute, if it is what stands there.
  private func take(_ bytes: UnsafeBufferPointer<UInt8>, ofAttribute range: Range<Int>) {
    var list = OriginList()
    var text = 0
    var place = range.lowerBound
    while place < range.upperBound {
      let rest = source[place..<range.upperBound]
      if source[place] == 0x26, let found = HTMLReference(rest) {
        guard bytes[text...].starts(with: found.bytes) else { return }
        list.append(
          TextOrigin(
            text: text..<text + found.bytes.count, source: place..<found.end, isUnchanged: false))
        text += found.bytes.count
        place = found.end
      } else {
        guard text < bytes.count, bytes[text] == source[place] else { return }
        list.append(TextOrigin(text, at: place, count: 1))
        text += 1
        place += 1
      }
    }
    if text == bytes.count { origins += list.origins }
  }
}
