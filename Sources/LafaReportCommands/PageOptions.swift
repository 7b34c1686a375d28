internal import ArgumentParser
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

  /// Loads what makes pages.
  func renderer() throws -> PageRenderer {
    try site.renderer().adding(singleFile ? .single : [])
  }
}
