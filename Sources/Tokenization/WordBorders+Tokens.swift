/// Words of a reader for tokens whose model does not cut at them.
extension WordBorders {
  /// Finds the words of the text and gives them its tokens.
  ///
  /// The words are those of ``words(_:)`` for a text cut at white space, signs and Chinese
  /// characters. A token that stands in several makes them one; white space around a token does
  /// not count, and a token of nothing else belongs to no word unless it stands inside of one.
  /// Words without tokens are left out.
  ///
  /// - Parameters:
  ///   - tokens: The tokens, which get their words.
  ///   - front: Where the text's own begin.
  /// - Returns: The words.
  func assign(_ tokens: inout [Token], from front: Int) -> [Word] {
    let readers = words(parts())
    var words: [Word] = []
    // The last of the reader's words that the last word holds.
    var last = -1
    for index in tokens.indices.dropFirst(front) {
      let range = inner(tokens[index].range)
      guard !range.isEmpty, let found = Self.overlap(of: range, with: readers) else { continue }
      let joined = readers[found.lowerBound].range.lowerBound
      // Tokens may go back in the text, as where marks were put into order.
      while let word = words.last, found.lowerBound <= last, joined < word.range.upperBound,
        words.count > 1, words[words.count - 2].range.upperBound > joined
      {
        words.removeLast()
        words[words.count - 1].range =
          words[words.count - 1].range.lowerBound..<word.range.upperBound
        words[words.count - 1].tokens =
          words[words.count - 1].tokens.lowerBound..<word.tokens.upperBound
      }
      if let word = words.last, found.lowerBound <= last {
        let start = min(word.range.lowerBound, joined)
        let end = max(word.range.upperBound, readers[found.upperBound].range.upperBound)
        words[words.count - 1] = Word(
          range: start..<end, tokens: word.tokens.lowerBound..<index + 1)
      } else {
        words.append(
          Word(
            range: joined..<readers[found.upperBound].range.upperBound, tokens: index..<index + 1))
      }
      last = max(last, found.upperBound)
    }
    for (index, word) in words.enumerated() {
      for token in word.tokens { tokens[token].word = index }
    }
    return words
  }

  /// Returns a range without white space at its ends.
  private func inner(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end {
      let (scalar, length) = UTF8Scalars.decode(bytes, at: start)
      guard UnicodeTables.shared.traits(of: scalar).contains(.whitespace) else { break }
      start = min(start + length, end)
    }
    while start < end {
      let before = UTF8Scalars.start(before: end, in: bytes)
      let scalar = UTF8Scalars.decode(bytes, at: before).scalar
      guard before >= start, UnicodeTables.shared.traits(of: scalar).contains(.whitespace) else {
        break
      }
      end = before
    }
    return start..<end
  }

  /// Cuts the text at white space, signs and Chinese characters.
  private func parts() -> [Part] {
    let tables = UnicodeTables.shared
    var parts: [Part] = []
    var start = 0
    var at = 0
    func end(_ place: Int) {
      if start < place { parts.append(Part(range: start..<place, tokens: 0..<0)) }
    }
    while at < bytes.count {
      let (scalar, length) = UTF8Scalars.decode(bytes, at: at)
      let traits = tables.traits(of: scalar)
      if !traits.isDisjoint(with: [.whitespace, .punctuation, .chinese]) {
        end(at)
        start = at
        if !traits.contains(.whitespace) { end(at + length) }
        start = at + length
      }
      at += length
    }
    end(at)
    return parts
  }

  /// Returns the first and the last word that a range touches.
  private static func overlap(of range: Range<Int>, with words: [Word]) -> ClosedRange<Int>? {
    /// The first word that ends behind a place.
    func first(endingBehind place: Int) -> Int {
      var (low, high) = (0, words.count)
      while low < high {
        let middle = (low + high) / 2
        if words[middle].range.upperBound > place { high = middle } else { low = middle + 1 }
      }
      return low
    }
    let start = first(endingBehind: range.lowerBound)
    guard start < words.count, words[start].range.lowerBound < range.upperBound else { return nil }
    let stop = min(first(endingBehind: range.upperBound - 1), words.count - 1)
    return start...(words[stop].range.lowerBound < range.upperBound ? stop : max(start, stop - 1))
  }
}
