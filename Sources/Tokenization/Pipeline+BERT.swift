/// The fast way of BERT's stages.
extension Pipeline {
  /// Works on what lies between white space, of which nothing depends on its surroundings.
  func cutByChunks(_ range: Range<Int>, _ model: WordPiece, _ run: inout TextRun) {
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
        cutASCII(start..<end, model, &run)
      } else {
        run.aligned.decode(run.bytes, in: start..<end)
        normalizer?.apply(to: &run.aligned)
        cutAligned(0..<run.aligned.elements.count, model, &run)
      }
      start = end
    }
  }

  private func cutASCII(_ range: Range<Int>, _ model: WordPiece, _ run: inout TextRun) {
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
  func cutAligned(_ range: Range<Int>, _ model: WordPiece, _ run: inout TextRun) {
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
      cutWord(start..<end, model, &run)
      start = end
    }
  }

  private func cutWord(_ range: Range<Int>, _ model: WordPiece, _ run: inout TextRun) {
    run.encode(run.aligned.elements, range)
    run.word.withUnsafeBufferPointer {
      model.cut($0, 0..<$0.count, scalarCount: range.count, into: &run.pieces)
    }
    let first = run.tokens.count
    run.addPieces(run.aligned.elements)
    let start = run.aligned.elements[range.lowerBound].start
    let end = run.aligned.elements[range.upperBound - 1].end
    run.parts.append(Word(range: start..<max(start, end), tokens: first..<run.tokens.count))
  }
}
