internal import AttributionRecords

extension IndexPage {
  /// The values of the template `index`.
  var view: [String: Any] {
    let title = ReportPage.name(summary.title, orElse: "Reports")
    let hasConfidence = totals.hasConfidence
    let isFirst = part.isFirst
    let page = part.count > 1 ? "page \(part.number) of \(part.count)" : ""
    return [
      "root": "", "version": Tool.version, "run": title,
      "pageTitle": "\(title) – attribution reports\(isFirst ? "" : ", \(page)")",
      "subtitle":
        """
      \(NumberText.count(totals.count, "document")) · model \(summary.provenance.model.name)\
      \(summary.provenance.date.map { " · \($0)" } ?? "")
      """,
      "pager": part.count > 1
        ? [
          "place": page,
          "links": part.links.map {
            ["name": $0.name, "file": $0.file + ".html"]
          },
        ] as Any : false,
      "hasTiles": isFirst,
      "tiles": tiles.map { ["name": $0.name, "value": $0.value, "why": $0.why] },
      "hasAcross": isFirst && !(pages.links.isEmpty && pages.labelLinks.isEmpty),
      "hasPages": !pages.links.isEmpty,
      "pages": pages.links.map { ["name": $0.name, "file": $0.path + ".html"] },
      "labelPages": pages.labelLinks.map {
        ["name": ReportPage.name($0.name, orElse: "blank"), "file": $0.path + ".html"]
      },
      "hasFilters": !filters.isEmpty,
      "filters": filters.map { ["value": $0.rawValue, "name": $0.filter] },
      "hasConfidence": hasConfidence, "hasValue": !hasConfidence,
      "confidenceName": confidenceName,
      "counted": countName.map { ["name": $0] as Any } ?? false, "hasGold": hasGold,
      "hasChoices": choices.count > 1,
      "choices": choices.map { ["label": $0] },
      "rows": rows.map { row -> [String: Any] in
        [
          "id": row.id, "title": row.title, "file": row.file + ".html",
          "prediction": row.prediction,
          "number": NumberText.fixed(row.confidence ?? row.value ?? 0, 6),
          "hasConfidence": hasConfidence, "hasGold": hasGold,
          "doubts": row.doubts.joined(separator: " "), "hasDoubts": !row.doubts.isEmpty,
          "order": String(row.order), "count": String(row.count ?? 0),
          "hasCount": countName != nil,
          "counted": row.count.map {
            ["text": NumberText.grouped(Double($0)), "noun": noun($0)] as Any
          } ?? false,
          "gold": row.gold.map {
            ["label": $0.label, "sign": $0.sign, "word": $0.word, "differs": $0.agrees == false]
              as Any
          } ?? false,
          "confidence": row.confidence.map {
            ["percent": NumberText.percent($0), "width": NumberText.width($0)] as Any
          } ?? false,
          "words": row.strongest.map { ["text": $0.text, "level": String($0.level)] },
        ]
      },
      "hasFaults": isFirst && !summary.faults.isEmpty,
      "faults": (isFirst ? summary.faults : []).map {
        [
          "source": $0.source, "message": $0.message,
          "effect": $0.isSkipped ? "left out" : "read with care",
        ]
      },
      "method": summary.provenance.method(reading).map { ["name": $0.name, "value": $0.value] },
      "provenance": summary.provenance.origin(of: nil).map {
        ["name": $0.name, "value": $0.value, "code": $0.isCode] as [String: Any]
      },
    ]
  }

  /// The doubts that some row of this page has, for the filter.
  private var filters: [PageDigest.Reason] {
    let found = Set(rows.flatMap(\.doubts))
    return PageDigest.Reason.allCases.filter { found.contains($0.rawValue) }
  }
}
