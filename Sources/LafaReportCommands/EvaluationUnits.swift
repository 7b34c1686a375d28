internal import AttributionRecords
internal import Documents
internal import Lafa

/// The words of a document that an evaluation scores: those that the data names, or our own.
struct EvaluationUnits {
  /// The tokens of each word.
  let tokens: [[Int]]
  /// Where each word lies, in code points.
  let ranges: [Range<Int>]

  /// How the scores of a word's tokens become the word's.
  enum Pooling: String, CaseIterable, Sendable {
    case sum, max, mean
  }

  /// Finds the words that the model sees.
  ///
  /// - Parameters:
  ///   - prepared: The document.
  ///   - annotation: What the data says of it.
  init(_ prepared: PreparedDocument, annotation: Annotation?) {
    let named =
      annotation?.tokens
      ?? prepared.words.filter { $0.firstToken < $0.endToken }.map { $0.start..<$0.end }
    var tokens: [[Int]] = named.map { _ in [] }
    var word = 0
    // Tokens and words both go through the text from front to back.
    for (index, token) in prepared.tokens.enumerated() where token.start < token.end {
      while word < named.count, named[word].upperBound <= token.start { word += 1 }
      guard word < named.count else { break }
      if named[word].contains(token.start) || named[word].lowerBound < token.end {
        tokens[word].append(index)
      }
    }
    let seen = tokens.indices.filter { !tokens[$0].isEmpty }
    self.tokens = seen.map { tokens[$0] }
    ranges = seen.map { named[$0] }
  }

  /// Returns a score for each word.
  func scores(_ tokenScores: [Double], _ pooling: Pooling) -> [Double] {
    tokens.map { tokens in
      let values = tokens.map { tokenScores[$0] }
      switch pooling {
      case .sum: return values.reduce(0, +)
      case .max: return values.max() ?? 0
      case .mean: return values.reduce(0, +) / Double(values.count)
      }
    }
  }

  /// Returns how strongly each word is marked: the largest weight of the spans that it shares a
  /// letter with.
  func weights(_ spans: [Annotation.Span]) -> [Double] {
    ranges.map { range in
      spans.filter { $0.range.overlaps(range) }.map(\.weight).max() ?? 0
    }
  }

  /// Returns which tokens are hidden if these words are.
  func hidden(_ words: some Sequence<Int>, of count: Int) -> [Bool] {
    var hidden = [Bool](repeating: false, count: count)
    for word in words { for token in tokens[word] { hidden[token] = true } }
    return hidden
  }
}
