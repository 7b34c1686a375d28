internal import ArgumentParser
internal import Foundation
internal import ReportSite

/// How the pages of documents are made.
struct PageOptions: ParsableArguments {
  @OptionGroup var site: SiteOptions

  @Flag(
    help: """
      Write each page once more as a file that needs no other, without script and links, to be \
      mailed: single/ID.html.
      """)
  var singleFile = false

  @Flag(
    help: "Write the heatmap of each document to be put into other pages: fragments/ID.html.")
  var fragment = false

  @Flag(help: "Draw the heatmap of each document, for slides and previews: cards/ID.svg.")
  var card = false

  /// Loads what makes pages.
  ///
  /// - Parameter folders: Reports whose language is taken if none is named.
  /// - Returns: The renderer.
  /// - Throws: ``SiteError``.
  func renderer(after folders: [URL] = []) throws -> PageRenderer {
    var forms: PageForms = []
    if singleFile { forms.insert(.single) }
    if fragment { forms.insert(.fragment) }
    if card { forms.insert(.card) }
    return try site.renderer(after: folders).adding(forms)
  }
}
