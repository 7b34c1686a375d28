/// The stages of a tokenizer in their order: added tokens, normalizer, words, model, template.
struct Pipeline: Sendable {
  private let normalizer: Normalizer?
  private let model: WordPiece
  /// What is put around the texts.
  let template: Template
  private let literal: AddedTokenMatcher
  private let normalized: AddedTokenMatcher
  private let ascii: ASCIITable

  /// Puts the parts of a tokenizer together.
  ///
  /// - Parameter parts: What the files say.
  /// - Throws: A vocabulary too large to hold.
  init(_ parts: TokenizerParts) throws(TokenizationError) {
    let normalizer = parts.normalizer
    let literal = AddedTokenMatcher(parts.addedTokens.filter { !$0.isNormalized }) {
      Array($0.content.utf8)
    }
    let normalized = AddedTokenMatcher(parts.addedTokens.filter(\.isNormalized)) { token in
      let content = Array(token.content.utf8)
      var text = AlignedText()
      text.decode(content, in: content.indices)
      normalizer?.apply(to: &text)
      var bytes: [UInt8] = []
      for element in text.elements { UTF8Scalars.encode(element.scalar, to: &bytes) }
      return bytes
    }
    let model = WordPiece(
      vocabulary: parts.modelVocabulary, unknown: parts.unknown, prefix: parts.prefix,
      longestWord: parts.longestWord)
    guard let literal, let normalized, let model else {
      throw .tooLarge(file: parts.path, limit: TokenizerParts.sizeLimit)
    }
    self.normalizer = normalizer
    self.literal = literal
    self.normalized = normalized
    self.model = model
    template = parts.template
    ascii = ASCIITable(normalizer: normalizer)
  }

  /// Cuts a text into tokens and words.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - withTemplate: Whether the template's tokens are put around it.
  /// - Returns: The tokens and words.
  func run(on text: String, withTemplate: Bool) -> TokenizedText {
    let bytes = Array(text.utf8)
    var run = TextRun(bytes: bytes, front: withTemplate ? template.front : [])
    let front = run.tokens.count
    for segment in literal.segments(of: bytes) {
      if let id = segment.id {
        run.add(id: id, range: segment.range)
      } else if normalized.isEmpty {
        cutByChunks(segment.range, &run)
      } else {
        cutWhole(segment.range, &run)
      }
    }
    let words = WordBorders(of: bytes).words(run.parts)
    for (index, word) in words.enumerated() {
      for token in word.tokens { run.tokens[token].word = index }
    }
    let count = run.tokens.count - front
    var typeIDs: [Int] = []
    typeIDs.reserveCapacity(run.tokens.count + 1)
    var isBehind = false
    for item in template.single {
      if case .special(let id, let typeID) = item {
        guard withTemplate else { continue }
        typeIDs.append(typeID)
        guard isBehind else { continue }
        run.tokens.append(Token(id: id, range: 0..<0, isSpecial: true, word: nil))
      } else {
        typeIDs.append(contentsOf: repeatElement(item.typeID, count: count))
        isBehind = true
      }
    }
    return TokenizedText(text: text, tokens: run.tokens, typeIDs: typeIDs, words: words)
  }

  /// Works on what lies between white space, of which nothing depends on its surroundings.
  private func cutByChunks(_ range: Range<Int>, _ run: inout TextRun) {
    var start = range.lowerBound
    while start < range.upperBound {
      if WordBorders.isASCIISpace(run.bytes[start]) {
        start += 1
        continue
      }
      var end = start
      var isPlain = true
      while end < range.upperBound, !WordBorders.isASCIISpace(run.bytes[end]) {
        isPlain = isPlain && ascii.isPlain(run.bytes[end])
        end += 1
      }
      if isPlain {
        cutASCII(start..<end, &run)
      } else {
        run.aligned.decode(run.bytes, in: start..<end)
        normalizer?.apply(to: &run.aligned)
        cutAligned(0..<run.aligned.elements.count, &run)
      }
      start = end
    }
  }

  /// Works on a whole segment, in whose normalized text added tokens are to be found.
  private func cutWhole(_ range: Range<Int>, _ run: inout TextRun) {
    run.aligned.decode(run.bytes, in: range)
    normalizer?.apply(to: &run.aligned)
    let elements = run.aligned.elements
    var bytes: [UInt8] = []
    var owners: [Int] = []
    for (index, element) in elements.enumerated() {
      UTF8Scalars.encode(element.scalar, to: &bytes)
      while owners.count < bytes.count { owners.append(index) }
    }
    for segment in normalized.segments(of: bytes) where !segment.range.isEmpty {
      let part = owners[segment.range.lowerBound]..<(owners[segment.range.upperBound - 1] + 1)
      guard let id = segment.id else {
        cutAligned(part, &run)
        continue
      }
      let (start, end) = (elements[part.lowerBound].start, elements[part.upperBound - 1].end)
      run.add(id: id, range: start..<max(start, end))
    }
  }

