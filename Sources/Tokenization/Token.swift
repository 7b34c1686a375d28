/// A token of a text: what the model sees, and where it stands.
public struct Token: Sendable, Equatable {
  /// The row of the embedding table.
  public var id: Int
  /// The UTF-8 bytes of the original text that it stands for; empty for a template's token.
  public var range: Range<Int>
  /// Whether the template added it, as [CLS] and [SEP] around every text.
  ///
  /// A literal “[SEP]” in a document becomes the same id, but stands in the text and is not special.
  public var isSpecial: Bool
  /// Index of its word in ``TokenizedText/words``; nil for a template's token.
  public var word: Int?

  /// Makes a token from its parts.
  public init(id: Int, range: Range<Int>, isSpecial: Bool, word: Int?) {
    self.id = id
    self.range = range
    self.isSpecial = isSpecial
    self.word = word
  }
}

/// A word of the original text, as a reader sees it.
public struct Word: Sendable, Equatable {
  /// Its UTF-8 bytes, whole grapheme clusters.
  public var range: Range<Int>
  /// Its tokens, indices into ``TokenizedText/tokens``; empty if a limit cut all of them.
  public var tokens: Range<Int>

  /// Makes a word from its parts.
  public init(range: Range<Int>, tokens: Range<Int>) {
    self.range = range
    self.tokens = tokens
  }
}
