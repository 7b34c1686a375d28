internal import AttributionRecords
package import Foundation
internal import Mustache

/// What is written of a document beside its page, its Markdown twin and its record.
package struct PageForms: OptionSet, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// A page that needs no other file, to be mailed: `single/ID.html`.
  package static let single = PageForms(rawValue: 1)

  /// The heatmap to be put into other pages: `fragments/ID.html`.
  package static let fragment = PageForms(rawValue: 2)

  /// A picture of the heatmap: `cards/ID.svg`.
  package static let card = PageForms(rawValue: 4)

  /// Where the files of each form lie.
  private static let folders: [(form: PageForms, folder: String)] = [
    (.single, "single/"), (.fragment, "fragments/"), (.card, "cards/"),
  ]

  /// Finds the forms that a site has by the paths of its files.
  package init(in paths: some Sequence<String>) {
    self = []
    for path in paths {
      for (form, folder) in Self.folders where path.hasPrefix(folder) { insert(form) }
    }
  }

  /// Finds the forms that this tool made in a folder and that are still there.
  ///
  /// - Parameter output: The folder.
  package init(of output: URL) {
    self.init(in: SiteMarker.read(output)?.files.map(\.path) ?? [])
    for (form, folder) in Self.folders where !output.appending(path: folder).isFolder {
      remove(form)
    }
  }

  /// Whether a file is no page of its own, but is put into others.
  ///
  /// - Parameter path: Its path in reports, or in a folder that holds them: `runs/NAME/` of a
  ///   published site, `reports/` of an audit.
  /// - Returns: Whether it is a fragment or a card.
  package static func isEmbedded(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    let holder = parts.dropLast(2)
    guard holder.isEmpty || holder.last == "reports" || holder.dropLast().last == "runs" else {
      return false
    }
    return !PageForms(in: [parts.suffix(2).joined(separator: "/")])
      .isDisjoint(with: [.fragment, .card])
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
