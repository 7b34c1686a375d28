/// The model of BERT tokenizers: a word is cut, from its front, into the longest known pieces.
struct WordPiece: Sendable {
  private static let wordStart: PieceTrie.Node = 0
  private static let wordInside: PieceTrie.Node = 1

  /// The id for words that cannot be cut into pieces.
  let unknown: Int
  /// Longer words are unknown as a whole.
  let longestWord: Int
  private var trie = PieceTrie(roots: 2)

  /// Makes the model of a vocabulary, or nil if the vocabulary is too large to be one.
  ///
  /// - Parameters:
  ///   - vocabulary: The pieces.
  ///   - unknown: The id for unknown words.
  ///   - prefix: What marks pieces inside of a word.
  ///   - longestWord: How many scalars a word may have.
  init?(vocabulary: Vocabulary, unknown: Int, prefix: String, longestWord: Int) {
    self.unknown = unknown
    self.longestWord = longestWord
    for (piece, id) in vocabulary.entries where !piece.isEmpty {
      // Such a piece can match no word, and long ones would only cost memory.
      guard piece.unicodeScalars.count - prefix.unicodeScalars.count <= longestWord,
        let id = Int32(exactly: id)
      else { continue }
      guard trie.insert(piece.utf8, below: Self.wordStart, id: id) else { return nil }
      if piece.utf8.starts(with: prefix.utf8) {
        let rest = piece.utf8.dropFirst(prefix.utf8.count)
        guard rest.isEmpty || trie.insert(rest, below: Self.wordInside, id: id) else { return nil }
      }
    }
  }

  /// Cuts one word.
  ///
  /// - Parameters:
  ///   - bytes: The normalized text.
  ///   - word: The word's bytes.
  ///   - scalarCount: The word's length in scalars.
  ///   - pieces: Where the pieces are written; what it holds is replaced.
  func cut(
    _ bytes: UnsafeBufferPointer<UInt8>, _ word: Range<Int>, scalarCount: Int,
    into pieces: inout [Piece]
  ) {
    pieces.removeAll(keepingCapacity: true)
    let isShort = scalarCount <= longestWord
    var at = word.lowerBound
    while isShort, at < word.upperBound {
      let root = at == word.lowerBound ? Self.wordStart : Self.wordInside
      guard let found = trie.longest(in: bytes, at..<word.upperBound, below: root) else { break }
      pieces.append(Piece(id: Int(found.id), range: at..<found.end))
      at = found.end
    }
    if at < word.upperBound {
      pieces.removeAll(keepingCapacity: true)
      pieces.append(Piece(id: unknown, range: word))
    }
  }
}
