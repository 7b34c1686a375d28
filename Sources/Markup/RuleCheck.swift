internal import CLibXML2

/// Asks the rules about the elements of one page, in one walk.
struct RuleCheck {
  private let rules: [String: [MarkupRule]]
  private let last: [MarkupRule]

  init(_ rules: [MarkupRule]) {
    self.rules = Dictionary(grouping: rules.filter { $0.element != nil }) { $0.element ?? "" }
    last = rules.filter { $0.element == nil }
  }

  func faults(in tree: XMLTree) -> [MarkupFault] {
    var faults = FaultList(.rule)
    // Within a document equal names are one string.
    var known: [UnsafePointer<xmlChar>: (name: String, rules: [MarkupRule])] = [:]
    var counts: [String: Int] = [:]
    tree.forEachElement { node in
      guard let pointer = node.pointee.name else { return }
      let kind: (name: String, rules: [MarkupRule])
      if let found = known[pointer] {
        kind = found
      } else {
        let name = String(cString: pointer)
        kind = (name, rules[name] ?? [])
        known[pointer] = kind
      }
      for rule in kind.rules where rule.isBroken(MarkupElement(node: node), { counts[$0] ?? 0 }) {
        faults.add(line: XMLTree.line(of: node), "\(rule.id): \(rule.message)")
      }
      counts[kind.name, default: 0] += 1
    }
    if let root = xmlDocGetRootElement(tree.document) {
      for rule in last where rule.isBroken(MarkupElement(node: root), { counts[$0] ?? 0 }) {
        faults.add(line: XMLTree.line(of: root), "\(rule.id): \(rule.message)")
      }
    }
    return faults.all
  }
}
