/// Reads the part `model` of a `tokenizer.json`.
struct ModelReader {
  /// The pieces that the model may use.
  private(set) var vocabulary = Vocabulary()
  /// The model; nil if its vocabulary is too large to hold.
  private(set) var model: TokenModel?
  /// The id for what is in no piece, if there is one.
  private(set) var unknown: Int?

  /// Reads a WordPiece model.
  ///
  /// - Parameter fields: The part.
  /// - Throws: What is wrong with it.
  init(wordPiece fields: JSONFields) throws(TokenizationError) {
    try readVocabulary(fields)
    let longestWord = try fields.number("max_input_chars_per_word", default: 100)
    // BERT's is 100; with no bound a word could cost the square of its length.
    guard longestWord <= 1000 else {
      throw fields.wrong("max_input_chars_per_word", "a whole number from 0 to 1000")
    }
    let unknown = try id(of: try fields.optionalString("unk_token") ?? "[UNK]", fields)
    self.unknown = unknown
    model = WordPiece(
      vocabulary: vocabulary, unknown: unknown,
      prefix: try fields.optionalString("continuing_subword_prefix") ?? "##",
      longestWord: longestWord
    ).map(TokenModel.wordPiece)
  }

  /// Reads a model of byte-pair encoding.
  ///
  /// - Parameter fields: The part.
  /// - Throws: What is wrong with it.
  init(bytePairs fields: JSONFields) throws(TokenizationError) {
    try readVocabulary(fields)
    var options = BytePairs.Options()
    options.prefix = try fields.optionalString("continuing_subword_prefix") ?? ""
    options.suffix = try fields.optionalString("end_of_word_suffix") ?? ""
    options.fusesUnknown = try fields.bool("fuse_unk", default: false)
    options.fallsBackToBytes = try fields.bool("byte_fallback", default: false)
    options.ignoresMerges = try fields.bool("ignore_merges", default: false)
    let dropout = fields.value["dropout"] ?? .null
    switch dropout {
    case .null, .integer(0), .number(0): break
    default:
      throw .unsupported(
        file: fields.file, key: fields.path("dropout"), found: "a chance",
        supported: ["no dropout, which is for training"])
    }
    if options.fallsBackToBytes, !(options.prefix.isEmpty && options.suffix.isEmpty) {
      throw .unsupported(
        file: fields.file, key: fields.path("byte_fallback"), found: "true",
        supported: ["no marks at the ends of its pieces"])
    }
    if let token = try fields.optionalString("unk_token"), !token.isEmpty {
      options.unknown = try id(of: token, fields)
    }
    unknown = options.unknown
    let merges = try MergeReader(vocabulary, prefix: options.prefix).read(fields)
    model = .bytePairs(BytePairs(vocabulary: vocabulary, merges: merges, options: options))
  }

  /// Reads a Unigram model, whose pieces stand in a list with their scores.
  ///
  /// - Parameter fields: The part.
  /// - Throws: What is wrong with it.
  init(unigram fields: JSONFields) throws(TokenizationError) {
    guard case .array(let items) = fields.value["vocab"] else {
      throw fields.wrong("vocab", "a list of pieces with their scores")
    }
    var pieces: [(piece: [UInt8], score: Double)] = []
    pieces.reserveCapacity(items.count)
    vocabulary.reserveCapacity(items.count)
    for (index, item) in items.enumerated() {
      guard case .array(let pair) = item, pair.count == 2, case .string(let piece) = pair[0],
        let score = pair[1].double
      else {
        throw .wrongValue(
          file: fields.file, key: fields.path("vocab[\(index)]"), expected: "a piece and its score")
      }
      vocabulary.add(piece, id: index)
      pieces.append((Array(piece.utf8), score))
    }
    let id = fields.value["unk_id"] ?? .null
    unknown = id.isNull ? nil : try fields.number("unk_id")
    let fallsBack = try fields.bool("byte_fallback", default: false)
    do {
      model = .unigram(
        try Unigram(pieces: pieces, unknown: unknown, byteFallback: fallsBack))
    } catch {
      throw .contradiction(file: fields.file, key: fields.path("vocab"), detail: error.description)
    }
  }

  private func id(of token: String, _ fields: JSONFields) throws(TokenizationError) -> Int {
    guard let id = vocabulary.id(of: token) else {
      throw .missingToken(
        file: fields.file, key: fields.path("unk_token"), token: token.shortened)
    }
    return id
  }

