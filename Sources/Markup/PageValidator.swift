/// Checks pages that are HTML and XML at once, before anyone reads them.
///
/// A page passes four layers: a scan of its bytes, the XML parser, a RELAX NG schema, and the
/// rules with the identifiers, references and classes. One validator serves many threads.
public final class PageValidator: Sendable {
  private let grammar: Grammar
  private let rules: RuleCheck
  private let classes: Set<String>

  /// Creates a validator.
  ///
  /// - Parameters:
  ///   - schema: The RELAX NG schema, in its XML syntax.
  ///   - rules: The rules that the schema cannot express.
  ///   - classes: The class names that pages may use.
  /// - Throws: The first fault of the schema.
  public init(
    schema: String, rules: [MarkupRule], classes: Set<String>
  ) throws(MarkupFault) {
    self.grammar = try Grammar(schema)
    self.rules = RuleCheck(rules)
    self.classes = classes
  }

  /// Checks a page.
  ///
  /// A page that is not well-formed has no tree, and is not checked further.
  ///
  /// - Parameter page: The whole page.
  /// - Returns: The faults, layer by layer, each in page order; empty when the page is sound.
  public func faults(in page: String) -> [MarkupFault] {
    var page = page
    return page.withUTF8 { bytes in
      let scanned = ByteScan.faults(in: bytes)
      do throws(XMLRefusal) {
        let tree = try XMLTree.page(bytes)
        return scanned + grammar.faults(in: tree) + rules.faults(in: tree)
          + ReferenceCheck.faults(in: tree, classes: classes)
      } catch {
        return scanned + error.faults
      }
    }
  }
}
