internal import CLibXML2

/// Reads the elements of an XML text one after the other.
///
/// A text with a document type is refused, and with it every entity of its own.
struct XMLReader {
  /// What comes next.
  enum Event {
    /// An element opens; its attributes without their prefixes.
    case open(name: String, attributes: [String: String])
    /// An element closes.
    case close(name: String)
    /// Text of an element.
    case text(String)
  }

  /// The text is not well-formed, or has a document type.
  struct Refused: Error {}

  /// Reads.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - body: Takes each event; names without their prefixes; returns whether more is wanted.
  /// - Throws: ``Refused``, or what the closure throws.
  static func read(_ bytes: [UInt8], _ body: (Event) throws -> Bool) throws {
    xmlInitParser()
    guard let count = Int32(exactly: bytes.count) else { throw Refused() }
    try bytes.withUnsafeBytes { buffer in
      let options = Int32(
        XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
          | XML_PARSE_NOCDATA.rawValue)
      guard
        let reader = xmlReaderForMemory(
          buffer.baseAddress?.assumingMemoryBound(to: CChar.self), count, nil, nil, options)
      else { throw Refused() }
      defer { xmlFreeTextReader(reader) }
      // Some errors are printed whatever the options say.
      xmlTextReaderSetStructuredErrorHandler(reader, { _, _ in }, nil)
      while true {
        let status = xmlTextReaderRead(reader)
        guard status == 1 else {
          guard status == 0 else { throw Refused() }
          return
        }
        guard try next(reader, body) else { return }
      }
    }
  }

  private static func next(
    _ reader: xmlTextReaderPtr, _ body: (Event) throws -> Bool
  ) throws -> Bool {
    switch xmlTextReaderNodeType(reader) {
    case Int32(XML_READER_TYPE_DOCUMENT_TYPE.rawValue),
      Int32(XML_READER_TYPE_ENTITY_REFERENCE.rawValue):
      throw Refused()
    case Int32(XML_READER_TYPE_ELEMENT.rawValue):
      let name = string(xmlTextReaderConstLocalName(reader))
      let isEmpty = xmlTextReaderIsEmptyElement(reader) == 1
      var attributes: [String: String] = [:]
      while xmlTextReaderMoveToNextAttribute(reader) == 1 {
        attributes[string(xmlTextReaderConstLocalName(reader))] = string(
          xmlTextReaderConstValue(reader))
      }
      guard try body(.open(name: name, attributes: attributes)) else { return false }
      return isEmpty ? try body(.close(name: name)) : true
    case Int32(XML_READER_TYPE_END_ELEMENT.rawValue):
      return try body(.close(name: string(xmlTextReaderConstLocalName(reader))))
    case Int32(XML_READER_TYPE_TEXT.rawValue), Int32(XML_READER_TYPE_CDATA.rawValue),
      Int32(XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue),
      Int32(XML_READER_TYPE_WHITESPACE.rawValue):
      return try body(.text(string(xmlTextReaderConstValue(reader))))
    default: return true
    }
  }

  private static func string(_ text: UnsafePointer<xmlChar>?) -> String {
    text.map { String(cString: $0) } ?? ""
  }
}
