package import AttributionRecords
internal import Markup

/// A page of a published site that belongs to no single run.
package struct PublishedPage: Sendable {
  /// A run of the site.
  package struct Run: Sendable {
    /// The name of its folder.
    package let name: String
    /// What holds for it.
    package let summary: RunSummary
    /// The way to the page of the difference from the run before, without its ending.
    let difference: String?

    /// Makes a run from its parts.
    package init(name: String, summary: RunSummary, difference: String?) {
      self.name = name
      self.summary = summary
      self.difference = difference
    }
  }

  /// A link.
  package struct Link: Sendable {
    let name: String
    /// The way without its ending.
    let file: String

    /// Makes a link from its parts.
    package init(name: String, file: String) {
      self.name = name
      self.file = file
    }
  }

  let template: String
  let root: String
  let title: String
  let lead: String
  let links: [Link]
  let runs: [Run]
  private let strings: Strings

  private init(
    _ template: String, root: String = "", title: String, lead: String, links: [Link],
    runs: [Run] = [], strings: Strings
  ) {
    self.strings = strings
    self.template = template
    self.root = root
    self.title = ReportPage.name(title, orElse: strings[.reports])
    self.lead = lead
    self.links = links
    self.runs = runs
  }

  /// Returns the front page.
  ///
  /// - Parameters:
  ///   - title: What the site is called.
  ///   - runs: The runs, the latest first.
  ///   - links: Other pages of the site.
  ///   - strings: The texts of the interface.
  /// - Returns: The page.
  package static func front(
    title: String, runs: [Run], links: [Link], strings: Strings
  ) -> PublishedPage {
    PublishedPage(
      "runs", title: title, lead: strings(.runCount, ["count": runs.count]), links: links,
      runs: runs, strings: strings)
  }

  /// Returns the page with the link to the latest run: a page, since not every host can redirect.
  package static func latest(_ run: Run, root: String, strings: Strings) -> PublishedPage {
    PublishedPage(
      "notice", root: root, title: strings[.latestRun],
      lead: strings(.documentCount, ["count": run.summary.documents.count]),
      links: [Link(name: run.name, file: "\(root)runs/\(run.name)/index")],
      strings: strings)
  }

  /// Returns the page for addresses that are not there.
  package static func missing(strings: Strings) -> PublishedPage {
    PublishedPage(
      "notice", title: strings[.pageMissing], lead: strings[.pageMissingLead],
      links: [Link(name: strings[.frontPage], file: "index")], strings: strings)
  }

  /// Returns the search page.
  package static func search(runs: [Run], strings: Strings) -> PublishedPage {
    PublishedPage(
      "search", title: strings[.search], lead: strings[.searchLead],
      links: runs.map { Link(name: $0.name, file: "runs/\($0.name)/index") }, strings: strings)
  }

  var view: [String: Any] {
    [
      "root": root, "version": Tool.version, "pageTitle": title, "title": title, "lead": lead,
      "links": links.map { ["name": $0.name, "file": $0.file + ".html"] },
      "runs": runs.map { run in
        [
          "name": run.name, "file": "runs/\(run.name)/index.html",
          "title": ReportPage.name(run.summary.title, orElse: strings[.reports]),
          "documents": NumberText.grouped(Double(run.summary.documents.count)),
          "model": run.summary.provenance.model.name,
          "method": run.summary.provenance.shown.name,
          "date": run.summary.provenance.date ?? "–",
          "difference": run.difference.map {
            ["file": $0 + ".html", "text": strings[.whatDiffers]] as Any
          }
            ?? false,
        ] as [String: Any]
      },
      "provenance": [
        ["name": strings[.tool], "value": "\(Tool.name) \(Tool.version)", "code": false]
          as [String: Any]
      ],
    ]
  }

  /// The page's Markdown twin.
  package var markdown: String {
    let document = MarkdownDocument()
    document.heading(1, title)
    document.paragraph(lead)
    if !runs.isEmpty {
      document.table(
        [TextKey.run, .title, .documents, .model, .method, .made, .aboutRun].map { strings[$0] },
        alignments: [.leading, .leading, .trailing],
        rows: runs.map { run in
          [
            .link(run.name, to: "runs/\(run.name)/index.md"),
            .text(run.summary.title),
            .text(NumberText.grouped(Double(run.summary.documents.count))),
            .text(run.summary.provenance.model.name), .text(run.summary.provenance.shown.name),
            .text(run.summary.provenance.date ?? ""),
            run.difference.map { .link(strings[.whatDiffers], to: $0 + ".md") } ?? .text(""),
          ]
        })
    }
    return document.rendered()
  }
}
