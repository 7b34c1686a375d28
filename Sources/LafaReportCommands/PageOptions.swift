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

  /// Loads what makes pages.
  ///
  /// - Parameter folders: Reports whose language is taken if none is named.
  /// - Returns: The renderer.
  /// - Throws: ``SiteError``.
  func renderer(after folders: [URL] = []) throws -> PageRenderer {
    try site.renderer(after: folders).adding(singleFile ? .single : [])
  }
}
