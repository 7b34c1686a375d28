/// A piece that a model found in a word: its id and its bytes within the word.
struct Piece: Sendable, Equatable {
  var id: Int
  var range: Range<Int>
}

/// The stage of a tokenizer that cuts words into the pieces of its vocabulary.
enum TokenModel: Sendable {
  /// The longest known pieces from the front, as BERT.
  case wordPiece(WordPiece)
  /// Learnt merges of neighbours, as RoBERTa.
  case bytePairs(BytePairs)
  /// The most likely pieces, as XLM-RoBERTa and DeBERTa-v3.
  case unigram(Unigram)

  /// Cuts one word.
  ///
  /// - Parameters:
  ///   - word: The word's bytes, valid UTF-8.
  ///   - pieces: Where the pieces are written; what it holds is replaced.
  func cut(_ word: UnsafeBufferPointer<UInt8>, into pieces: inout [Piece]) {
    switch self {
    case .wordPiece(let model):
      let scalars = word.count { $0 & 0xC0 != 0x80 }
      model.cut(word, 0..<word.count, scalarCount: scalars, into: &pieces)
    case .bytePairs(let model): model.cut(word, into: &pieces)
    case .unigram(let model):
      pieces.removeAll(keepingCapacity: true)
      model.cut(word) { id, range in pieces.append(Piece(id: id, range: range)) }
    }
  }
}
