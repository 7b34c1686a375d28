internal import AttributionRecords
internal import Markup

extension IndexPage {
  /// The index's Markdown twin.
  var markdown: String {
    let document = MarkdownDocument()
    document.heading(1, ReportPage.name(summary.title, orElse: "Reports"))
    if part.count > 1 { document.paragraph("Page \(part.number) of \(part.count)") }
    for link in part.links { document.linked(link.name, to: link.file + ".md") }
    if part.isFirst {
      document.table(
        tiles.map(\.name), alignments: tiles.map { _ in .leading },
        rows: [tiles.map { .text($0.value) }])
    }
    if part.isFirst {
      for link in pages.links + pages.labelLinks {
        document.linked(ReportPage.name(link.name, orElse: "blank"), to: link.path + ".md")
      }
    }
    document.heading(2, "Documents")
    var names = ["Document", "Title", "Predicted", confidenceName, "Strongest words"]
    if hasGold { names.insert("Data", at: 3) }
    if let countName { names.insert(countName, at: 2) }
    let numbers = ["Entities", "Labels", confidenceName]
    document.table(
      names, alignments: names.map { numbers.contains($0) ? .trailing : .leading },
      rows: rows.map { row in
        var cells: [MarkdownDocument.Cell] = [
          .link(ReportPage.name(row.id, orElse: "document"), to: "documents/\(row.file).md"),
          .text(row.title), .text(row.prediction),
          .text(row.confidence.map(NumberText.percent) ?? ""),
          .text(row.strongest.map(\.text).joined(separator: ", ")),
        ]
        if hasGold { cells.insert(.text(row.gold?.cell ?? ""), at: 3) }
        if countName != nil { cells.insert(.text(row.count.map(String.init) ?? ""), at: 2) }
        return cells
      })
    if part.isFirst, !summary.faults.isEmpty {
      document.heading(2, "Documents left out or to be read with care")
      document.table(
        ["Document", "Effect", "Why"], alignments: [.leading, .leading, .leading],
        rows: summary.faults.map {
          [
            .text($0.source), .text($0.isSkipped ? "left out" : "read with care"),
            .text($0.message),
          ]
        })
    }
    summary.provenance.add(to: document, record: nil, reading: reading)
    return document.rendered()
  }
}
