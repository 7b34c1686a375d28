/// Puts what a tokenizer cut back together into the words of a reader.
///
/// “don't” and “15.6” are one word each though every sign of punctuation is cut off, and no word
/// ends inside of a grapheme cluster.
struct WordBorders {
  /// A part that the pre-tokenizer cut off, as ``Word`` holds it.
  typealias Part = Word

  let bytes: [UInt8]
  // Empty where the text is ASCII, in which every byte is a cluster but for line ends.
  private var isBorder: [Bool] = []

  /// Makes the borders of a text.
  init(of bytes: [UInt8]) {
    self.bytes = bytes
    guard !bytes.allSatisfy({ $0 < 0x80 }) else { return }
    isBorder = [Bool](repeating: true, count: bytes.count + 1)
    var start = 0
    while start < bytes.count {
      // Clusters do not reach over white space, so those without accents need no look.
      guard !Self.isASCIISpace(bytes[start]) else {
        start += 1
        continue
      }
      var end = start
      var isASCII = true
      while end < bytes.count, !Self.isASCIISpace(bytes[end]) {
        isASCII = isASCII && bytes[end] < 0x80
        end += 1
      }
      if !isASCII { markClusters(start..<end) }
      start = end
    }
  }

  /// Returns the words, with the tokens of all their parts.
  func words(_ parts: [Part]) -> [Word] {
    var words: [Word] = []
    words.reserveCapacity(parts.count)
    var joinsNext = false
    for (index, part) in parts.enumerated() {
      guard let last = words.last else {
        words.append(Word(range: rounded(part.range), tokens: part.tokens))
        continue
      }
      let joins = isJunction(part, parts, index, after: last)
      if joinsNext || joins || part.range.lowerBound < last.range.upperBound {
        // A part inside of the word is not rounded: a cluster may have thousands, each a long walk.
        let isInside = part.range.upperBound <= last.range.upperBound
        let end = isInside ? last.range.upperBound : roundedUp(part.range.upperBound)
        words[words.count - 1] = Word(
          range: last.range.lowerBound..<end,
          tokens: last.tokens.lowerBound..<part.tokens.upperBound)
      } else {
        words.append(Word(range: rounded(part.range), tokens: part.tokens))
      }
      joinsNext = joins && !joinsNext
    }
    return words
  }

  static func isASCIISpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
  }

  private mutating func markClusters(_ range: Range<Int>) {
    var at = range.lowerBound
    for cluster in String(decoding: bytes[range], as: UTF8.self) {
      let end = at + cluster.utf8.count
      for inner in (at + 1)..<max(end, at + 1) { isBorder[inner] = false }
      at = end
    }
  }

  private func rounded(_ range: Range<Int>) -> Range<Int> {
    guard !isBorder.isEmpty else { return range }
    var start = range.lowerBound
    while !isBorder[start] { start -= 1 }
    return start..<roundedUp(range.upperBound)
  }

  private func roundedUp(_ end: Int) -> Int {
    var end = end
    while !isBorder.isEmpty, !isBorder[end] { end += 1 }
    return end
  }

  /// Whether a part joins the word before it and the part after it, as the sign in “don't”.
  private func isJunction(_ part: Part, _ parts: [Part], _ index: Int, after word: Word) -> Bool {
    guard index + 1 < parts.count, part.range.upperBound == parts[index + 1].range.lowerBound,
      word.range.upperBound == part.range.lowerBound, part.range.count <= 3,
      !part.range.isEmpty, word.range.upperBound > 0,
      part.range.upperBound < bytes.count
    else { return false }
    let (sign, length) = UTF8Scalars.decode(bytes, at: part.range.lowerBound)
    guard length == part.range.count else { return false }
    let before = UTF8Scalars.start(before: part.range.lowerBound, in: bytes)
    let sides = [before, part.range.upperBound].map { category(at: $0) }
    switch sign {
    case 0x27, 0x2019:
      // Marks count: the letter before may carry its accent behind it.
      return sides.allSatisfy { side in
        switch side {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
          .nonspacingMark, .spacingMark, .decimalNumber:
          true
        default: false
        }
      }
    case 0x2C, 0x2E, 0x2F, 0x3A: return sides.allSatisfy { $0 == .decimalNumber }
    default: return false
    }
  }

  private func category(at place: Int) -> Unicode.GeneralCategory {
    Unicode.Scalar(UTF8Scalars.decode(bytes, at: place).scalar)?.properties.generalCategory
      ?? .unassigned
  }
}
