/// Reads the part `post_processor` of a `tokenizer.json`.
struct PostProcessorReader {
  private let vocabulary: Vocabulary
  private var template: Template?
  private var trims: [OffsetTrim] = []

  /// Makes a reader that checks tokens against a vocabulary.
  init(vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// Reads the part.
  ///
  /// - Parameter fields: The part.
  /// - Returns: The template, and what shortens the ranges of tokens.
  /// - Throws: What is wrong or not supported.
  consuming func read(
    _ fields: JSONFields
  ) throws(TokenizationError) -> (template: Template, trims: [OffsetTrim]) {
    try add(fields)
    return (template ?? Template(), trims)
  }

  private mutating func add(_ fields: JSONFields) throws(TokenizationError) {
    let type = try fields.string("type")
    switch type {
    case "Sequence":
      for part in try fields.array("processors") { try add(part) }
    case "ByteLevel": try addTrim(fields)
    case "BertProcessing":
      try set(.bert(cls: try pair(fields, "cls"), sep: try pair(fields, "sep")), fields)
    case "RobertaProcessing":
      try addTrim(fields)
      try set(.roberta(cls: try pair(fields, "cls"), sep: try pair(fields, "sep")), fields)
    case "TemplateProcessing": try set(try templates(fields), fields)
    default:
      throw TokenizerFile.unsupported(
        fields, type,
        [
          "one of the post-processors TemplateProcessing, BertProcessing, RobertaProcessing",
          "ByteLevel, Sequence",
        ])
    }
  }

  private mutating func set(
    _ template: Template, _ fields: JSONFields
  ) throws(TokenizationError) {
    guard self.template == nil else {
      throw .unsupported(
        file: fields.file, key: fields.path("type"), found: "a second template",
        supported: ["one template"])
    }
    self.template = template
  }

  private mutating func addTrim(_ fields: JSONFields) throws(TokenizationError) {
    guard try fields.bool("trim_offsets", default: true) else { return }
    // Behind a template the first token of the text is not the first of all.
    trims.append(
      OffsetTrim(
        addsSpace: try fields.bool("add_prefix_space", default: true),
        isBehindTemplate: template != nil))
    guard trims.count <= 8 else {
      throw .unsupported(
        file: fields.file, key: fields.path("type"), found: "ByteLevel",
        supported: ["at most 8 of these post-processors"])
    }
  }

  /// Returns the id of a token written as `["[SEP]", 102]`.
  private func pair(_ fields: JSONFields, _ name: String) throws(TokenizationError) -> Int {
    guard case .array(let items) = fields.value[name], items.count == 2,
      case .string(let token) = items[0]
    else { throw fields.wrong(name, "a token and its id") }
    let id = try JSONFields.number(items[1], file: fields.file, key: fields.path(name))
    try check(id: id, of: token, fields.path(name), file: fields.file)
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
        guard vocabulary.piece(of: id) != nil else {
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

  private func check(
    id: Int, of token: String, _ key: String, file: String
  ) throws(TokenizationError) {
    guard let known = vocabulary.id(of: token), known == id else {
      throw .missingToken(
        file: file, key: key, token: "\(token.shortened)” with the id “\(id)")
    }
  }
}
