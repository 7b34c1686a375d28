import Foundation

/// A `tokenizer.json`: five tagged parts, of which each kind is either built in or named in an error.
///
/// Its `truncation` and `padding` are settings of a call and are not read; the decoder turns ids
/// back into text and is not needed.
struct TokenizerFile {
  let root: JSONFields
  private(set) var result: TokenizerParts

  /// Reads a file.
  ///
  /// - Parameter url: The file.
  /// - Throws: That it is unreadable or no JSON object.
  init(url: URL) throws(TokenizationError) {
    root = try JSONFields(try TokenizerParts.json(of: url), file: url.path, key: "")
    result = TokenizerParts(url: url)
  }

  /// Returns the parts of the tokenizer.
  ///
  /// - Returns: The checked parts.
  /// - Throws: What is wrong or not supported.
  consuming func parts() throws(TokenizationError) -> TokenizerParts {
    try readModel()
    try readAddedTokens()
    if let fields = try root.optionalFields("normalizer") {
      result.normalizer = try Self.normalizer(fields)
    }
    if let fields = try root.optionalFields("pre_tokenizer") {
      result.preTokenizer = try Self.preTokenizer(fields)
    }
    var growth = StageGrowth()
    if let normalizer = result.normalizer { growth.add(normalizer) }
    if let preTokenizer = result.preTokenizer { growth.add(preTokenizer) }
    guard growth.isBounded else {
      throw .wrongValue(
        file: root.file, key: "normalizer” and “pre_tokenizer",
        expected: """
          at most \(StageGrowth.stageLimit) parts that make a text at most \
          \(Int(StageGrowth.factorLimit)) times as long
          """)
    }
    if let fields = try root.optionalFields("post_processor") {
      try readPostProcessor(fields)
    }
    return result
  }

  private mutating func readModel() throws(TokenizationError) {
    let model = try root.fields("model")
    // Files of before 2020 do not tag the model.
    let type =
      try model.optionalString("type") ?? (model.value["merges"] == nil ? "WordPiece" : "BPE")
    let reader: ModelReader
    switch type {
    case "WordPiece": reader = try ModelReader(wordPiece: model)
    case "BPE": reader = try ModelReader(bytePairs: model)
    case "Unigram": reader = try ModelReader(unigram: model)
    default:
      throw Self.unsupported(model, type, ["one of the models WordPiece, BPE, Unigram"])
    }
    result.vocabulary = reader.vocabulary
    result.model = reader.model
    result.unknown = reader.unknown
  }

  private mutating func readAddedTokens() throws(TokenizationError) {
    for fields in try root.array("added_tokens") {
      let token = AddedToken(
        id: try fields.number("id"), content: try fields.string("content"),
        isSingleWord: try fields.bool("single_word", default: false),
        stripsLeft: try fields.bool("lstrip", default: false),
        stripsRight: try fields.bool("rstrip", default: false),
        isNormalized: try fields.bool("normalized", default: true),
        isSpecial: try fields.bool("special", default: false))
      // Longer ones would let a text cost its length times theirs.
      guard token.content.utf8.count <= 256 else {
        throw fields.wrong("content", "a text of at most 256 bytes")
      }
      let content = token.content.shortened
      if let id = result.vocabulary.id(of: token.content), id != token.id {
        throw .contradiction(
          file: fields.file, key: fields.key,
          detail: "“\(content)” has the ids \(id) and \(token.id)")
      }
      if let other = result.vocabulary.piece(of: token.id),
        !other.utf8.elementsEqual(token.content.utf8)
      {
        throw .contradiction(
          file: fields.file, key: fields.key,
          detail: "“\(other.shortened)” and “\(content)” have the same id \(token.id)")
      }
      if result.vocabulary.id(of: token.content) == nil {
        result.vocabulary.add(token.content, id: token.id)
      }
      if !token.content.isEmpty { result.addedTokens.append(token) }
    }
  }

  private mutating func readPostProcessor(_ fields: JSONFields) throws(TokenizationError) {
    let reader = PostProcessorReader(vocabulary: result.vocabulary)
    (result.template, result.trims) = try reader.read(fields)
  }

  static func unsupported(
    _ fields: JSONFields, _ type: String, _ supported: [String]
  ) -> TokenizationError {
    .unsupported(
      file: fields.file, key: fields.path("type"), found: type.shortened, supported: supported)
  }
}
