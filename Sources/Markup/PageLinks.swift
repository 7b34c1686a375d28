internal import CLibXML2

/// What a page points at, and what can be pointed at in it.
public struct PageLinks: Sendable, Equatable {
  /// A place that a page or Markdown file points at.
  public struct Target: Sendable, Equatable {
    /// The address as it is written.
    public var address: String
    /// The line, counted from 1.
    public var line: Int

    /// Makes a target from its parts.
    public init(address: String, line: Int) {
      self.address = address
      self.line = line
    }
  }

  /// The identifiers of the page's elements.
  public private(set) var identifiers: Set<String> = []
  /// The targets of links, style sheets and scripts, in page order.
  public private(set) var targets: [Target] = []

  /// Whether the page is well-formed, so that what it has is known.
  public private(set) var isWellFormed = false

  /// Reads a page.
  ///
  /// - Parameter page: The whole page; one that is not well-formed has no links.
  public init(page: String) {
    var page = page
    page.withUTF8 { bytes in
      guard let tree = try? XMLTree.page(bytes) else { return }
      isWellFormed = true
      tree.forEachElement { element in
        if let id = Self.value("id", of: element) { identifiers.insert(id) }
        for name in ["href", "src"] {
          if let address = Self.value(name, of: element) {
            targets.append(Target(address: address, line: XMLTree.line(of: element)))
          }
        }
      }
    }
  }

  private static func value(_ name: String, of element: xmlNodePtr) -> String? {
    guard let value = xmlGetNoNsProp(element, name) else { return nil }
    defer { lafa_xml_free(value) }
    return String(cString: value)
  }
}
