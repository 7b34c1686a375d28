internal import AttributionRecords
internal import Markup

extension IndexPage {
  /// The index's Markdown twin.
  var markdown: String {
    let document = MarkdownDocument()
    document.heading(1, ReportPage.name(summary.title, orElse: strings[.reports]))
    if part.count > 1 {
      document.paragraph(
        strings(.pageHeading, ["number": part.number, "count": part.count]))
    }
    for link in part.links { document.linked(strings[link.name], to: link.file + ".md") }
    if part.isFirst {
      document.table(
        tiles.map(\.name), alignments: tiles.map { _ in .leading },
        rows: [tiles.map { .text($0.alone ?? $0.value) }])
    }
    if part.isFirst {
      for link in pages.links + pages.labelLinks {
        document.linked(ReportPage.name(link.name, orElse: strings[.blank]), to: link.path + ".md")
      }
    }
    document.heading(2, strings[.documents])
    var columns: [TextKey] = [.document, .predicted, .strongest]
    if totals.hasConfidence { columns.insert(confidenceKey, at: 2) }
    let hasTitles = rows.contains { $0.title != $0.id }
    if hasGold { columns.insert(.data, at: 2) }
    if let countKey { columns.insert(countKey, at: 1) }
    if hasTitles { columns.insert(.title, at: 1) }
    let numbers: [TextKey] = [.entities, .labels, .confidence, .leastSure]
    document.table(
      columns.map { strings[$0] },
      alignments: columns.map { numbers.contains($0) ? .trailing : .leading },
      rows: rows.map { row in
        var cells: [MarkdownDocument.Cell] = [
          .link(
            ReportPage.name(row.id, orElse: strings[.nameless]), to: "documents/\(row.file).md"),
          .text(row.prediction),
          .text(row.strongest.map(\.text).joined(separator: ", ")),
        ]
        if totals.hasConfidence {
          cells.insert(.text(row.confidence.map(NumberText.percent) ?? ""), at: 2)
        }
        if hasGold { cells.insert(.text(row.gold?.cell(strings) ?? ""), at: 2) }
        if countKey != nil { cells.insert(.text(row.count.map(String.init) ?? ""), at: 1) }
        if hasTitles { cells.insert(.text(row.title), at: 1) }
        return cells
      })
    if part.isFirst, !summary.faults.isEmpty {
      document.heading(2, strings[.faultsHeading])
      document.table(
        [strings[.document], strings[.effect], strings[.why]],
        alignments: [.leading, .leading, .leading],
        rows: summary.faults.map {
          [
            .text($0.source), .text(strings[$0.isSkipped ? .leftOut : .withCare]),
            .text($0.message),
          ]
        })
    }
    summary.provenance.add(to: document, reading: reading, strings)
    return document.rendered()
  }
}
