/// A token that is looked for in the text before the model cuts it.
struct AddedToken: Sendable {
  var id: Int
  var content: String
  /// Whether it must not touch letters or digits.
  var isSingleWord = false
  /// Whether it takes the white space before it along.
  var stripsLeft = false
  /// Whether it takes the white space after it along.
  var stripsRight = false
  /// Whether it is looked for in the normalized text.
  var isNormalized = false
  /// Whether it has a role; of equal patterns that of a special token counts.
  var isSpecial = false
}

/// Finds added tokens, the leftmost first and of those at one place the longest.
struct AddedTokenMatcher: Sendable {
  /// A part of a text: an added token, or text between two of them.
  struct Segment {
    var range: Range<Int>
    var id: Int?
  }

  private static let root: PieceTrie.Node = 0

  private let tokens: [AddedToken]
  private var trie = PieceTrie(roots: 1)
  private var starts = [Bool](repeating: false, count: 256)

  /// Whether nothing is to be found.
  var isEmpty: Bool { tokens.isEmpty }

  /// Makes a matcher, or nil if there are too many tokens.
  ///
  /// - Parameters:
  ///   - tokens: What to find; of equal patterns the first counts.
  ///   - pattern: What a token looks like in the text.
  init?(_ tokens: [AddedToken], pattern: (AddedToken) -> [UInt8]) {
    self.tokens = tokens
    for (index, token) in tokens.enumerated().reversed() {
      let bytes = pattern(token)
      guard let first = bytes.first, let place = Int32(exactly: index) else { continue }
      starts[Int(first)] = true
      guard trie.insert(bytes, below: Self.root, id: place) else { return nil }
    }
  }

  /// Cuts a text into added tokens and what lies between them.
  func segments(of bytes: [UInt8]) -> [Segment] {
    var segments: [Segment] = []
    var done = 0
    var at = 0
    var spaces = 0..<0
    bytes.withUnsafeBufferPointer { buffer in
      while at < buffer.count {
        guard starts[Int(buffer[at])],
          let found = trie.longest(in: buffer, at..<buffer.count, below: Self.root)
        else {
          at += 1
          continue
        }
        let token = tokens[Int(found.id)]
        var (start, stop) = (at, found.end)
        at = found.end
        if token.isSingleWord, isWord(before: start, bytes) || isWord(at: stop, bytes) { continue }
        if token.stripsLeft {
          while start > done {
            let before = UTF8Scalars.start(before: start, in: bytes)
            guard isSpace(at: before, bytes) else { break }
            start = before
          }
          start = max(start, done)
        }
        if token.stripsRight {
          // Tokens of white space would each walk over all that follows.
          let first = stop
          if spaces.contains(stop) { stop = spaces.upperBound }
          while stop < bytes.count, isSpace(at: stop, bytes) {
            stop += UTF8Scalars.decode(bytes, at: stop).length
          }
          spaces = first..<stop
        }
        if done < start { segments.append(Segment(range: done..<start, id: nil)) }
        segments.append(Segment(range: start..<stop, id: token.id))
        done = stop
      }
    }
    if done < bytes.count { segments.append(Segment(range: done..<bytes.count, id: nil)) }
    return segments
  }

  private func isSpace(at place: Int, _ bytes: [UInt8]) -> Bool {
    let scalar = UTF8Scalars.decode(bytes, at: place).scalar
    return UnicodeTables.shared.traits(of: scalar).contains(.whitespace)
  }

  private func isWord(before place: Int, _ bytes: [UInt8]) -> Bool {
    place > 0 && isWord(at: UTF8Scalars.start(before: place, in: bytes), bytes)
  }

  private func isWord(at place: Int, _ bytes: [UInt8]) -> Bool {
    guard place < bytes.count else { return false }
    let scalar = UTF8Scalars.decode(bytes, at: place).scalar
    return UnicodeTables.shared.traits(of: scalar).contains(.word)
  }
}
