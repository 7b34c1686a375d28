internal import CLibXML2

/// Evaluates the rules on one tree.
struct RuleCheck {
  private static let namespaces = [
    ("h", "http://www.w3.org/1999/xhtml"), ("s", "http://www.w3.org/2000/svg"),
  ]

  /// Strings, because a compiled XPath caches into itself while it runs, and threads share rules.
  let rules: [MarkupRule]

  /// Checks that every rule is XPath and selects nodes.
  init(_ rules: [MarkupRule]) throws(MarkupFault) {
    self.rules = rules
    var blank = "<blank/>"
    let parsed = blank.withUTF8 { bytes in
      Result { () throws(XMLRefusal) in try XMLTree.parse(bytes) }
    }
    guard case .success(let tree) = parsed else { return }
    if let fault = faults(in: tree, onlyUnusable: true).first { throw fault }
  }

  func faults(in tree: XMLTree) -> [MarkupFault] { faults(in: tree, onlyUnusable: false) }

  private func faults(in tree: XMLTree, onlyUnusable: Bool) -> [MarkupFault] {
    var faults = FaultList(.rule)
    guard let context = xmlXPathNewContext(tree.document) else {
      faults.add(line: 0, "no memory is left to check the rules")
      return faults.all
    }
    defer { xmlXPathFreeContext(context) }
    for (prefix, uri) in Self.namespaces { xmlXPathRegisterNs(context, prefix, uri) }
    // libxml2 would print the errors of an expression otherwise.
    context.pointee.error = { _, _ in }
    for rule in rules {
      guard let result = xmlXPathEvalExpression(rule.offenders, context) else {
        faults.add(line: 0, "\(rule.id): the rule is not valid XPath 1.0")
        continue
      }
      defer { xmlXPathFreeObject(result) }
      guard result.pointee.type == XPATH_NODESET else {
        faults.add(line: 0, "\(rule.id): the rule does not select nodes")
        continue
      }
      guard !onlyUnusable, let nodes = result.pointee.nodesetval else { continue }
      for index in 0..<max(0, Int(nodes.pointee.nodeNr)) {
        guard let node = nodes.pointee.nodeTab[index] else { continue }
        faults.add(line: Self.line(of: node), "\(rule.id): \(rule.message)")
      }
    }
    return faults.all
  }

  private static func line(of node: xmlNodePtr) -> Int {
    // A namespace node is another C structure, without a line.
    node.pointee.type == XML_NAMESPACE_DECL ? 0 : XMLTree.line(of: node)
  }
}
