package import Foundation
internal import AttributionRecords
internal import Markup
internal import ReportSite

/// What needs to know where a site will be: its feed and its site map.
package struct SiteAddresses {
  private let base: String
  private let title: String
  private let runs: [PublishedPage.Run]
  private let strings: Strings

  /// Addresses of one site map; more are refused by those who read them.
  private static let mapLimit = 50_000

  /// Checks an address as `--base-url` takes it.
  ///
  /// - Parameter text: What the user wrote.
  /// - Returns: The address with a slash at its end; nil unless it is http or https with a host,
  ///   and without user, query and fragment.
  package static func base(_ text: String) -> URL? {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !text.contains("\""),
      let parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme),
      parts.host?.isEmpty == false, parts.user == nil, parts.query == nil, parts.fragment == nil
    else { return nil }
    return URL(string: text.hasSuffix("/") ? text : text + "/")
  }

  init(base: URL, title: String, runs: [PublishedPage.Run], strings: Strings) {
    self.strings = strings
    self.base = base.absoluteString
    self.title = title
    self.runs = runs
  }

  /// Returns the date of a run; nil if it has none, or none of the form that this tool writes.
  static func date(_ run: RunSummary) -> String? {
    let form = Array("0000-00-00T00:00:00Z".utf8)
    guard let date = run.provenance.date, date.utf8.count == form.count,
      zip(date.utf8, form).allSatisfy({ byte, form in
        form == UInt8(ascii: "0") ? (0x30...0x39).contains(byte) : byte == form
      })
    else { return nil }
    return date
  }

  private func address(_ path: String) -> String {
    Polyglot.escape(base + LocalAddress.encoded(path))
  }

  /// The Atom feed of the runs that have a date, the latest first; nil if none has.
  var feed: String? {
    let dated = runs.compactMap { run in Self.date(run.summary).map { (run, $0) } }
    guard let updated = dated.map(\.1).max() else { return nil }
    let entries = dated.map { run, date in
      let count = strings(.documentCount, ["count": run.summary.documents.count])
      return """
        <entry>
        <id>\(address("runs/\(run.name)/index.html"))</id>
        <title>\(Polyglot.escape(run.name))</title>
        <updated>\(date)</updated>
        <link href="\(address("runs/\(run.name)/index.html"))"/>
        <summary>\(Polyglot.escape("\(run.summary.title): \(count)"))</summary>
        </entry>
        """
    }
    return """
      <?xml version="1.0" encoding="utf-8"?>
      <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(strings[.lang])">
      <id>\(address(""))</id>
      <title>\(Polyglot.escape(title))</title>
      <updated>\(updated)</updated>
      <author><name>\(Tool.name)</name></author>
      <link rel="self" href="\(address("feed.xml"))"/>
      <link href="\(address("index.html"))"/>
      \(entries.joined(separator: "\n"))
      </feed>

      """
  }

  /// Returns the site map by file: in parts, and a list of them, if it is long.
  func maps(_ pages: [(path: String, date: String?)]) -> [(String, String)] {
    let maps = stride(from: 0, to: pages.count, by: Self.mapLimit).map { start in
      pages[start..<min(start + Self.mapLimit, pages.count)].map { page in
        let date = page.date.map { "<lastmod>\($0)</lastmod>" } ?? ""
        return "<url><loc>\(address(page.path))</loc>\(date)</url>"
      }
    }
    guard maps.count > 1 else {
      return [("sitemap.xml", Self.document("urlset", maps.first ?? []))]
    }
    let names = maps.indices.map { "sitemap-\($0 + 1).xml" }
    let list = names.map { "<sitemap><loc>\(address($0))</loc></sitemap>" }
    return [("sitemap.xml", Self.document("sitemapindex", list))]
      + zip(names, maps).map { ($0, Self.document("urlset", $1)) }
  }

  private static func document(_ name: String, _ lines: [String]) -> String {
    """
    <?xml version="1.0" encoding="utf-8"?>
    <\(name) xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    \(lines.joined(separator: "\n"))
    </\(name)>

    """
  }
}
