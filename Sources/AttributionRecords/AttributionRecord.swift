/// Everything that a run found out about one document: the text, the prediction, and why.
///
/// Records are data first: every page is rendered from them, without the model.
/// On disk a record is one JSON file (``RecordFile``), described by `assets/record.schema.json`.
/// All positions are half-open ranges counted in Unicode code points of ``text``. What there is many
/// of (tokens, words, neighbours) is kept as columns on disk: one list a property.
public struct AttributionRecord: Codable, Sendable, Equatable {
  /// The version of the format that this tool writes and reads.
  public static let currentFormatVersion = 2

  /// The version of the format: ``currentFormatVersion``.
  public var formatVersion: Int
  /// The document's name in the run, unique: its path below the folder without the ending.
  public var id: String
  /// What a reader calls the document.
  public var title: String
  /// The whole text as it was read.
  public var text: String
  /// The texts that ``text`` is made of, in text order; empty for a document of one text.
  public var fields: [RecordedField]
  /// The labels, or the number as text, that the data gives; empty if unknown.
  public var gold: [String]
  /// SHA-256 of the document's bytes, in hexadecimal; of ``text``, if the run hides parts of texts.
  public var sha256: String
  /// The document's path below its folder, as written in diagnostics.
  public var source: String
  /// The encoding of the document's file; nil for UTF-8.
  public var encoding: String?
  /// Where the text stands in the document's file; nil if it is the file's own text, or a row's.
  public var origins: TextOrigins?
  /// What the model made of the text.
  public var prediction: Prediction
  /// The tokens the model saw, in order, special tokens included.
  @AsColumns public var tokens: [RecordedToken]
  /// The words that scores are shown for, in text order; special tokens belong to none.
  @AsColumns public var words: [RecordedWord]
  /// How much of the text the model saw.
  public var coverage: Coverage
  /// One explanation for each explained label or entity: one for a single label or a regression.
  public var explanations: [Explanation]
  /// Labels or entities that are not explained because the run set a limit.
  public var omittedExplanations: Int
  /// With what the record was made.
  public var provenance: Provenance

  /// Makes a record from its parts.
  public init(
    id: String, title: String, text: String, sha256: String, source: String,
    prediction: Prediction, tokens: [RecordedToken], words: [RecordedWord], coverage: Coverage,
    explanations: [Explanation], provenance: Provenance, fields: [RecordedField] = [],
    gold: [String] = [], omittedExplanations: Int = 0, encoding: String? = nil,
    origins: TextOrigins? = nil
  ) {
    self.formatVersion = Self.currentFormatVersion
    self.id = id
    self.title = title
    self.text = text
    self.fields = fields
    self.gold = gold
    self.sha256 = sha256
    self.source = source
    self.encoding = encoding
    self.origins = origins
    self.prediction = prediction
    self.tokens = tokens
    self.words = words
    self.coverage = coverage
    self.explanations = explanations
    self.omittedExplanations = omittedExplanations
    self.provenance = provenance
  }
}

/// A token of the model's input.
public struct RecordedToken: Sendable, Equatable {
  /// The row of the embedding table.
  public var id: Int
  /// The piece as the vocabulary writes it.
  public var piece: String
  /// First code point of the text that the piece stands for.
  public var start: Int
  /// The code point after the last; equal to `start` for special tokens.
  public var end: Int

  /// Makes a token from its parts.
  public init(id: Int, piece: String, start: Int, end: Int) {
    self.id = id
    self.piece = piece
    self.start = start
    self.end = end
  }
}

/// A word of the original text and the tokens that stand for it.
public struct RecordedWord: Sendable, Equatable {
  /// First code point of the word.
  public var start: Int
  /// The code point after the last.
  public var end: Int
  /// Index of the word's first token in ``AttributionRecord/tokens``.
  public var firstToken: Int
  /// The index after its last token; words that the model did not see have none.
  public var endToken: Int

  /// Makes a word from its parts.
  public init(start: Int, end: Int, firstToken: Int, endToken: Int) {
    self.start = start
    self.end = end
    self.firstToken = firstToken
    self.endToken = endToken
  }
}
