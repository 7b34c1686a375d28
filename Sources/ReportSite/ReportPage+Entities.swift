internal import AttributionRecords

extension ReportPage {
  /// Whether the page is about entities.
  var isTagged: Bool { record.prediction.task == .tokenLabels }

  /// How the text was read.
  var reading: Reading {
    Reading(hasWindows: record.coverage.windows > 1, isTagged: isTagged)
  }

  /// Returns an entity's text on one line, the longest cut.
  func phrase(_ entity: Entity) -> String {
    let scalars = record.text.unicodeScalars.dropFirst(entity.start)
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars.prefix(min(entity.end - entity.start, Self.phraseLimit)))
    let words = String(view).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let isCut = entity.end - entity.start > Self.phraseLimit
    return Self.name(words, orElse: strings[.blank]) + (isCut ? "…" : "")
  }

  /// Code points of an entity that a heading shows.
  private static let phraseLimit = 60

  /// The values of the overview of entities.
  var entityView: [String: Any] {
    var sections: [[Int]: Int] = [:]
    for (index, explanation) in record.explanations.enumerated() {
      guard let target = explanation.target else { continue }
      sections[Self.key(target)] = sections[Self.key(target)] ?? index + 1
    }
    let entities = record.prediction.entities
    return [
      "hasEntities": !entities.isEmpty, "nothing": strings[.noEntityFound],
      "count": strings(.entityCount, ["count": entities.count]),
      "entities": entities.map { entity -> [String: Any] in
        [
          "label": entity.label, "text": phrase(entity),
          "percent": NumberText.percent(entity.probability),
          "width": NumberText.width(entity.probability),
          "link": sections[Self.key(entity)].map { ["n": String($0)] as Any } ?? false,
        ]
      },
      // Without an explanation, no section shows the text.
      "lines": record.explanations.isEmpty ? plainParagraphs.map { ["text": $0] } : [],
      "hasText": record.explanations.isEmpty && !plainParagraphs.isEmpty,
    ]
  }

  /// The paragraphs of the text without scores.
  var plainParagraphs: [String] {
    TextSegments(record.text, words: []).paragraphs.map { $0.map(\.text).joined() }
  }

  /// What tells an entity from the others of its document.
  private static func key(_ entity: Entity) -> [Int] {
    [entity.output, entity.firstWord, entity.endWord]
  }
}
