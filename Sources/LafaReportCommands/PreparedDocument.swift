internal import AttributionRecords
internal import Documents
internal import Foundation
internal import Lafa
internal import Tokenization

/// A document with its tokens: all that a record says of the text.
struct PreparedDocument: Sendable {
  private(set) var document: Document
  let fields: [RecordedField]
  /// The labels that the data gives, as the model names them where it knows them.
  private(set) var gold: [String]
  private(set) var tokens: [RecordedToken]
  let words: [RecordedWord]
  let coverage: Coverage
  let encoded: EncodedDocument

  /// How documents become inputs of the model.
  struct Reading: Sendable {
    let tokenizer: Tokenizer
    /// The most tokens that the model takes.
    let limit: Int
    /// Tokens that two windows of a long text share.
    let overlap: Int
    let gold: GoldLabels
    /// Whether two fields are two texts for the model, rather than joined to one.
    let takesPairs: Bool
    /// Hides parts of texts; nil for none.
    var redaction: Redaction?
  }

  /// Tokenises a document and cuts it into windows if it is long; the coverage says how.
  ///
  /// - Parameters:
  ///   - document: The document, of one text or of two.
  ///   - reading: How documents become inputs.
  init(_ document: Document, _ reading: Reading) {
    self.document = document
    let points = CodePoints(document.text)
    fields = document.fields.map {
      RecordedField(
        name: $0.name, start: points.offset(ofByte: $0.range.lowerBound),
        end: points.offset(ofByte: $0.range.upperBound))
    }
    let tokenizer = reading.tokenizer
    let isPair = reading.takesPairs && document.fields.count == 2
    let ranges = isPair ? document.fields.map(\.range) : [0..<document.text.utf8.count]
    let texts = ranges.map { tokenizer.cut(Self.text(of: document, $0)) }
    let input = ModelInput(
      texts[0].tokens, isPair ? texts[1].tokens : nil, tokenizer: tokenizer,
      limit: reading.limit, overlap: reading.overlap)
    tokens = Self.tokens(input, texts, ranges, points, tokenizer)
    words = Self.words(input, texts, ranges, points)
    coverage = Coverage(
      words: words.count, wordsSeen: words.count { $0.firstToken < $0.endToken },
      tokenLimit: reading.limit, windows: input.windows.count, overlap: input.overlap)
    gold = reading.gold.names(document.gold)
    encoded = EncodedDocument(
      ids: input.whole.ids, isSpecial: input.whole.sources.map { $0 == .special },
      windows: input.windows,
      words: words.lazy.map { $0.firstToken..<$0.endToken }.filter { !$0.isEmpty },
      gold: reading.gold.outputs(document.gold))
    if let redaction = reading.redaction {
      // The model's own labels are in every record.
      gold = gold.map { reading.gold.output($0) == nil ? redaction.hidden($0) : $0 }
      hide(redaction)
    }
  }

  /// Hides parts of all that is shown; the model's input stays.
  private mutating func hide(_ redaction: Redaction) {
    document.title = redaction.hidden(document.title)
    document.source = redaction.hidden(document.source)
    let ranges = redaction.ranges(of: document.text)
    document.text = Redaction.hide(ranges, in: document.text)
    // Whoever guesses what is hidden could try the hash of the document until it fits.
    document.sha256 = Fingerprint.sha256(Data(document.text.utf8))
    guard !ranges.isEmpty else { return }
    // The length of a reference would say more than the text does.
    document.origins = nil
    var range = ranges[...]
    for index in tokens.indices where tokens[index].start < tokens[index].end {
      let token = tokens[index]
      while let first = range.first, first.upperBound <= token.start { range.removeFirst() }
      // A piece would say what the text does not.
      if let first = range.first, first.lowerBound < token.end {
        tokens[index] = RecordedToken(
          id: 0, piece: String(Redaction.mark), start: token.start, end: token.end)
      }
    }
  }

  private static func text(of document: Document, _ range: Range<Int>) -> String {
    let bytes = document.text.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
    return String(
      document.text[start..<bytes.index(start, offsetBy: range.count)])
  }

  private static func tokens(
    _ input: ModelInput, _ texts: [TokenizedText], _ ranges: [Range<Int>], _ points: CodePoints,
    _ tokenizer: Tokenizer
  ) -> [RecordedToken] {
    zip(input.whole.ids, input.whole.sources).map { id, source in
      let piece = tokenizer.piece(of: id)
      let (text, index) =
        switch source {
        case .special: (0, -1)
        case .first(let index): (0, index)
        case .second(let index): (1, index)
        }
      guard index >= 0 else { return RecordedToken(id: id, piece: piece, start: 0, end: 0) }
      let range = texts[text].tokens[index].range
      let offset = ranges[text].lowerBound
      return RecordedToken(
        id: id, piece: piece, start: points.offset(ofByte: offset + range.lowerBound),
        end: points.offset(ofByte: offset + range.upperBound))
    }
  }

  /// The words with their tokens in the input; those of a text that was cut may have none.
  private static func words(
    _ input: ModelInput, _ texts: [TokenizedText], _ ranges: [Range<Int>], _ points: CodePoints
  ) -> [RecordedWord] {
    texts.enumerated().flatMap { number, text in
      let offset = input.start(ofSecond: number == 1) ?? 0
      let kept = input.whole.sources.count {
        switch $0 {
        case .special: false
        case .first: number == 0
        case .second: number == 1
        }
      }
      return text.words.map { word in
        let tokens = word.tokens.clamped(to: 0..<kept)
        let start = ranges[number].lowerBound
        return RecordedWord(
          start: points.offset(ofByte: start + word.range.lowerBound),
          end: points.offset(ofByte: start + word.range.upperBound),
          firstToken: offset + tokens.lowerBound, endToken: offset + tokens.upperBound)
      }
    }
  }
}
