internal import AttributionRecords

/// What of a long text the section of an entity shows: each of a document's entities has a section,
/// and the whole text in each would make the page grow with the square of the text.
extension ReportPage {
  /// Words of a text up to which a section of an entity shows it whole.
  private static let wholeLimit = 300
  /// Words that such a section shows before and after the entity of a longer text.
  private static let around = 75

  /// Whether sections show a part of the text.
  var showsParts: Bool { isTagged && words.count > Self.wholeLimit }

  /// The words that the section of an explanation shows.
  func shown(_ explanation: Explanation) -> Range<Int> {
    guard showsParts, let target = explanation.target else { return words.indices }
    return max(0, target.firstWord - Self.around)..<min(words.count, target.endWord + Self.around)
  }

  /// The heading of the table of words, all of them without an explanation.
  func wordsHeading(_ explanation: Explanation?) -> String {
    let range = explanation.map(shown) ?? words.indices
    guard range.count < words.count else {
      return strings(.allWords, ["words": strings(.wordCount, ["count": words.count])])
    }
    return strings(
      .partOfWords,
      ["first": range.lowerBound + 1, "last": range.upperBound, "total": words.count])
  }

  /// What a section says of the rest; nil if it shows all.
  func restText(_ explanation: Explanation, _ scores: ScoreView) -> String? {
    let range = shown(explanation)
    guard range.count < words.count else { return nil }
    let inside = scores.shares[range].reduce(0, +)
    return strings(
      .restOfText,
      [
        "first": range.lowerBound + 1, "last": range.upperBound, "total": words.count,
        "percent": NumberText.percent(max(0, scores.shares.reduce(0, +) - inside)),
      ])
  }

  /// The texts of the document as the section of an explanation shows them.
  func shownFields(_ explanation: Explanation) -> [Field] {
    let range = shown(explanation)
    guard range.count < words.count else { return fields }
    return fields.compactMap { field in
      let paragraphs = field.paragraphs.compactMap { Self.cut($0, to: range) }
      return paragraphs.isEmpty
        ? nil : Field(name: field.name, words: field.words, paragraphs: paragraphs)
    }
  }

  /// A paragraph from the first to the last of some words; nil if it has none of them.
  private static func cut(
    _ paragraph: [TextSegments.Segment], to range: Range<Int>
  ) -> [TextSegments.Segment]? {
    func isShown(_ segment: TextSegments.Segment) -> Bool {
      segment.word.map(range.contains) ?? false
    }
    guard let first = paragraph.firstIndex(where: isShown),
      let last = paragraph.lastIndex(where: isShown)
    else { return nil }
    func isWord(_ segment: TextSegments.Segment) -> Bool { segment.word != nil }
    let before = paragraph[..<first].contains(where: isWord) ? "… " : ""
    let after = paragraph[(last + 1)...].contains(where: isWord) ? " …" : ""
    return [before, after].enumerated().flatMap { place, sign -> [TextSegments.Segment] in
      let sign = sign.isEmpty ? [] : [TextSegments.Segment(text: sign, word: nil)]
      return place == 0 ? sign + paragraph[first...last] : sign
    }
  }
}
