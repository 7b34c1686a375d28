/// The model of byte-pair encodings: characters, of which known neighbours merge, the best first.
struct BytePairs: Sendable {
  /// What a file says besides the pieces and merges.
  struct Options: Sendable {
    /// The id for unknown characters; they vanish without one.
    var unknown: Int?
    /// Whether unknown neighbours become one token.
    var fusesUnknown = false
    /// Whether an unknown character becomes the tokens of its bytes.
    var fallsBackToBytes = false
    /// Whether a word that is a piece is taken as it is.
    var ignoresMerges = false
    /// What marks pieces inside of a word.
    var prefix = ""
    /// What marks pieces at the end of a word.
    var suffix = ""
  }

  private let options: Options
  private let merges: MergeTable
  private let characters: CharacterPieces
  // The tokens of the 256 bytes, -1 for those that have none.
  private let byteIDs: [Int32]
  private let pieces: [Vocabulary.Key: Int32]

  /// Makes the model of a vocabulary.
  ///
  /// - Parameters:
  ///   - vocabulary: The pieces; every id is less than 2^31.
  ///   - merges: What merges to what, by ids, the best first.
  ///   - options: What else the file says.
  init(
    vocabulary: Vocabulary, merges: [(left: Int, right: Int, merged: Int)], options: Options
  ) {
    self.options = options
    self.merges = MergeTable(merges)
    characters = CharacterPieces(
      vocabulary, prefix: options.prefix, suffix: options.suffix)
    byteIDs = (0..<256).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      let id = vocabulary.id(of: "<0x\(byte < 16 ? "0" : "")\(digits)>")
      return id.flatMap(Int32.init(exactly:)) ?? -1
    }
    var pieces: [Vocabulary.Key: Int32] = [:]
    if options.ignoresMerges {
      for (piece, id) in vocabulary.entries { pieces[Vocabulary.Key(piece)] = Int32(clamping: id) }
    }
    self.pieces = pieces
  }

  /// Cuts one word.
  ///
  /// - Parameters:
  ///   - word: The word's bytes, valid UTF-8.
  ///   - pieces: Where the pieces are written; what it holds is replaced.
  func cut(_ word: UnsafeBufferPointer<UInt8>, into pieces: inout [Piece]) {
    pieces.removeAll(keepingCapacity: true)
    guard !word.isEmpty else { return }
    if options.ignoresMerges, let id = self.pieces[Vocabulary.Key(bytes: Array(word))] {
      pieces.append(Piece(id: Int(id), range: 0..<word.count))
      return
    }
    var symbols = SymbolList()
    fill(&symbols, word)
    symbols.merge(by: merges)
    symbols.write(to: &pieces)
  }

  /// Makes a symbol of every character, in the order and with the lengths of `tokenizers`.
  private func fill(_ symbols: inout SymbolList, _ word: UnsafeBufferPointer<UInt8>) {
    var unknownLength = 0
    var at = 0
    while at < word.count {
      let (scalar, length) = UTF8Scalars.decode(word, at: at)
      let end = at + length
      if let id = characters.id(of: scalar, isFirst: at == 0, isLast: end >= word.count) {
        if unknownLength > 0, let unknown = options.unknown {
          symbols.append(unknown, length: unknownLength)
          unknownLength = 0
        }
        symbols.append(id, length: length)
      } else if options.fallsBackToBytes,
        word[at..<end].allSatisfy({ byteIDs[Int($0)] >= 0 })
      {
        // Unknown characters before these are written behind them, as there.
        for byte in word[at..<end] { symbols.append(Int(byteIDs[Int(byte)]), length: 1) }
      } else if let unknown = options.unknown {
        if unknownLength > 0, !options.fusesUnknown {
          symbols.append(unknown, length: unknownLength)
          unknownLength = 0
        }
        unknownLength += length
      }
      at = end
    }
    if unknownLength > 0, let unknown = options.unknown {
      symbols.append(unknown, length: unknownLength)
    }
  }
}

/// The pieces of one character, by their places in a word.
struct CharacterPieces: Sendable {
  // Byte-level alphabets end at U+0143.
  private static let tableSize = 0x180

  private var tables: [[Int32]] = []
  private var others: [[UInt32: Int32]] = []
  private let hasForms: Bool

  /// Finds the pieces in a vocabulary.
  ///
  /// - Parameters:
  ///   - vocabulary: All pieces.
  ///   - prefix: What is put before a character that is not the first.
  ///   - suffix: What is put behind the last.
  init(_ vocabulary: Vocabulary, prefix: String, suffix: String) {
    hasForms = !(prefix.isEmpty && suffix.isEmpty)
    let forms = hasForms ? [("", ""), (prefix, ""), ("", suffix), (prefix, suffix)] : [("", "")]
    for (front, back) in forms {
      var table = [Int32](repeating: -1, count: Self.tableSize)
      var other: [UInt32: Int32] = [:]
      for (piece, id) in vocabulary.entries {
        let bytes = piece.utf8
        let length = bytes.count - front.utf8.count - back.utf8.count
        guard (1...4).contains(length), bytes.starts(with: front.utf8),
          bytes.suffix(back.utf8.count).elementsEqual(back.utf8)
        else { continue }
        let middle = String(
          decoding: bytes.dropFirst(front.utf8.count).prefix(length), as: UTF8.self)
        guard middle.unicodeScalars.count == 1, let scalar = middle.unicodeScalars.first else {
          continue
        }
        let value = Int32(clamping: id)
        if scalar.value < Self.tableSize {
          table[Int(scalar.value)] = value
        } else {
          other[scalar.value] = value
        }
      }
      tables.append(table)
      others.append(other)
    }
  }

  /// Returns the piece of a character at its place in a word.
  func id(of scalar: UInt32, isFirst: Bool, isLast: Bool) -> Int? {
    let form = hasForms ? (isFirst ? 0 : 1) + (isLast ? 2 : 0) : 0
    let id = scalar < Self.tableSize ? tables[form][Int(scalar)] : others[form][scalar] ?? -1
    return id < 0 ? nil : Int(id)
  }
}
