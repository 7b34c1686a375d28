/// The stages of a tokenizer in their order: added tokens, normalizer, words, model, template.
///
/// BERT's own stages go a fast way, on which the words of the model are nearly those of a reader;
/// all others go ``cutParts(_:_:)``.
struct Pipeline: Sendable {
  let normalizer: Normalizer?
  private let preTokenizer: PreTokenizer?
  let model: TokenModel
  /// The model if all stages are those of BERT.
  let wordPiece: WordPiece?
  private let trims: [OffsetTrim]
  private let vocabulary: Vocabulary
  /// What is put around the texts.
  let template: Template
  private let literal: AddedTokenMatcher
  let normalized: AddedTokenMatcher
  let ascii: ASCIITable

  /// Puts the parts of a tokenizer together.
  ///
  /// - Parameter parts: What the files say.
  /// - Throws: A vocabulary too large to hold.
  init(_ parts: TokenizerParts) throws(TokenizationError) {
    let normalizer = parts.normalizer
    let added = parts.addedTokens.filter(\.isSpecial) + parts.addedTokens.filter { !$0.isSpecial }
    let literal = AddedTokenMatcher(added.filter { !$0.isNormalized }) {
      Array($0.content.utf8)
    }
    let normalized = AddedTokenMatcher(added.filter(\.isNormalized)) { token in
      let content = Array(token.content.utf8)
      var text = AlignedText()
      text.decode(content, in: content.indices)
      normalizer?.apply(to: &text)
      var bytes: [UInt8] = []
      for element in text.elements { UTF8Scalars.encode(element.scalar, to: &bytes) }
      return bytes
    }
    guard let literal, let normalized, let model = parts.model else {
      throw .tooLarge(file: parts.path, limit: TokenizerParts.sizeLimit)
    }
    self.normalizer = normalizer
    self.literal = literal
    self.normalized = normalized
    self.model = model
    preTokenizer = parts.preTokenizer
    trims = parts.trims
    vocabulary = parts.vocabulary
    if case .wordPiece(let wordPiece) = model, case .bert = parts.preTokenizer,
      normalizer?.isLocal ?? true
    {
      self.wordPiece = wordPiece
    } else {
      wordPiece = nil
    }
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
        run.add(id: id, range: segment.range, form: bytes[segment.range])
      } else if normalized.isEmpty, let wordPiece {
        cutByChunks(segment.range, wordPiece, &run)
      } else {
        cutWhole(segment.range, &run)
      }
    }
    let borders = WordBorders(of: bytes)
    let words: [Word]
    if wordPiece != nil {
      words = borders.words(run.parts)
      for (index, word) in words.enumerated() {
        for token in word.tokens { run.tokens[token].word = index }
      }
    } else {
      words = borders.assign(&run.tokens, from: front)
    }
    for trim in trims {
      let forms = run.writtenForms
      trim.apply(to: &run.tokens, from: front, bytes: bytes) { index, id in
        forms[index] ?? vocabulary.piece(of: id) ?? ""
      }
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
        if let wordPiece {
          cutAligned(part, wordPiece, &run)
        } else {
          cutParts(part, &run)
        }
        continue
      }
      let (start, end) = (elements[part.lowerBound].start, elements[part.upperBound - 1].end)
      run.add(id: id, range: start..<max(start, end), form: bytes[segment.range])
    }
  }

  /// Cuts normalized text as the pre-tokenizer says, and its parts by the model.
  private func cutParts(_ range: Range<Int>, _ run: inout TextRun) {
    run.split.start(run.aligned.elements[range])
    preTokenizer?.apply(to: &run.split)
    let elements = run.split.text.elements
    for part in run.split.parts {
      run.encode(elements, part)
      run.word.withUnsafeBufferPointer { model.cut($0, into: &run.pieces) }
      run.addPieces(elements)
    }
  }
}
