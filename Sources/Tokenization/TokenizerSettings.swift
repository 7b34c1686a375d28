import Foundation

/// What `tokenizer_config.json` says; a folder without one has the defaults of BERT.
struct TokenizerSettings: Sendable {
  private static let classes = [
    "BertTokenizer", "BertTokenizerFast", "DistilBertTokenizer", "DistilBertTokenizerFast",
    "ElectraTokenizer", "ElectraTokenizerFast", "MobileBertTokenizer", "MobileBertTokenizerFast",
    "ConvBertTokenizer", "ConvBertTokenizerFast", "PreTrainedTokenizerFast", "TokenizersBackend",
  ]

  /// The file's path.
  let path: String
  /// The class that wrote the vocabulary, if named.
  private(set) var tokenizerClass: String?
  private(set) var lowercases = true
  private(set) var stripsAccents: Bool?
  private(set) var handlesChinese = true
  private(set) var cls = "[CLS]"
  private(set) var sep = "[SEP]"
  private(set) var pad = "[PAD]"
  private(set) var mask = "[MASK]"
  private(set) var unknown = "[UNK]"

  /// Reads the settings of a folder.
  ///
  /// - Parameter folder: The checkpoint's folder.
  /// - Throws: What is wrong with the file.
  init(folder: URL) throws(TokenizationError) {
    let url = folder.appending(path: "tokenizer_config.json")
    path = url.path
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    let fields = try JSONFields(try TokenizerParts.json(of: url), file: url.path, key: "")
    tokenizerClass = try fields.optionalString("tokenizer_class")
    lowercases = try fields.bool("do_lower_case", default: true)
    stripsAccents = try fields.optionalBool("strip_accents")
    handlesChinese = try fields.bool("tokenize_chinese_chars", default: true)
    cls = try Self.token("cls_token", fields) ?? cls
    sep = try Self.token("sep_token", fields) ?? sep
    pad = try Self.token("pad_token", fields) ?? pad
    mask = try Self.token("mask_token", fields) ?? mask
    unknown = try Self.token("unk_token", fields) ?? unknown
  }

  /// Checks that a vocabulary alone says how to cut text.
  ///
  /// - Throws: The class, if it is none of those that work as BERT's does.
  func checkClass() throws(TokenizationError) {
    guard let tokenizerClass, !Self.classes.contains(tokenizerClass) else { return }
    throw .unsupported(
      file: path, key: "tokenizer_class", found: tokenizerClass.shortened,
      supported: ["a tokenizer.json", "the class BertTokenizer"])
  }

  /// Returns a token that is named, or described as an object with its content.
  private static func token(
    _ key: String, _ fields: JSONFields
  ) throws(TokenizationError) -> String? {
    if case .object = fields.value[key] { return try fields.fields(key).string("content") }
    return try fields.optionalString(key)
  }
}
