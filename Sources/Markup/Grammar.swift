internal import CLibXML2

/// A compiled RELAX NG schema.
///
/// Unchecked because the schema never changes after compilation and libxml2 only reads it during
/// validation: every call makes its own validation context.
final class Grammar: @unchecked Sendable {
  private let schema: xmlRelaxNGPtr

  /// Compiles a schema.
  ///
  /// - Parameter text: The schema in its XML syntax.
  /// - Throws: The first fault of the schema.
  init(_ text: String) throws(MarkupFault) {
    let unusable = "the schema cannot be compiled"
    var text = text
    let parsed = text.withUTF8 { bytes in
      Result { () throws(XMLRefusal) in try XMLTree.parse(bytes) }
    }
    let tree: XMLTree
    switch parsed {
    case .success(let value): tree = value
    case .failure(let refusal):
      throw refusal.faults.first ?? MarkupFault(layer: .wellFormed, message: unusable)
    }
    let sink = XMLErrorSink(.grammar)
    let schema: xmlRelaxNGPtr? = withExtendedLifetime((sink, tree)) {
      // The parser works on its own copy of the tree.
      guard let parser = xmlRelaxNGNewDocParserCtxt(tree.document) else { return nil }
      defer { xmlRelaxNGFreeParserCtxt(parser) }
      xmlRelaxNGSetParserStructuredErrors(parser, XMLErrorSink.report, sink.pointer)
      return xmlRelaxNGParse(parser)
    }
    guard let schema, sink.isEmpty else {
      if let schema { xmlRelaxNGFree(schema) }
      throw sink.faults(orElse: unusable).first ?? MarkupFault(layer: .grammar, message: unusable)
    }
    self.schema = schema
  }

  deinit { xmlRelaxNGFree(schema) }

  func faults(in tree: XMLTree) -> [MarkupFault] {
    let sink = XMLErrorSink(.grammar)
    let status: Int32 = withExtendedLifetime((sink, tree)) {
      guard let context = xmlRelaxNGNewValidCtxt(schema) else { return -1 }
      defer { xmlRelaxNGFreeValidCtxt(context) }
      xmlRelaxNGSetValidStructuredErrors(context, XMLErrorSink.report, sink.pointer)
      return xmlRelaxNGValidateDoc(context, tree.document)
    }
    guard status != 0 || !sink.isEmpty else { return [] }
    return sink.faults(orElse: "the page does not match the schema")
  }
}
