import Markup
import Testing

/// The smallest page and schema that reach every layer of the validator.
enum TinySite {
  static let rules = [
    MarkupRule(id: "heading.one", element: nil, message: "a page has exactly one h1") { _, count in
      count("h1") != 1
    }
  ]

  /// U+FDD0 and U+FDEF, which Swift refuses in a literal.
  static let noncharacters = String(decoding: [0xEF, 0xB7, 0x90, 0xEF, 0xB7, 0xAF], as: UTF8.self)

  static func validator() throws -> PageValidator {
    try PageValidator(schema: schema, rules: rules, classes: ["lead", "t"])
  }

  /// A sound page around some body markup.
  static func page(_ body: String) -> String {
    """
    <!DOCTYPE html>
    <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
    <head><title>Tiny</title></head>
    <body>
    <h1 id="top">Tiny</h1>
    \(body)
    </body>
    </html>

    """
  }

  static let schema = """
    <grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/1999/xhtml">
      <start>
        <element name="html">
          <attribute name="lang" ns=""/>
          <element name="head"><element name="title"><text/></element></element>
          <element name="body"><zeroOrMore><ref name="block"/></zeroOrMore></element>
        </element>
      </start>
      <define name="common">
        <optional><attribute name="id" ns=""/></optional>
        <optional><attribute name="class" ns=""/></optional>
        <optional><attribute name="title" ns=""/></optional>
        <optional><attribute name="aria-labelledby" ns=""/></optional>
      </define>
      <define name="block">
        <choice>
          <element name="h1"><ref name="common"/><text/></element>
          <element name="p">
            <ref name="common"/>
            <zeroOrMore>
              <choice>
                <text/>
                <element name="br"><empty/></element>
                <element name="a"><attribute name="href" ns=""/><text/></element>
              </choice>
            </zeroOrMore>
          </element>
        </choice>
      </define>
    </grammar>
    """
}
