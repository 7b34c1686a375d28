internal import CLibXML2

/// An element of a page that is being checked; rules look at it and must not keep it.
public struct MarkupElement {
  let node: xmlNodePtr

  /// The name without a prefix.
  public var name: String { node.pointee.name.map { String(cString: $0) } ?? "" }

  /// Returns the value of an attribute without a prefix, or nil.
  public func attribute(_ name: String) -> String? { value(of: name, namespace: nil) }

  /// The value of `xml:lang`, or nil.
  public var xmlLanguage: String? {
    value(of: "lang", namespace: "http://www.w3.org/XML/1998/namespace")
  }

  private func value(of name: String, namespace: String?) -> String? {
    let value =
      namespace.map { xmlGetNsProp(node, name, $0) } ?? xmlGetNoNsProp(node, name)
    guard let value else { return nil }
    defer { lafa_xml_free(value) }
    return String(cString: value)
  }

  /// The element around it; nil for the page itself.
  public var parent: MarkupElement? {
    guard let parent = node.pointee.parent, parent.pointee.type == XML_ELEMENT_NODE else {
      return nil
    }
    return MarkupElement(node: parent)
  }

  /// Whether an element around it has a name and, if one is given, exactly a class attribute.
  public func isWithin(_ name: String, class value: String? = nil) -> Bool {
    var next = parent
    while let element = next {
      if element.name == name, value == nil || element.attribute("class") == value { return true }
      next = element.parent
    }
    return false
  }

  /// The elements in it, one level down.
  public var children: [MarkupElement] {
    var children: [MarkupElement] = []
    var next = node.pointee.children
    while let child = next {
      if child.pointee.type == XML_ELEMENT_NODE { children.append(MarkupElement(node: child)) }
      next = child.pointee.next
    }
    return children
  }

  /// How many elements are in it, one level down.
  public var childCount: Int { Int(xmlChildElementCount(node)) }

  /// All text in it.
  public var text: String {
    guard let content = xmlNodeGetContent(node) else { return "" }
    defer { lafa_xml_free(content) }
    return String(cString: content)
  }

  /// Whether it has no text but white space.
  public var isBlank: Bool {
    guard let content = xmlNodeGetContent(node) else { return true }
    defer { lafa_xml_free(content) }
    return String(cString: content).utf8.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
  }
}
