internal import AttributionRecords
internal import Documents
internal import Lafa
internal import Tokenization

/// A document with its tokens: all that a record says of the text.
struct PreparedDocument: Sendable {
  let document: Document
  let tokens: [RecordedToken]
  let words: [RecordedWord]
  let coverage: Coverage
  let encoded: EncodedDocument

  /// Tokenises a document and cuts it to what the model takes; the coverage says what was cut.
  ///
  /// - Parameters:
  ///   - document: The document.
  ///   - tokenizer: The model's tokenizer.
  ///   - limit: The most tokens that the model takes.
  init(_ document: Document, tokenizer: Tokenizer, limit: Int) {
    self.document = document
    let text = tokenizer.tokenize(document.text).truncated(to: limit)
    let points = CodePoints(document.text)
    encoded = EncodedDocument(
      ids: text.tokens.map(\.id), isSpecial: text.tokens.map(\.isSpecial))
    tokens = text.tokens.map { token in
      RecordedToken(
        id: token.id, piece: tokenizer.piece(of: token.id),
        start: points.offset(ofByte: token.range.lowerBound),
        end: points.offset(ofByte: token.range.upperBound))
    }
    words = text.words.map { word in
      RecordedWord(
        start: points.offset(ofByte: word.range.lowerBound),
        end: points.offset(ofByte: word.range.upperBound),
        firstToken: word.tokens.lowerBound, endToken: word.tokens.upperBound)
    }
    coverage = Coverage(
      words: words.count, wordsSeen: words.count { $0.firstToken < $0.endToken },
      tokenLimit: limit)
  }
}
