import Foundation

/// A `vocab.txt`, one piece a line, which with `tokenizer_config.json` is a BERT tokenizer.
struct VocabularyFile {
  private let url: URL
  private let lines: [String]

  /// Reads a file.
  ///
  /// - Parameter url: The file.
  /// - Throws: That it is unreadable, or no UTF-8.
  init(url: URL) throws(TokenizationError) {
    self.url = url
    let bytes = try TokenizerParts.bytes(of: url)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .unreadable(file: url.path, detail: "it is not UTF-8")
    }
    // Split as Python reads lines: at LF, CR LF and CR, and no line after the last end.
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in text.unicodeScalars {
      if scalar == "\n" && afterReturn {
        afterReturn = false
        continue
      }
      afterReturn = scalar == "\r"
      if scalar == "\n" || scalar == "\r" {
        lines.append(String(line))
        line = String.UnicodeScalarView()
      } else {
        line.append(scalar)
      }
    }
    if !line.isEmpty { lines.append(String(line)) }
    self.lines = lines
  }

  /// Returns the parts of the tokenizer.
  ///
  /// - Parameter settings: What `tokenizer_config.json` says.
  /// - Returns: The checked parts.
  /// - Throws: A special token that the vocabulary does not hold, or another class of tokenizer.
  func parts(_ settings: TokenizerSettings) throws(TokenizationError) -> TokenizerParts {
    try settings.checkClass()
    var parts = TokenizerParts(url: url)
    for (id, piece) in lines.enumerated() { parts.vocabulary.add(piece, id: id) }
    func id(_ token: String, _ key: String) throws(TokenizationError) -> Int {
      guard let id = parts.vocabulary.id(of: token) else {
        throw .missingToken(file: url.path, key: key, token: token.shortened)
      }
      return id
    }
    let unknown = try id(settings.unknown, "unk_token")
    parts.unknown = unknown
    parts.model = WordPiece(
      vocabulary: parts.vocabulary, unknown: unknown, prefix: "##", longestWord: 100
    ).map(TokenModel.wordPiece)
    parts.preTokenizer = .bert
    parts.template = .bert(
      cls: try id(settings.cls, "cls_token"), sep: try id(settings.sep, "sep_token"))
    parts.normalizer = .bert(
      BertNormalizer(
        handlesChinese: settings.handlesChinese,
        stripsAccents: settings.stripsAccents ?? settings.lowercases,
        lowercases: settings.lowercases))
    for token in [settings.unknown, settings.sep, settings.pad, settings.cls, settings.mask] {
      guard let id = parts.vocabulary.id(of: token), !token.isEmpty else { continue }
      parts.addedTokens.append(AddedToken(id: id, content: token, isSpecial: true))
    }
    return parts
  }
}
