internal import AttributionRecords

extension IndexPage {
  /// The values of the template `index`.
  var view: [String: Any] {
    let title = ReportPage.name(summary.title, orElse: strings[.reports])
    let hasConfidence = totals.hasConfidence
    let isFirst = part.isFirst
    let page = part.count > 1 ? strings(.page, ["number": part.number, "count": part.count]) : ""
    return [
      "root": "", "version": Tool.version, "run": title,
      "pageTitle": isFirst
        ? strings(.indexTitle, ["title": title])
        : strings(.indexTitlePage, ["title": title, "page": page]),
      "subtitle": strings(
        .indexSubtitle,
        [
          "documents": strings(.documentCount, ["count": totals.count]),
          "model": summary.provenance.model.name,
        ]) + (summary.provenance.date.map { " · \($0)" } ?? ""),
      "pager": part.count > 1
        ? [
          "place": page,
          "links": part.links.map {
            ["name": strings[$0.name], "file": $0.file + ".html"]
          },
        ] as Any : false,
      "hasTiles": isFirst,
      "tiles": tiles.map { ["name": $0.name, "value": $0.value, "why": $0.why] },
      "hasAcross": isFirst && !(pages.links.isEmpty && pages.labelLinks.isEmpty),
      "hasPages": !pages.links.isEmpty,
      "pages": pages.links.map { ["name": $0.name, "file": $0.path + ".html"] },
      "labelPages": pages.labelLinks.map {
        ["name": ReportPage.name($0.name, orElse: strings[.blank]), "file": $0.path + ".html"]
      },
      "hasFilters": !filters.isEmpty,
      "filters": filters.map { ["value": $0.rawValue, "name": strings[$0.filter]] },
      "hasConfidence": hasConfidence, "hasValue": !hasConfidence,
      "confidenceName": strings[confidenceKey],
      "counted": countKey.map { ["name": strings[$0]] as Any } ?? false, "hasGold": hasGold,
      "hasChoices": choices.count > 1,
      "choices": choices.map { ["label": $0] },
      "rows": rows.map { row -> [String: Any] in
        [
          "id": row.id, "title": row.title, "isNamed": row.title != row.id,
          "file": row.file + ".html",
          "prediction": row.prediction,
          "number": NumberText.fixed(row.confidence ?? row.value ?? 0, 6),
          "hasConfidence": hasConfidence, "hasGold": hasGold,
          "doubts": row.doubts.joined(separator: " "), "hasDoubts": !row.doubts.isEmpty,
          "order": String(row.order), "count": String(row.count ?? 0),
          "hasCount": countKey != nil,
          "counted": row.count.map {
            ["text": NumberText.grouped(Double($0)), "noun": noun($0)] as Any
          } ?? false,
          "gold": row.gold.map {
            [
              "label": $0.label, "sign": $0.sign, "word": $0.word(strings),
              "differs": $0.agrees == false,
            ]
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
          "effect": strings[$0.isSkipped ? .leftOut : .withCare],
        ]
      },
      "method": summary.provenance.method(reading, strings).map {
        ["name": $0.name, "value": $0.value]
      },
      "provenance": summary.provenance.view(of: nil, strings),
    ]
  }

  /// The doubts that some row of this page has, for the filter.
  private var filters: [PageDigest.Reason] {
    let found = Set(rows.flatMap(\.doubts))
    return PageDigest.Reason.allCases.filter { found.contains($0.rawValue) }
  }
}