  private func cutASCII(_ range: Range<Int>, _ run: inout TextRun) {
    run.word.removeAll(keepingCapacity: true)
    for byte in run.bytes[range] { run.word.append(ascii.normalized(byte)) }
    var start = 0
    while start < range.count {
      var end = start + 1
      if !ascii.isPunctuation(run.word[start]) {
        while end < range.count, !ascii.isPunctuation(run.word[end]) { end += 1 }
      }
      run.word.withUnsafeBufferPointer {
        model.cut($0, start..<end, scalarCount: end - start, into: &run.pieces)
      }
      let base = range.lowerBound
      let first = run.tokens.count
      for piece in run.pieces {
        let place = (base + piece.range.lowerBound)..<(base + piece.range.upperBound)
        run.tokens.append(Token(id: piece.id, range: place, isSpecial: false, word: nil))
      }
      run.parts.append(
        Word(range: (base + start)..<(base + end), tokens: first..<run.tokens.count))
      start = end
    }
  }

  /// Cuts normalized text into words at white space and around punctuation.
  private func cutAligned(_ range: Range<Int>, _ run: inout TextRun) {
    let tables = UnicodeTables.shared
    var start = range.lowerBound
    while start < range.upperBound {
      let traits = tables.traits(of: run.aligned.elements[start].scalar)
      if traits.contains(.whitespace) {
        start += 1
        continue
      }
      var end = start + 1
      while !traits.contains(.punctuation), end < range.upperBound,
        tables.traits(of: run.aligned.elements[end].scalar)
          .isDisjoint(with: [.whitespace, .punctuation])
      {
        end += 1
      }
      cutWord(start..<end, &run)
      start = end
    }
  }

  private func cutWord(_ range: Range<Int>, _ run: inout TextRun) {
    run.word.removeAll(keepingCapacity: true)
    run.owners.removeAll(keepingCapacity: true)
    for index in range {
      UTF8Scalars.encode(run.aligned.elements[index].scalar, to: &run.word)
      while run.owners.count < run.word.count { run.owners.append(index) }
    }
    run.word.withUnsafeBufferPointer {
      model.cut($0, 0..<$0.count, scalarCount: range.count, into: &run.pieces)
    }
    let first = run.tokens.count
    for piece in run.pieces {
      let start = run.aligned.elements[run.owners[piece.range.lowerBound]].start
      let end = run.aligned.elements[run.owners[piece.range.upperBound - 1]].end
      run.tokens.append(
        Token(id: piece.id, range: start..<max(start, end), isSpecial: false, word: nil))
    }
    let start = run.aligned.elements[range.lowerBound].start
    let end = run.aligned.elements[range.upperBound - 1].end
    run.parts.append(Word(range: start..<max(start, end), tokens: first..<run.tokens.count))
  }
}

/// One text on its way, with the buffers that all its words share.
struct TextRun {
  let bytes: [UInt8]
  var tokens: [Token]
  var parts: [WordBorders.Part] = []
  var aligned = AlignedText()
  var word: [UInt8] = []
  var owners: [Int] = []
  var pieces: [WordPiece.Piece] = []

  init(bytes: [UInt8], front: [Int]) {
    self.bytes = bytes
    tokens = front.map { Token(id: $0, range: 0..<0, isSpecial: true, word: nil) }
    tokens.reserveCapacity(bytes.count / 4 + 8)
  }

  /// Adds an added token, which is a word of its own.
  mutating func add(id: Int, range: Range<Int>) {
    parts.append(Word(range: range, tokens: tokens.count..<tokens.count + 1))
    tokens.append(Token(id: id, range: range, isSpecial: false, word: nil))
  }
}

/// What a normalizer makes of single ASCII characters, asked of it once.
struct ASCIITable: Sendable {
  private var forms = [UInt8](repeating: 0, count: 256)
  private var plain = [Bool](repeating: false, count: 256)
  private var punctuation = [Bool](repeating: false, count: 256)

  /// Makes the table of a normalizer.
  init(normalizer: Normalizer?) {
    for byte in UInt8(0)..<0x80 {
      var text = AlignedText()
      text.decode([byte], in: 0..<1)
      normalizer?.apply(to: &text)
      guard text.elements.count == 1, text.elements[0].scalar < 0x80 else { continue }
      let scalar = text.elements[0].scalar
      let traits = UnicodeTables.shared.traits(of: scalar)
      forms[Int(byte)] = UInt8(scalar)
      plain[Int(byte)] = !traits.contains(.whitespace)
      punctuation[Int(scalar)] = traits.contains(.punctuation)
    }
  }

  /// Whether a byte is an ASCII character that stays one and parts no words.
  func isPlain(_ byte: UInt8) -> Bool { plain[Int(byte)] }

  /// Returns what the normalizer makes of a plain byte.
  func normalized(_ byte: UInt8) -> UInt8 { forms[Int(byte)] }

  /// Whether a normalized byte is a word of its own.
  func isPunctuation(_ byte: UInt8) -> Bool { punctuation[Int(byte)] }
}
