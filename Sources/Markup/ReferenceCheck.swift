internal import CLibXML2

/// Checks identifiers, references to them and classes in one walk, where XPath would be quadratic.
struct ReferenceCheck {
  private let classes: Set<String>
  /// Values of class attributes that were found sound: most elements of a page share a few.
  private var soundClasses: Set<String> = []
  private var names: [UnsafePointer<xmlChar>: String?] = [:]
  private var faults = FaultList(.rule)
  private var identifiers: Set<String> = []
  private var references: [(target: String, line: Int, attribute: String)] = []

  private init(classes: Set<String>) { self.classes = classes }

  static func faults(in tree: XMLTree, classes: Set<String>) -> [MarkupFault] {
    var check = Self(classes: classes)
    tree.forEachElement { check.visit($0, in: tree) }
    for reference in check.references where !check.identifiers.contains(reference.target) {
      check.faults.add(
        line: reference.line,
        "id.reference: \(reference.attribute) points at the missing id \(quoted(reference.target))")
    }
    return check.faults.all
  }

  private mutating func visit(_ element: xmlNodePtr, in tree: XMLTree) {
    var next = element.pointee.properties
    while let attribute = next {
      next = attribute.pointee.next
      if let name = name(attribute) {
        check(name, Self.value(of: attribute, in: tree), line: XMLTree.line(of: element))
      }
    }
  }

  private static let checked: Set<String> = [
    "class", "id", "for", "aria-labelledby", "aria-describedby", "href",
  ]

  /// Returns an attribute's name if it is checked; within a document equal names are one string.
  private mutating func name(_ attribute: xmlAttrPtr) -> String? {
    guard let pointer = attribute.pointee.name else { return nil }
    if let known = names[pointer] { return known }
    let name = String(cString: pointer)
    names[pointer] = Self.checked.contains(name) ? .some(name) : .some(nil)
    return Self.checked.contains(name) ? name : nil
  }

  private static func value(of attribute: xmlAttrPtr, in tree: XMLTree) -> String {
    let children = attribute.pointee.children
    // Without a reference in it, the value is one text.
    if let text = children?.pointee, text.type == XML_TEXT_NODE, text.next == nil {
      return text.content.map { String(cString: $0) } ?? ""
    }
    let raw = xmlNodeListGetString(tree.document, children, 1)
    defer { lafa_xml_free(raw) }
    return raw.map { String(cString: $0) } ?? ""
  }

  private mutating func check(_ name: String, _ value: String, line: Int) {
    switch name {
    case "class":
      guard !soundClasses.contains(value) else { return }
      let unknown = value.split(separator: " ").filter { !classes.contains(String($0)) }
      for token in unknown {
        faults.add(line: line, "class.known: \(quoted(token)) is not a class of the style sheet")
      }
      if unknown.isEmpty { soundClasses.insert(value) }
    case "id":
      if !identifiers.insert(value).inserted {
        faults.add(line: line, "id.unique: the id \(quoted(value)) is used twice")
      }
    case "href":
      if value.utf8.first == 0x23 { refer(value.unicodeScalars.dropFirst(), name, line) }
    default:
      for token in value.split(separator: " ") { refer(token.unicodeScalars, name, line) }
    }
  }

  private mutating func refer(
    _ target: Substring.UnicodeScalarView, _ attribute: String, _ line: Int
  ) {
    references.append((String(target), line, attribute))
  }
}
