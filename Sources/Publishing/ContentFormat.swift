internal import AttributionRecords
package import Foundation
internal import Markup

/// A site generator whose content folder takes the Markdown of runs.
package enum ContentFormat: String, Sendable, CaseIterable {
  case hugo, jekyll, mkdocs

  /// The path of the front page.
  package var front: String { path("index.md") }

  /// Finds out whose content folder lies somewhere, by its front page; nil unless the generator
  /// publishes pages at other addresses than their files'.
  ///
  /// - Parameter folder: The folder.
  package init?(of folder: URL) {
    func matter(_ name: String) -> [Substring] {
      let data = try? Data(contentsOf: folder.appending(path: name), options: .alwaysMapped)
      let lines = String(decoding: data?.prefix(1 << 16) ?? Data(), as: UTF8.self)
        .split(separator: "\n", omittingEmptySubsequences: false)
      return lines.first == "---" ? Array(lines.dropFirst().prefix { $0 != "---" }) : []
    }
    if !matter(Self.hugo.front).isEmpty {
      self = .hugo
    } else if matter(Self.jekyll.front).contains(Self.liquidOff[...]) {
      self = .jekyll
    } else {
      return nil
    }
  }

  /// Braces of a document's text are no template.
  private static let liquidOff = "render_with_liquid: false"

  /// Returns the path below the site at which the generator publishes a file of the content folder.
  package func published(_ path: String) -> String {
    guard self != .mkdocs, path.hasSuffix(".md") else { return path }
    let stem = path.dropLast(3)
    guard self == .hugo else { return stem + ".html" }
    // Hugo writes addresses in lower case, and each page as the index of a folder of its own.
    let parts = stem.lowercased().split(separator: "/")
    let folders = parts.last == "_index" ? parts.dropLast() : parts[...]
    return (folders + ["index.html"]).joined(separator: "/")
  }

  /// Returns where a run's Markdown file goes; the same path unless the generator wants another.
  func path(_ path: String) -> String {
    let parts = path.split(separator: "/")
    guard self == .hugo, parts.last == "index.md" else { return path }
    // With index.md a folder would be one page, and what is in it no pages of their own.
    return (parts.dropLast() + ["_index.md"]).joined(separator: "/")
  }

  /// Returns a Markdown file with what the generator wants before it, its links rewritten.
  ///
  /// - Parameters:
  ///   - markdown: The file.
  ///   - path: Its path in the content folder before ``path(_:)``.
  ///   - title: What the page is called if it has no heading.
  /// - Returns: The page.
  func page(_ markdown: String, path: String, title: String) -> String {
    let heading = MarkdownTitle(of: markdown)
    var matter = ["title: \(Self.quoted(heading?.text ?? title))"]
    if self == .jekyll { matter += ["layout: default", Self.liquidOff] }
    // Hugo's themes write the title themselves; those of the others leave it to the page.
    let body = self == .hugo ? heading?.rest ?? markdown : markdown
    return "---\n\(matter.joined(separator: "\n"))\n---\n\n" + rewritten(body, path: path)
  }

  /// Returns a text as YAML reads it back: what JSON writes.
  private static func quoted(_ text: String) -> String {
    let visible = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map {
          $0.properties.generalCategory == .control || $0 == "\u{2028}" || $0 == "\u{2029}"
            || $0 == "\u{FEFF}" || $0 == "\u{FFFE}" || $0 == "\u{FFFF}" ? " " : $0
        }))
    var json = JSONText()
    json.value(visible)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  /// Rewrites what stands between `](` and `)`; of a document's text the bracket is escaped.
  private func rewritten(_ markdown: String, path: String) -> String {
    guard self != .mkdocs else { return markdown }
    var result = ""
    var rest = markdown[...]
    while let start = rest.firstRange(of: "](") {
      result += rest[..<start.upperBound]
      let escapes = rest[..<start.lowerBound].reversed().prefix { $0 == "\\" }.count
      rest = rest[start.upperBound...]
      guard escapes.isMultiple(of: 2) else { continue }
      guard let end = rest.firstIndex(of: ")") else { break }
      result += address(String(rest[..<end]), from: path)
      rest = rest[end...]
    }
    return result + rest
  }

  /// Returns the address of a page as the generator publishes it.
  private func address(_ address: String, from path: String) -> String {
    guard address.hasSuffix(".md") else { return address }
    guard self == .hugo else { return address.dropLast(3) + ".html" }
    // Hugo writes addresses in lower case.
    let stem = address.dropLast(3).lowercased()
    // A page that is not its folder's lies one folder deeper: a.md is a/index.html.
    let up = path.split(separator: "/").last == "index.md" ? "" : "../"
    let parts = stem.split(separator: "/")
    let target =
      parts.last == "index" ? parts.dropLast().joined(separator: "/") : stem
    return target.isEmpty ? (up.isEmpty ? "./" : up) : up + target + "/"
  }
}
