/// One text on its way, with the buffers that all its words share.
struct TextRun {
  let bytes: [UInt8]
  var tokens: [Token]
  var parts: [WordBorders.Part] = []
  var aligned = AlignedText()
  var split = SplitText()
  var word: [UInt8] = []
  var owners: [Int] = []
  var pieces: [Piece] = []
  /// How added tokens stand in the text, white space that they took along included.
  var writtenForms: [Int: String] = [:]

  init(bytes: [UInt8], front: [Int]) {
    self.bytes = bytes
    tokens = front.map { Token(id: $0, range: 0..<0, isSpecial: true, word: nil) }
    tokens.reserveCapacity(bytes.count / 4 + 8)
  }

  /// Adds an added token, which is a word of its own.
  ///
  /// - Parameters:
  ///   - id: Its id.
  ///   - range: Where it stands in the original text.
  ///   - form: How it stands in the text that it was found in.
  mutating func add(id: Int, range: Range<Int>, form: ArraySlice<UInt8>) {
    writtenForms[tokens.count] = String(decoding: form, as: UTF8.self)
    parts.append(Word(range: range, tokens: tokens.count..<tokens.count + 1))
    tokens.append(Token(id: id, range: range, isSpecial: false, word: nil))
  }

  /// Writes scalars as the bytes of a word, each with the scalar that it belongs to.
  mutating func encode(_ elements: [AlignedText.Element], _ range: Range<Int>) {
    word.removeAll(keepingCapacity: true)
    owners.removeAll(keepingCapacity: true)
    for index in range {
      UTF8Scalars.encode(elements[index].scalar, to: &word)
      while owners.count < word.count { owners.append(index) }
    }
  }

  /// Adds the pieces of the word as tokens.
  mutating func addPieces(_ elements: [AlignedText.Element]) {
    for piece in pieces {
      let start = elements[owners[piece.range.lowerBound]].start
      let end = elements[owners[piece.range.upperBound - 1]].end
      tokens.append(
        Token(id: piece.id, range: start..<max(start, end), isSpecial: false, word: nil))
    }
  }
}
