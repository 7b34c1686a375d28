import Foundation

/// What `tokenizer_config.json` says; a folder without one has the defaults of BERT.
struct TokenizerSettings: Sendable {
  private static let classes = [
    "BertTokenizer", "BertTokenizerFast", "DistilBertTokenizer", "DistilBertTokenizerFast",
    "ElectraTokenizer", "ElectraTokenizerFast", "MobileBertTokenizer", "MobileBertTokenizerFast",
    "ConvBertTokenizer", "ConvBertTokenizerFast", "PreTrainedTokenizerFast", "TokenizersBackend",
  ]

  private static let byteLevelClasses = [
    "RobertaTokenizer", "RobertaTokenizerFast", "PreTrainedTokenizerFast", "TokenizersBackend",
  ]

  /// The file's path.
  let path: String
  /// The class that wrote the vocabulary, if named.
  private(set) var tokenizerClass: String?
  private(set) var lowercases = true
  private(set) var stripsAccents: Bool?
  private(set) var handlesChinese = true
  /// Whether a space is put before a text of byte-level pairs.
  private(set) var addsSpace = false
  /// Whether spaces are taken off the ranges of byte-level tokens.
  private(set) var trimsOffsets = true
  /// The tokens that the files name, by their keys as `cls_token`.
  private var tokens: [String: AddedToken] = [:]

  var cls: String { token("cls_token", default: "[CLS]").content }
  var sep: String { token("sep_token", default: "[SEP]").content }
  var pad: String { token("pad_token", default: "[PAD]").content }
  var mask: String { token("mask_token", default: "[MASK]").content }
  var unknown: String { token("unk_token", default: "[UNK]").content }

  /// Reads the settings of a folder.
  ///
  /// - Parameter folder: The checkpoint's folder.
  /// - Throws: What is wrong with the file.
  init(folder: URL) throws(TokenizationError) {
    let url = folder.appending(path: "tokenizer_config.json")
    path = url.path
    let map = folder.appending(path: "special_tokens_map.json")
    if FileManager.default.fileExists(atPath: map.path) {
      try readTokens(JSONFields(try TokenizerParts.json(of: map), file: map.path, key: ""))
    }
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    let fields = try JSONFields(try TokenizerParts.json(of: url), file: url.path, key: "")
    tokenizerClass = try fields.optionalString("tokenizer_class")
    lowercases = try fields.bool("do_lower_case", default: true)
    stripsAccents = try fields.optionalBool("strip_accents")
    handlesChinese = try fields.bool("tokenize_chinese_chars", default: true)
    addsSpace = try fields.bool("add_prefix_space", default: false)
    trimsOffsets = try fields.bool("trim_offsets", default: true)
    try readTokens(fields)
  }

  /// Returns the token of a role, or what it is if no file names it.
  ///
  /// - Parameters:
  ///   - key: The role, as `cls_token`.
  ///   - default: The token's text.
  /// - Returns: The token, without its id.
  func token(_ key: String, default: String) -> AddedToken {
    named(key) ?? AddedToken(id: 0, content: `default`, isSpecial: true)
  }

  /// Checks that a vocabulary alone says how to cut text.
  ///
  /// - Throws: The class, if it is none of those that work as BERT's does.
  func checkClass() throws(TokenizationError) {
    try check(Self.classes, "BertTokenizer")
  }

  /// Checks that a vocabulary and merges alone say how to cut text.
  ///
  /// - Throws: The class, if it is none of those that work as RoBERTa's does.
  func checkByteLevelClass() throws(TokenizationError) {
    try check(Self.byteLevelClasses, "RobertaTokenizer")
  }

  private func check(_ classes: [String], _ example: String) throws(TokenizationError) {
    guard let tokenizerClass, !classes.contains(tokenizerClass) else { return }
    throw .unsupported(
      file: path, key: "tokenizer_class", found: tokenizerClass.shortened,
      supported: ["a tokenizer.json", "the class \(example)"])
  }

  /// Returns the token of a role if a file names it.
  func named(_ key: String) -> AddedToken? { tokens[key] }

  /// Reads tokens that are named, or described as objects with their contents.
  private mutating func readTokens(_ fields: JSONFields) throws(TokenizationError) {
    for key in [
      "cls_token", "sep_token", "pad_token", "mask_token", "unk_token", "bos_token", "eos_token",
    ] {
      guard case .object = fields.value[key] else {
        if let text = try fields.optionalString(key) {
          tokens[key] = AddedToken(id: 0, content: text, isSpecial: true)
        }
        continue
      }
      let token = try fields.fields(key)
      tokens[key] = AddedToken(
        id: 0, content: try token.string("content"),
        isSingleWord: try token.bool("single_word", default: false),
        stripsLeft: try token.bool("lstrip", default: false),
        stripsRight: try token.bool("rstrip", default: false),
        isNormalized: try token.bool("normalized", default: false), isSpecial: true)
    }
  }
}
