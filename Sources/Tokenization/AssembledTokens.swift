/// What a model is given: the tokens of one text or two, or of parts of them, and the template's.
public struct AssembledTokens: Sendable, Equatable {
  /// Where a token comes from.
  public enum Source: Sendable, Equatable {
    /// The template, as [CLS] and [SEP].
    case special
    /// The first text; the index is the one that its token has in the given slice.
    case first(Int)
    /// The second text; the index is the one that its token has in the given slice.
    case second(Int)
  }

  /// The rows of the embedding table.
  public private(set) var ids: [Int] = []
  /// The segment of each token.
  public private(set) var typeIDs: [Int] = []
  /// Where each token comes from.
  public private(set) var sources: [Source] = []

  /// Adds one token.
  mutating func append(_ id: Int, _ typeID: Int, _ source: Source) {
    ids.append(id)
    typeIDs.append(typeID)
    sources.append(source)
  }
}

/// Two texts of one input, as a question and the text that answers it.
public struct TokenizedPair: Sendable, Equatable {
  /// The first text with its tokens and words, without the template's tokens.
  public let first: TokenizedText
  /// The second text with its tokens and words, without the template's tokens.
  public let second: TokenizedText
  /// All tokens of both in the order of the template.
  public let assembled: AssembledTokens
}
