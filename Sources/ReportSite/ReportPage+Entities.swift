internal import AttributionRecords

extension ReportPage {
  /// Whether the page is about entities.
  var isTagged: Bool { record.prediction.task == .tokenLabels }

  /// How the text was read.
  var reading: Reading {
    Reading(hasWindows: record.coverage.windows > 1, isTagged: isTagged)
  }

  /// Returns what headings call an entity: its text, with a number from the second with the same.
  func phrase(_ entity: Entity) -> String {
    phrases[EntityPlace(entity)] ?? Self.phrase(entity, in: record, strings)
  }

  /// Returns what headings call each entity of a record.
  static func phrases(of record: AttributionRecord, _ strings: Strings) -> [EntityPlace: String] {
    var phrases: [EntityPlace: String] = [:]
    var counts: [String: Int] = [:]
    for entity in record.prediction.entities + record.explanations.compactMap(\.target)
    where phrases[EntityPlace(entity)] == nil {
      let phrase = phrase(entity, in: record, strings)
      // Who hears a page does not hear the case of its letters.
      let count = counts[phrase.lowercased(), default: 0] + 1
      counts[phrase.lowercased()] = count
      phrases[EntityPlace(entity)] = count > 1 ? "\(phrase) (\(count))" : phrase
    }
    return phrases
  }

  /// Returns an entity's text on one line, the longest cut.
  private static func phrase(
    _ entity: Entity, in record: AttributionRecord, _ strings: Strings
  ) -> String {
    let scalars = record.text.unicodeScalars.dropFirst(entity.start)
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars.prefix(min(entity.end - entity.start, phraseLimit)))
    let words = String(view).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let isCut = entity.end - entity.start > phraseLimit
    return name(words, orElse: strings[.blank]) + (isCut ? "…" : "")
  }

  /// Code points of an entity that a heading shows.
  private static let phraseLimit = 60

  /// The values of the overview of entities.
  var entityView: [String: Any] {
    var sections: [EntityPlace: Int] = [:]
    for (index, explanation) in record.explanations.enumerated() {
      guard let target = explanation.target else { continue }
      sections[EntityPlace(target)] = sections[EntityPlace(target)] ?? index + 1
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
          "link": sections[EntityPlace(entity)].map { ["n": String($0)] as Any } ?? false,
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
}

/// What tells an entity from the others of its document.
struct EntityPlace: Hashable {
  private let output: Int
  private let words: Range<Int>

  init(_ entity: Entity) {
    output = entity.output
    words = entity.firstWord..<max(entity.firstWord, entity.endWord)
  }
}
