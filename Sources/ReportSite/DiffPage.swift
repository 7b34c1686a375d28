package import AttributionRecords
internal import Markup

/// The page of a difference between two runs.
package struct DiffPage: Sendable {
  /// A number with its name and meaning.
  package struct Tile: Sendable {
    let name: String
    let value: String
    let why: String

    /// Makes a tile from its parts.
    package init(name: String, value: String, why: String) {
      self.name = name
      self.value = value
      self.why = why
    }
  }

  /// Something that the runs were made with.
  package struct Option: Sendable {
    let name: String
    let before: String
    let after: String

    /// Makes an option from its parts.
    package init(name: String, before: String, after: String) {
      self.name = name
      self.before = before
      self.after = after
    }
  }

  /// A document of both runs.
  package struct Document: Sendable {
    let id: String
    /// The path of its page without an ending.
    let link: String?
    let before: String
    let after: String
    let isFlipped: Bool
    /// Number before and after, correlation, overlap and churn.
    let numbers: [String]

    /// Makes a document from its parts.
    package init(
      id: String, link: String?, before: String, after: String, isFlipped: Bool, numbers: [String]
    ) {
      self.id = id
      self.link = link
      self.before = before
      self.after = after
      self.isFlipped = isFlipped
      self.numbers = numbers
    }
  }

  /// The first ids of a list.
  package struct List: Sendable {
    let title: String
    let count: Int
    let ids: [String]

    /// Makes a list from its parts.
    package init(title: String, count: Int, ids: [String]) {
      self.title = title
      self.count = count
      self.ids = ids
    }
  }

  let root: String
  let dataName: String
  let before: RunSummary
  let after: RunSummary
  let tiles: [Tile]
  let conditions: [Tile]
  let options: [Option]
  let documents: [Document]
  let count: Int
  let lists: [List]

  /// Makes a page.
  ///
  /// - Parameters:
  ///   - root: The way from the page to the folder of style sheet and script: empty or `../`.
  ///   - dataName: The name of table and data without an ending.
  ///   - before: The first run.
  ///   - after: The second.
  ///   - tiles: The numbers.
  ///   - conditions: What was asked, what is, and whether it passes.
  ///   - options: What differs in model and options.
  ///   - documents: The documents that changed most.
  ///   - count: How many documents both runs have.
  ///   - lists: Documents that only one run has, or with another text.
  package init(
    root: String, dataName: String, before: RunSummary, after: RunSummary, tiles: [Tile],
    conditions: [Tile], options: [Option], documents: [Document], count: Int, lists: [List]
  ) {
    self.root = root
    self.dataName = dataName
    self.before = before
    self.after = after
    self.tiles = tiles
    self.conditions = conditions
    self.options = options
    self.documents = documents
    self.count = count
    self.lists = lists
  }

  private static let columns = [
    "Before", "After", "Correlation", "Shared words", "Churn",
  ]

  private var title: String {
    let names = [before, after].map(Self.name)
    return names[0] == names[1] ? "Two runs of \(names[0])" : "\(names[0]) and \(names[1])"
  }

  private static func name(_ run: RunSummary) -> String {
    ReportPage.name(run.title, orElse: "a run")
  }

  private var lead: String {
    """
    \(NumberText.count(before.documents.count, "document")) in the first run, \
    \(NumberText.count(after.documents.count, "document")) in the second, \
    \(NumberText.count(count, "document")) in both.
    """
  }

  private var shown: String {
    documents.count < count
      ? "the \(NumberText.count(documents.count, "document")) that changed most of \(count)" : ""
  }

  private var footer: [(name: String, value: String, isCode: Bool)] {
    [("First run", before), ("Second run", after)].flatMap { name, run in
      run.provenance.origin(of: nil).filter {
        ["Model", "Weights SHA-256", "Tool", "Made"].contains($0.name)
      }.map { ("\(name): \($0.name)", $0.value, $0.isCode) }
    }
  }

  var view: [String: Any] {
    func tile(_ tile: Tile) -> [String: Any] {
      ["name": tile.name, "value": tile.value, "why": tile.why, "fails": tile.why != "passes"]
    }
    return [
      "root": root, "version": Tool.version, "pageTitle": "\(title) – difference", "title": title,
      "lead": lead, "tiles": tiles.map(tile), "hasConditions": !conditions.isEmpty,
      "conditions": conditions.map(tile), "hasOptions": !options.isEmpty,
      "options": options.map { ["name": $0.name, "before": $0.before, "after": $0.after] },
      "hasDocuments": !documents.isEmpty, "shown": shown, "columns": Self.columns,
      "documents": documents.map { document in
        [
          "id": ReportPage.name(document.id, orElse: "document"),
          "link": document.link.map { ["file": $0 + ".html"] as Any } ?? false,
          "before": document.before, "after": document.after, "flipped": document.isFlipped,
          "numbers": document.numbers,
        ] as [String: Any]
      },
      "lists": lists.enumerated().map { number, list in
        [
          "id": "l\(number + 1)", "title": list.title,
          "aside": list.ids.count < list.count
            ? "the first \(list.ids.count) of \(list.count)" : "\(list.count)",
          "ids": list.ids.map { ReportPage.name($0, orElse: "document") },
        ] as [String: Any]
      },
      "table": dataName + ".csv", "data": dataName + ".json",
      "provenance": footer.map {
        ["name": $0.name, "value": $0.value, "code": $0.isCode] as [String: Any]
      },
    ]
  }

  /// The page's Markdown twin.
  package var markdown: String {
    let document = MarkdownDocument()
    document.heading(1, title)
    document.paragraph(lead)
    func table(_ title: String, _ head: [String], _ tiles: [Tile]) {
      guard !tiles.isEmpty else { return }
      document.heading(2, title)
      document.table(
        head, alignments: [.leading, .trailing, .leading],
        rows: tiles.map { [.text($0.name), .text($0.value), .text($0.why)] })
    }
    table("Conditions", ["Condition", "Measured", "Verdict"], conditions)
    table("How far they differ", ["Measure", "Value", "Meaning"], tiles)
    if !options.isEmpty {
      document.heading(2, "What differs in model and options")
      document.table(
        ["Option", "First run", "Second run"], alignments: [],
        rows: options.map { [.text($0.name), .text($0.before), .text($0.after)] })
    }
    if !documents.isEmpty {
      document.heading(2, "Documents")
      document.table(
        ["Document", "Predicted", "Then"] + Self.columns,
        alignments: [.leading, .leading, .leading] + Self.columns.map { _ in .trailing },
        rows: documents.map { row in
          let id = ReportPage.name(row.id, orElse: "document")
          let name = row.link.map { MarkdownDocument.Cell.link(id, to: $0 + ".md") } ?? .text(id)
          return [name, .text(row.before), .text(row.isFlipped ? row.after : "")]
            + row.numbers.map { .text($0) }
        })
    }
    for list in lists {
      document.heading(2, "\(list.title) (\(list.count))")
      for id in list.ids { document.paragraph(ReportPage.name(id, orElse: "document")) }
    }
    document.linked("All documents as a table", to: dataName + ".csv")
    document.linked("All documents as data", to: dataName + ".json")
    document.heading(2, "Provenance")
    document.table(
      ["What", "Value"], alignments: [], rows: footer.map { [.text($0.name), .text($0.value)] })
    return document.rendered()
  }
}
