internal import CLibXML2

/// The words of a page.
public enum PageText {
  /// Reads the text of an element as a reader of the page sees it.
  ///
  /// - Parameters:
  ///   - id: The identifier of the element.
  ///   - page: The whole page.
  /// - Returns: The text, or nil when the page is not well-formed or has no such element.
  public static func text(ofElement id: String, in page: String) -> String? {
    var page = page
    return page.withUTF8 { bytes in
      guard let tree = try? XMLTree.page(bytes) else { return nil }
      var text: String?
      tree.forEachElement { element in
        guard text == nil, let value = xmlGetNoNsProp(element, "id") else { return }
        defer { lafa_xml_free(value) }
        guard String(cString: value).utf8.elementsEqual(id.utf8),
          let content = xmlNodeGetContent(element)
        else { return }
        defer { lafa_xml_free(content) }
        text = String(cString: content)
      }
      return text
    }
  }
}
