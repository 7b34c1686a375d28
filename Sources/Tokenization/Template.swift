/// The last stage of a tokenizer: the tokens it puts around every text.
struct Template: Sendable {
  /// A token with its segment.
  struct Piece: Sendable {
    var id: Int
    var typeID: Int
  }

  /// What comes before the text.
  var front: [Piece] = []
  /// What comes after the text.
  var back: [Piece] = []
  /// The segment of the text's own tokens.
  var typeID = 0
}
