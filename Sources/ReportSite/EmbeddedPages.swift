internal import Foundation
internal import Markup

/// What is put into pages of others, made and checked: fragments of HTML, and cards in SVG.
///
/// Neither is a page, so that each is checked in the body of a shell that is not written.
struct EmbeddedPages: Sendable {
  /// The colours of the site's style sheet.
  let colours: HeatColours
  /// The style sheet of cards.
  let cardStyle: String
  private let validator: PageValidator

  /// Prepares.
  ///
  /// - Parameters:
  ///   - schema: The grammar of the shell with either.
  ///   - style: The site's style sheet.
  /// - Throws: The first fault of the schema.
  init(schema: String, style: String) throws(MarkupFault) {
    colours = HeatColours(style: style)
    let cardStyle = Self.cardStyle(colours)
    self.cardStyle = cardStyle
    validator = try PageValidator(
      schema: schema,
      rules: [PageRules.own(style: cardStyle, of: "card")],
      classes: PageRules.classes(of: cardStyle))
  }

  /// Returns what is wrong with a fragment or a card; nothing if it could be written.
  func faults(in embedded: String) -> [MarkupFault] {
    validator.faults(
      in: """
        <!DOCTYPE html>
        <html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en"><head><title>-</title></head><body>
        \(embedded.hasSuffix("\n") ? String(embedded.dropLast()) : embedded)</body></html>
        """)
  }

  /// The style sheet of cards: nothing but colours and fonts.
  private static func cardStyle(_ colours: HeatColours) -> String {
    func levels(_ colours: [String]) -> String {
      colours.enumerated().map { ".l\($0 + 1){fill:\($1)}" }.joined()
    }
    return """
      .ground{fill:#fff}text{fill:#15181d}.title{font:600 44px Georgia,serif}\
      .pred{font:600 30px system-ui,sans-serif}.word{font:28px Georgia,serif;text-anchor:middle}\
      .small{font:18px system-ui,sans-serif;fill:#565b64}.end{text-anchor:end}\(levels(colours.light))\
      @media (prefers-color-scheme:dark){.ground{fill:#16191e}text{fill:#f4f5f7}.small{fill:#a7adb8}\
      \(levels(colours.dark))}
      """
  }
}
