internal import AttributionRecords
internal import Documents

/// A piece of a neighbour's text around its strongest word, with the neighbour's own scores.
enum ExcerptMaker {
  /// About two lines of a page.
  private static let length = 140

  /// Makes an excerpt.
  ///
  /// - Parameters:
  ///   - prepared: The neighbour.
  ///   - scores: Its base scores, one a token.
  ///   - isWhole: Whether nothing is cut.
  /// - Returns: The piece, cut between words.
  static func excerpt(of prepared: PreparedDocument, scores: [Double], isWhole: Bool = false)
    -> Excerpt
  {
    let text = prepared.document.text.unicodeScalars
    let words = prepared.words
    let sums = WordScores.sums(of: scores, over: words)
    let maximum = sums.max() ?? 0
    guard !words.isEmpty else {
      return Excerpt(text: "", cutBefore: false, cutAfter: false, words: [])
    }
    let range =
      isWhole
      ? words.indices : window(words, strongest: sums.indices.max { sums[$0] < sums[$1] } ?? 0)
    let start = words[range.lowerBound].start
    let end = words[range.upperBound - 1].end
    let from = text.index(text.startIndex, offsetBy: start)
    let piece = String(text[from..<text.index(from, offsetBy: end - start)])
    return Excerpt(
      text: piece, cutBefore: range.lowerBound > 0,
      cutAfter: range.upperBound < words.count,
      words: range.compactMap { index in
        let percent = percent(sums[index], of: maximum)
        guard percent >= Excerpt.leastPercent else { return nil }
        return Excerpt.Word(
          start: words[index].start - start, end: words[index].end - start, percent: percent)
      })
  }

  /// A word's score in whole per cent of the text's largest; 0 if no word has any.
  private static func percent(_ score: Double, of maximum: Double) -> Int {
    score > 0 && maximum > 0 ? Int((100 * (score / maximum)).rounded()) : 0
  }

  /// Returns the words around the strongest, a third of the length before it.
  private static func window(_ words: [RecordedWord], strongest: Int) -> Range<Int> {
    var first = strongest
    var last = strongest
    while first > 0, words[strongest].end - words[first - 1].start <= length / 3 { first -= 1 }
    while last + 1 < words.count, words[last + 1].end - words[first].start <= length { last += 1 }
    while first > 0, words[last].end - words[first - 1].start <= length { first -= 1 }
    return first..<last + 1
  }
}