  private mutating func readVocabulary(_ fields: JSONFields) throws(TokenizationError) {
    vocabulary = try Self.vocabulary(try fields.fields("vocab"))
  }

  /// Reads pieces and their ids.
  ///
  /// - Parameter fields: An object with an id for every piece.
  /// - Returns: The vocabulary.
  /// - Throws: An id that is none, or stands twice.
  static func vocabulary(_ fields: JSONFields) throws(TokenizationError) -> Vocabulary {
    var vocabulary = Vocabulary()
    guard case .object(let members) = fields.value else { return vocabulary }
    vocabulary.reserveCapacity(members.count)
    let prefix = fields.key.isEmpty ? "" : fields.key
    for (piece, value) in members {
      if case .integer(let id) = value, (0..<TokenizerParts.idLimit).contains(id) {
        vocabulary.add(piece, id: id)
      } else {
        vocabulary.add(
          piece,
          id: try JSONFields.number(
            value, file: fields.file, key: "\(prefix)[“\(piece.shortened)”]"))
      }
    }
    if let (one, other, id) = vocabulary.firstClash() {
      throw .contradiction(
        file: fields.file, key: prefix.isEmpty ? "the file" : prefix,
        detail: "“\(one.shortened)” and “\(other.shortened)” have the same id \(id)")
    }
    return vocabulary
  }
}

/// Reads what merges to what.
struct MergeReader {
  private let vocabulary: Vocabulary
  private let prefix: [UInt8]

  /// Makes a reader for a vocabulary and what marks its pieces inside of a word.
  init(_ vocabulary: Vocabulary, prefix: String) {
    self.vocabulary = vocabulary
    self.prefix = Array(prefix.utf8)
  }

  /// Reads the member `merges`, of texts “a b” or of pairs of texts.
  ///
  /// - Parameter fields: The model.
  /// - Returns: The merges by ids.
  /// - Throws: A merge that is none, or of pieces that the vocabulary does not hold.
  func read(
    _ fields: JSONFields
  ) throws(TokenizationError) -> [(left: Int, right: Int, merged: Int)] {
    guard let member = fields.value["merges"], !member.isNull else { return [] }
    guard case .array(let items) = member else { throw fields.wrong("merges", "a list") }
    var merges: [(left: Int, right: Int, merged: Int)] = []
    merges.reserveCapacity(items.count)
    for (index, item) in items.enumerated() {
      let place = { fields.path("merges[\(index)]") }
      switch item {
      case .string(let line): merges.append(try merge(of: line, fields.file, place))
      case .array(let pair):
        guard pair.count == 2, case .string(let left) = pair[0], case .string(let right) = pair[1]
        else { throw .wrongValue(file: fields.file, key: place(), expected: "two pieces") }
        merges.append(try merge(Array(left.utf8)[...], Array(right.utf8)[...], fields.file, place))
      default:
        throw .wrongValue(file: fields.file, key: place(), expected: "two pieces")
      }
    }
    return merges
  }

  /// Reads one merge written as “a b”.
  func merge(
    of line: String, _ file: String, _ place: () -> String
  ) throws(TokenizationError) -> (left: Int, right: Int, merged: Int) {
    let halves = Array(line.utf8).split(separator: 0x20, omittingEmptySubsequences: false)
    guard halves.count == 2 else {
      throw .wrongValue(file: file, key: place(), expected: "two pieces with a space between")
    }
    return try merge(halves[0], halves[1], file, place)
  }

  private func merge(
    _ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>, _ file: String, _ place: () -> String
  ) throws(TokenizationError) -> (left: Int, right: Int, merged: Int) {
    guard right.starts(with: prefix) else {
      throw .wrongValue(
        file: file, key: place(), expected: "two pieces, the second marked as inside of a word")
    }
    func id(_ bytes: [UInt8]) throws(TokenizationError) -> Int {
      guard let id = vocabulary.id(ofBytes: bytes) else {
        throw .missingToken(
          file: file, key: place(), token: String(decoding: bytes, as: UTF8.self).shortened)
      }
      return id
    }
    return (
      try id(Array(left)), try id(Array(right)),
      try id(Array(left) + right.dropFirst(prefix.count))
    )
  }
}
