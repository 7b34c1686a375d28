/// A document as the engine takes it: token ids, and which of them are special.
public struct EncodedDocument: Sendable, Equatable {
  /// The token ids, special tokens included.
  public var ids: [Int]
  /// Whether each token was added around the text, such as [CLS].
  public var isSpecial: [Bool]

  /// Makes a document from its tokens.
  public init(ids: [Int], isSpecial: [Bool]) {
    precondition(ids.count == isSpecial.count, "one flag a token")
    self.ids = ids
    self.isSpecial = isSpecial
  }
}
