public import Encoders

/// A document as the engine takes it: its tokens, and the windows in which the model reads them.
public struct EncodedDocument: Sendable, Equatable {
  /// The token ids, special tokens included, each once however many windows hold it.
  public var ids: [Int]
  /// Whether each token was added around the text, such as [CLS].
  public var isSpecial: [Bool]
  /// What the model reads: one input, or several that overlap for a text longer than it takes.
  public var windows: [Window]
  /// The tokens of each word that the model sees; needed by models that label tokens only.
  public var words: [Range<Int>]
  /// The outputs that the data gives as the document's labels.
  public var gold: [Int]
  /// Token ids of the texts that base methods with references compare with, each cut or padded to
  /// this document's length.
  public var references: [[Int]]
  /// The category that the data gives, as a number.
  public var category: Int?

  /// One input of the model.
  public struct Window: Sendable, Equatable {
    /// Ids and segments.
    public var sequence: EncodedSequence
    /// For each of its tokens the index of the document's token that it stands for.
    public var tokens: [Int]

    /// Makes a window from its parts.
    public init(sequence: EncodedSequence, tokens: [Int]) {
      precondition(sequence.ids.count == tokens.count, "one place a token")
      self.sequence = sequence
      self.tokens = tokens
    }
  }

  /// Makes a document from its parts.
  ///
  /// - Parameters:
  ///   - ids: The token ids.
  ///   - isSpecial: Whether each token was added around the text.
  ///   - windows: What the model reads; if nil, all tokens at once, in one segment.
  ///   - words: The tokens of each word.
  ///   - gold: The outputs that the data gives.
  ///   - references: Token ids of reference texts, each as long as `ids`.
  ///   - category: The category that the data gives, as a number.
  public init(
    ids: [Int], isSpecial: [Bool], windows: [Window]? = nil, words: [Range<Int>] = [],
    gold: [Int] = [], references: [[Int]] = [], category: Int? = nil
  ) {
    precondition(ids.count == isSpecial.count, "one flag a token")
    precondition(references.allSatisfy { $0.count == ids.count }, "references have T tokens")
    self.ids = ids
    self.isSpecial = isSpecial
    self.windows =
      windows ?? [Window(sequence: EncodedSequence(ids: ids), tokens: Array(ids.indices))]
    self.words = words
    self.gold = gold
    self.references = references
    self.category = category
    precondition(
      self.windows.allSatisfy { $0.tokens.allSatisfy(ids.indices.contains) },
      "windows hold the document's tokens")
    precondition(
      words.allSatisfy { !$0.isEmpty && $0.lowerBound >= 0 && $0.upperBound <= ids.count },
      "words hold the document's tokens")
  }

  /// The number of tokens of all windows.
  var size: Int { windows.reduce(0) { $0 + $1.tokens.count } }

  /// In how many windows each token is.
  var counts: [Int] {
    var counts = [Int](repeating: 0, count: ids.count)
    for token in windows.lazy.flatMap(\.tokens) { counts[token] += 1 }
    return counts
  }
}
