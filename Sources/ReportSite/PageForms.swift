internal import AttributionRecords
internal import Foundation
internal import Mustache

/// What is written of a document beside its page, its Markdown twin and its record.
package struct PageForms: OptionSet, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// A page that needs no other file, to be mailed: `single/ID.html`.
  package static let single = PageForms(rawValue: 1)

  /// Finds the forms that a site has by the paths of its files.
  package init(in paths: some Sequence<String>) {
    self = paths.contains { $0.hasPrefix("single/") } ? .single : []
  }
}

/// The style sheet as it stands in a page that needs no other file.
struct StyleBlock: Sendable {
  /// The style sheet.
  let text: String
  /// Its hash as a content security policy names it.
  private let hash: String

  init(_ style: String) {
    text = style
    hash = "sha256-\(Fingerprint.base64SHA256(Data(style.utf8)))"
  }

  /// The values of the template `partials/head`.
  var view: [String: Any] {
    // A sheet is no text that is escaped; a rule compares it.
    ["hash": hash, "style": MustacheLambda { _ in WrittenMarkup(description: text) as Any? }]
  }
}

/// Markup that is escaped already, or a style sheet.
struct WrittenMarkup: CustomStringConvertible {
  let description: String
}
