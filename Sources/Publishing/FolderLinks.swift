internal import Foundation
internal import ReportSite

/// Which files the links of a folder lead to: those that addresses name, or, in the content folder
/// of another generator, those that it publishes there.
struct FolderLinks {
  private let listing: FolderListing
  /// The generator, if it publishes pages at other addresses than their files'.
  private let format: ContentFormat?
  /// The Markdown files by the path at which they are published.
  private let files: [String: String]

  init(_ folder: URL, _ listing: FolderListing) {
    self.listing = listing
    // What has pages is no content.
    let hasPages = listing.files.contains { $0.hasSuffix(".html") }
    let format = hasPages ? nil : ContentFormat(of: folder)
    self.format = format
    files = Dictionary(
      format.map { format in
        listing.files.filter { $0.hasSuffix(".md") }.map { (format.published($0), $0) }
      } ?? [], uniquingKeysWith: { first, _ in first })
  }

  /// Where a link leads.
  enum Place {
    /// A file of the folder, and perhaps a place in it.
    case file(String, fragment: String?)
    /// A file that is not there.
    case missing(String)
    case elsewhere, nowhere
  }

  /// Returns where a link of a file leads.
  func place(_ address: String, from path: String) -> Place {
    switch LocalAddress.resolve(address, from: format?.published(path) ?? path) {
    case .elsewhere: return .elsewhere
    case .nowhere: return .nowhere
    case .file(let path, let fragment):
      let file = file(path)
      return file.map { .file($0, fragment: fragment) } ?? .missing(path)
    }
  }

  private func file(_ path: String) -> String? {
    guard format != nil else { return listing.hasFile(path) ? path : nil }
    if let file = files[path] ?? files[path.isEmpty ? "index.html" : path + "/index.html"] {
      return file
    }
    return !path.hasSuffix(".md") && listing.hasFile(path) ? path : nil
  }
}
