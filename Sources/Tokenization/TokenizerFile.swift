import Foundation

/// A `tokenizer.json`: five tagged parts, of which each kind is either built in or named in an error.
///
/// Its `truncation` and `padding` are settings of a call and are not read; the decoder turns ids
/// back into text and is not needed.
struct TokenizerFile {
  private let root: JSONFields
  private var result: TokenizerParts

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
    try readPreTokenizer()
    if let fields = try root.optionalFields("post_processor") {
      result.template = try template(fields)
    }
    return result
  }

  private mutating func readModel() throws(TokenizationError) {
    let model = try root.fields("model")
    // Files of before 2020 do not tag the model.
    let type = try model.optionalString("type") ?? "WordPiece"
    guard type == "WordPiece" else {
      throw Self.unsupported(model, type, ["the model WordPiece"])
    }
    let vocab = try model.fields("vocab")
    guard case .object(let members) = vocab.value else { return }
    for (piece, value) in members {
      let key = "model.vocab[“\(piece.shortened)”]"
      result.modelVocabulary.add(
        piece, id: try JSONFields.number(value, file: vocab.file, key: key))
    }
    var owners: [Int: String] = [:]
    for (piece, id) in result.modelVocabulary.entries {
      if let other = owners.updateValue(piece, forKey: id) {
        throw .contradiction(
          file: vocab.file, key: "model.vocab",
          detail: "“\(other.shortened)” and “\(piece.shortened)” have the same id \(id)")
      }
    }
    result.prefix = try model.optionalString("continuing_subword_prefix") ?? "##"
    result.longestWord = try model.number("max_input_chars_per_word", default: 100)
    // BERT's is 100; with no bound a word could cost the square of its length.
    guard result.longestWord <= 1000 else {
      throw model.wrong("max_input_chars_per_word", "a whole number from 0 to 1000")
    }
    let unknown = try model.optionalString("unk_token") ?? "[UNK]"
    guard let id = result.modelVocabulary.id(of: unknown) else {
      throw .missingToken(file: vocab.file, key: "model.unk_token", token: unknown.shortened)
    }
    result.unknown = id
    result.vocabulary = result.modelVocabulary
  }

  private mutating func readAddedTokens() throws(TokenizationError) {
    for fields in try root.array("added_tokens") {
      let token = AddedToken(
        id: try fields.number("id"), content: try fields.string("content"),
        isSingleWord: try fields.bool("single_word", default: false),
        stripsLeft: try fields.bool("lstrip", default: false),
        stripsRight: try fields.bool("rstrip", default: false),
        isNormalized: try fields.bool("normalized", default: true))
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

  // The reader bounds how deeply sequences may be nested.
  private static func normalizer(_ fields: JSONFields) throws(TokenizationError) -> Normalizer {
    let type = try fields.string("type")
    switch type {
    case "BertNormalizer":
      let lowercases = try fields.bool("lowercase", default: true)
      return .bert(
        BertNormalizer(
          cleansText: try fields.bool("clean_text", default: true),
          handlesChinese: try fields.bool("handle_chinese_chars", default: true),
          stripsAccents: try fields.optionalBool("strip_accents") ?? lowercases,
          lowercases: lowercases))
    case "Sequence":
      var parts: [Normalizer] = []
      for part in try fields.array("normalizers") {
        parts.append(try normalizer(part))
      }
      return .sequence(parts)
    case "Lowercase": return .lowercase
    case "StripAccents": return .stripAccents
    default:
      guard let form = NormalizationForm(rawValue: type) else {
        throw unsupported(
          fields, type,
          [
            "one of the normalizers BertNormalizer, Sequence, Lowercase, StripAccents, NFC, NFD, NFKC",
            "NFKD",
          ])
      }
      return .form(form)
    }
  }

  private func readPreTokenizer() throws(TokenizationError) {
    let supported = ["the pre-tokenizer BertPreTokenizer"]
    guard let fields = try root.optionalFields("pre_tokenizer") else {
      throw .unsupported(
        file: root.file, key: "pre_tokenizer", found: "null", supported: supported)
    }
    let type = try fields.string("type")
    guard type == "BertPreTokenizer" else { throw Self.unsupported(fields, type, supported) }
  }

  private func template(_ fields: JSONFields) throws(TokenizationError) -> Template {
    let type = try fields.string("type")
    switch type {
    case "BertProcessing":
      return .bert(cls: try pair(fields, "cls"), sep: try pair(fields, "sep"))
    case "TemplateProcessing": return try templates(fields)
    default:
      throw Self.unsupported(
        fields, type, ["one of the post-processors TemplateProcessing, BertProcessing"])
    }
  }

  /// Returns the id of a token written as `["[SEP]", 102]`.
  private func pair(_ fields: JSONFields, _ name: String) throws(TokenizationError) -> Int {
    guard case .array(let items) = fields.value[name], items.count == 2,
      case .string(let token) = items[0]
    else { throw fields.wrong(name, "a token and its id") }
    let id = try JSONFields.number(items[1], file: fields.file, key: fields.path(name))
    try check(id: id, of: token, fields.path(name))
    return id
  }

  private func templates(_ fields: JSONFields) throws(TokenizationError) -> Template {
    var template = Template()
    template.single = try items(fields, "single")
    guard template.single.count(where: { !$0.isSpecial }) == 1,
      template.single.contains(where: { if case .first = $0 { true } else { false } })
    else { throw fields.wrong("single", "a template with the text “A” once") }
    guard let pair = fields.value["pair"], !pair.isNull else { return template }
    template.pair = try items(fields, "pair")
    guard template.pair.count(where: { !$0.isSpecial }) == 2,
      template.pair.contains(where: { if case .first = $0 { true } else { false } }),
      template.pair.contains(where: { if case .second = $0 { true } else { false } })
    else { throw fields.wrong("pair", "a template with the texts “A” and “B” once each") }
    return template
  }

  private func items(
    _ fields: JSONFields, _ name: String
  ) throws(TokenizationError) -> [Template.Item] {
    let known = try fields.optionalFields("special_tokens")
    var items: [Template.Item] = []
    for item in try fields.array(name) {
      if let sequence = try item.optionalFields("Sequence") {
        let typeID = try sequence.number("type_id")
        switch try sequence.string("id") {
        case "A": items.append(.first(typeID: typeID))
        case "B": items.append(.second(typeID: typeID))
        default: throw sequence.wrong("id", "“A” or “B”")
        }
        continue
      }
      let special = try item.fields("SpecialToken")
      let token = try special.string("id")
      guard let entry = try known?.optionalFields(token) else {
        throw .missingToken(file: fields.file, key: special.path("id"), token: token.shortened)
      }
      guard case .array(let ids) = entry.value["ids"], !ids.isEmpty, ids.count <= 64 else {
        throw entry.wrong("ids", "a list of one to 64 ids")
      }
      for value in ids {
        let id = try JSONFields.number(value, file: fields.file, key: entry.path("ids"))
        guard result.vocabulary.piece(of: id) != nil else {
          throw .missingToken(file: fields.file, key: entry.path("ids"), token: token.shortened)
        }
        items.append(.special(id: id, typeID: try special.number("type_id")))
      }
      guard items.count <= 66 else {
        throw fields.wrong(name, "a template of at most 64 tokens")
      }
    }
    return items
  }

  private func check(id: Int, of token: String, _ key: String) throws(TokenizationError) {
    guard let known = result.vocabulary.id(of: token), known == id else {
      throw .missingToken(
        file: root.file, key: key, token: "\(token.shortened)” with the id “\(id)")
    }
  }

  private static func unsupported(
    _ fields: JSONFields, _ type: String, _ supported: [String]
  ) -> TokenizationError {
    .unsupported(
      file: fields.file, key: fields.path("type"), found: type.shortened, supported: supported)
  }
}
