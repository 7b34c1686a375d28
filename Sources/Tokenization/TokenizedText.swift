/// A text with its tokens and words.
public struct TokenizedText: Sendable, Equatable {
  /// The original text.
  public let text: String
  /// The tokens, those of the template at both ends included.
  public let tokens: [Token]
  /// The segment of each token.
  public let typeIDs: [Int]
  /// The words of the text, in order.
  ///
  /// White space and removed characters belong to none, unless they stand inside of one.
  public let words: [Word]

  /// Returns the tokens' ranges in Unicode code points, as `tokenizers` reports them to Python.
  public func codePointOffsets() -> [Range<Int>] {
    let points = CodePoints(text)
    return tokens.map { token in
      let start = points.offset(ofByte: token.range.lowerBound)
      return start..<points.offset(ofByte: token.range.upperBound)
    }
  }

  /// Cuts the text's tokens so that all fit a limit; the template's tokens stay.
  ///
  /// Words stay too: one whose tokens are cut partly keeps the others, one that loses all has an
  /// empty range of tokens, so that a caller can say how much of the text was seen.
  ///
  /// - Parameter limit: How many tokens the model takes; the template's own are never cut.
  /// - Returns: The text with at most that many tokens.
  public func truncated(to limit: Int) -> TokenizedText {
    guard tokens.count > limit else { return self }
    let front = tokens.prefix(while: \.isSpecial).count
    let back = front == tokens.count ? 0 : tokens.reversed().prefix(while: \.isSpecial).count
    let end = max(front, min(max(limit, 0), tokens.count) - back)
    let removed = end..<(tokens.count - back)
    func without<Element>(_ all: [Element]) -> [Element] {
      Array(all[..<removed.lowerBound] + all[removed.upperBound...])
    }
    let words = words.map { word in
      Word(range: word.range, tokens: word.tokens.clamped(to: 0..<end))
    }
    return TokenizedText(
      text: text, tokens: without(tokens), typeIDs: without(typeIDs), words: words)
  }
}
