package import AttributionRecords
internal import Markup

/// The page of a difference between two runs.
package struct DiffPage: Sendable {
  /// A number with its name and meaning.
  package struct Tile: Sendable {
    let name: String
    let value: String
    let why: String
    /// Whether it is a condition that does not pass.
    let isFault: Bool

    /// Makes a tile from its parts.
    package init(name: String, value: String, why: String, isFault: Bool = false) {
      self.name = name
      self.value = value
      self.why = why
      self.isFault = isFault
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
    let title: String
    /// The path of its page in the first run without an ending.
    let earlier: String?
    /// That in the second.
    let link: String?
    let before: String
    let after: String
    let isFlipped: Bool
    /// Number before and after, correlation, overlap and churn.
    let numbers: [String]

    /// Makes a document from its parts.
    package init(
      id: String, title: String, earlier: String?, link: String?, before: String, after: String,
      isFlipped: Bool, numbers: [String]
    ) {
      self.id = id
      self.title = title
      self.earlier = earlier
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
  let note: String?
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
  ///   - note: Why there is little to compare; nil if nothing stands in the way.
  ///   - tiles: The numbers.
  ///   - conditions: What was asked, what is, and whether it passes.
  ///   - options: What differs in model and options.
  ///   - documents: The documents that changed most.
  ///   - count: How many documents both runs have.
  ///   - lists: Documents that only one run has, or with another text.
  package init(
    root: String, dataName: String, before: RunSummary, after: RunSummary, note: String?,
    tiles: [Tile], conditions: [Tile], options: [Option], documents: [Document], count: Int,
    lists: [List]
  ) {
    self.root = root
    self.dataName = dataName
    self.before = before
    self.after = after
    self.note = note
    self.tiles = tiles
    self.conditions = conditions
    self.options = options
    self.documents = documents
    self.count = count
    self.lists = lists
  }

  private static let columns: [TextKey] = [.before, .after, .correlation, .sharedWords, .churn]

  private func title(_ strings: Strings) -> String {
    let first = ReportPage.name(before.title, orElse: strings[.aRun])
    let second = ReportPage.name(after.title, orElse: strings[.aRun])
    return first == second
      ? strings(.twoRuns, ["name": first])
      : strings(.runAndRun, ["first": first, "second": second])
  }

  private func lead(_ strings: Strings) -> String {
    let lead = strings(
      .differenceLead,
      ["first": before.documents.count, "second": after.documents.count, "both": count])
    return note.map { "\(lead) \($0)" } ?? lead
  }

  private func shown(_ strings: Strings) -> String {
    documents.count < count
      ? strings(.changedMost, ["count": documents.count, "all": count]) : ""
  }

  private func name(_ document: Document, _ strings: Strings) -> String {
    ReportPage.name(document.title, orElse: strings[.nameless])
  }

  private func footer(_ strings: Strings) -> [(name: String, value: String, isCode: Bool)] {
    [(TextKey.firstRun, before), (.secondRun, after)].flatMap { name, run in
      run.provenance.origin(of: nil, strings).filter {
        [.model, .weightsHash, .tool, .made].contains($0.name)
      }.map {
        (
          strings(.ofRun, ["run": strings[name], "name": strings[$0.name]]), $0.value, $0.isCode
        )
      }
    }
  }

  /// The values of the template `diff`.
  func view(_ strings: Strings) -> [String: Any] {
    let title = title(strings)
    func tile(_ tile: Tile) -> [String: Any] {
      ["name": tile.name, "value": tile.value, "why": tile.why, "fails": tile.isFault]
    }
    return [
      "root": root, "version": Tool.version,
      "pageTitle": strings(.differenceTitle, ["title": title]), "title": title,
      "lead": lead(strings), "tiles": tiles.map(tile), "hasConditions": !conditions.isEmpty,
      "conditions": conditions.map(tile), "hasOptions": !options.isEmpty,
      "options": options.map { ["name": $0.name, "before": $0.before, "after": $0.after] },
      "hasDocuments": !documents.isEmpty, "shown": shown(strings),
      "columns": Self.columns.map { strings[$0] },
      "documents": documents.map { document in
        [
          "title": name(document, strings), "isNamed": document.title != document.id,
          "id": ReportPage.name(document.id, orElse: strings[.nameless]),
          "earlier": document.earlier.map { ["file": $0 + ".html"] as Any } ?? false,
          "link": document.link.map { ["file": $0 + ".html"] as Any } ?? false,
          "before": document.before, "after": document.after, "flipped": document.isFlipped,
          "moved": document.before != document.after,
          "numbers": document.numbers,
        ] as [String: Any]
      },
      "lists": lists.enumerated().map { number, list in
        [
          "id": "l\(number + 1)", "title": list.title,
          "aside": list.ids.count < list.count
            ? strings(.firstIDs, ["shown": list.ids.count, "count": list.count])
            : NumberText.grouped(Double(list.count)),
          "ids": list.ids.map { ReportPage.name($0, orElse: strings[.nameless]) },
        ] as [String: Any]
      },
      "table": dataName + ".csv", "data": dataName + ".json",
      "provenance": footer(strings).map {
        ["name": $0.name, "value": $0.value, "code": $0.isCode] as [String: Any]
      },
    ]
  }

  /// Returns the page's Markdown twin.
  package func markdown(_ strings: Strings) -> String {
    let document = MarkdownDocument()
    document.heading(1, title(strings))
    document.paragraph(lead(strings))
    func table(_ title: TextKey, _ head: [TextKey], _ tiles: [Tile]) {
      guard !tiles.isEmpty else { return }
      document.heading(2, strings[title])
      document.table(
        head.map { strings[$0] }, alignments: [.leading, .trailing, .leading],
        rows: tiles.map { [.text($0.name), .text($0.value), .text($0.why)] })
    }
    table(.conditions, [.condition, .measured, .verdict], conditions)
    table(.howFar, [.measure, .value, .meaning], tiles)
    if !options.isEmpty {
      document.heading(2, strings[.changed])
      document.table(
        [strings[.option], strings[.firstRun], strings[.secondRun]], alignments: [],
        rows: options.map { [.text($0.name), .text($0.before), .text($0.after)] })
    }
    if !documents.isEmpty {
      document.heading(2, strings[.documents])
      addDocuments(to: document, strings)
    }
    for list in lists {
      document.heading(2, "\(list.title) (\(list.count))")
      for id in list.ids { document.paragraph(ReportPage.name(id, orElse: strings[.nameless])) }
    }
    document.linked(strings[.asTable], to: dataName + ".csv")
    document.linked(strings[.asData], to: dataName + ".json")
    document.heading(2, strings[.provenance])
    document.table(
      [strings[.what], strings[.value]], alignments: [],
      rows: footer(strings).map { [.text($0.name), $0.isCode ? .code($0.value) : .text($0.value)] })
    return document.rendered()
  }

  private func addDocuments(to document: MarkdownDocument, _ strings: Strings) {
    // What no row would fill is no column.
    let hasTitles = documents.contains { $0.title != $0.id }
    let hasLinks = documents.contains { $0.earlier != nil }
    let head: [TextKey] =
      [.document] + (hasTitles ? [.title] : []) + (hasLinks ? [.firstRun] : []) + [.predicted]
    document.table(
      (head + Self.columns).map { strings[$0] },
      alignments: head.map { _ in .leading } + Self.columns.map { _ in .trailing },
      rows: documents.map { row in
        let id = ReportPage.name(row.id, orElse: strings[.nameless])
        var cells = [row.link.map { MarkdownDocument.Cell.link(id, to: $0 + ".md") } ?? .text(id)]
        if hasTitles { cells.append(.text(name(row, strings))) }
        if hasLinks {
          cells.append(row.earlier.map { .link(strings[.firstRun], to: $0 + ".md") } ?? .text(""))
        }
        cells.append(.text(row.before == row.after ? row.before : "\(row.before) → \(row.after)"))
        return cells + row.numbers.map { .text($0) }
      })
  }
}
