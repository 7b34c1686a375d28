internal import CLibXML2

/// A parsed XML document, for use on the thread that made it.
final class XMLTree {
  let document: xmlDocPtr

  /// libxml2 wants its globals made once, before threads use it.
  static let isReady: Bool = {
    xmlInitParser()
    return true
  }()

  /// No network, no entity replacement, no external subset, no lifted limits, no recovery.
  private static let options = Int32(
    XML_PARSE_NONET.rawValue | XML_PARSE_NOCDATA.rawValue | XML_PARSE_BIG_LINES.rawValue
      | XML_PARSE_COMPACT.rawValue)

  private init(_ document: xmlDocPtr) { self.document = document }

  deinit { xmlFreeDoc(document) }

  /// Parses a page.
  ///
  /// Only the bare document type reaches libxml2: XML allows no second one, so that a page can
  /// declare no entities at all.
  static func page(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLRefusal) -> XMLTree {
    guard bytes.starts(with: ByteScan.documentType.utf8) else {
      throw XMLRefusal(
        faults: [
          MarkupFault(
            layer: .wellFormed, line: 1,
            message: "the document type declaration must be exactly \(ByteScan.documentType)")
        ])
    }
    return try parse(bytes)
  }

  /// Parses any XML.
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLRefusal) -> XMLTree {
    _ = isReady
    let sink = XMLErrorSink(.wellFormed)
    guard let count = Int32(exactly: bytes.count), let parser = xmlNewParserCtxt() else {
      throw XMLRefusal(
        faults: [MarkupFault(layer: .wellFormed, message: "the page is too large to be parsed")])
    }
    defer { xmlFreeParserCtxt(parser) }
    let document: xmlDocPtr? = withExtendedLifetime(sink) {
      parser.pointee._private = sink.pointer
      parser.pointee.sax.pointee.serror = XMLErrorSink.reportFromParser
      return bytes.withMemoryRebound(to: CChar.self) {
        xmlCtxtReadMemory(parser, $0.baseAddress, count, nil, "UTF-8", options)
      }
    }
    guard let document else {
      throw XMLRefusal(faults: sink.faults(orElse: "the text is not well-formed XML"))
    }
    let tree = XMLTree(document)
    guard parser.pointee.wellFormed == 1, sink.isEmpty else {
      throw XMLRefusal(faults: sink.faults(orElse: "the text is not well-formed XML"))
    }
    return tree
  }

  /// Calls a function with each element, in document order.
  func forEachElement(_ body: (xmlNodePtr) -> Void) {
    var next = xmlDocGetRootElement(document)
    while let node = next {
      if node.pointee.type == XML_ELEMENT_NODE { body(node) }
      next = Self.successor(of: node)
    }
  }

  /// The next node in document order; a loop instead of recursion, so that depth costs no stack.
  private static func successor(of node: xmlNodePtr) -> xmlNodePtr? {
    // The children of an entity reference belong to the declaration.
    if node.pointee.type == XML_ELEMENT_NODE, let child = node.pointee.children { return child }
    var current: xmlNodePtr? = node
    while let node = current {
      if let next = node.pointee.next { return next }
      current = node.pointee.parent
    }
    return nil
  }

  /// The line of a node, or of the element that an attribute belongs to.
  static func line(of node: xmlNodePtr) -> Int {
    guard node.pointee.type != XML_ATTRIBUTE_NODE else {
      return node.pointee.parent.map { Int(xmlGetLineNo($0)) } ?? 0
    }
    return max(0, Int(xmlGetLineNo(node)))
  }
}

/// The reasons why a text is no XML tree.
struct XMLRefusal: Error {
  var faults: [MarkupFault]
}
