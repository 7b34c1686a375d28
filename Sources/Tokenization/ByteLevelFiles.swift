import Foundation

/// A `vocab.json` with its `merges.txt`, which with `tokenizer_config.json` is RoBERTa's tokenizer.
struct ByteLevelFiles {
  private let url: URL
  private let vocabulary: Vocabulary
  private let merges: [(left: Int, right: Int, merged: Int)]

  /// Reads the files.
  ///
  /// - Parameters:
  ///   - vocabulary: The pieces and their ids.
  ///   - merges: A merge a line, the best first.
  /// - Throws: That one is unreadable, or merges pieces that are none.
  init(vocabulary: URL, merges: URL) throws(TokenizationError) {
    url = vocabulary
    let json = try TokenizerParts.json(of: vocabulary)
    self.vocabulary = try ModelReader.vocabulary(
      try JSONFields(json, file: vocabulary.path, key: ""))
    guard let text = String(validating: try TokenizerParts.bytes(of: merges), as: UTF8.self) else {
      throw .unreadable(file: merges.path, detail: "it is not UTF-8")
    }
    let reader = MergeReader(self.vocabulary, prefix: "")
    var found: [(left: Int, right: Int, merged: Int)] = []
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: true)
    for (index, line) in lines.enumerated() {
      let end = line.last == 0x0D ? line.dropLast() : line
      guard !end.isEmpty, !end.starts(with: "#version".utf8) else { continue }
      found.append(
        try reader.merge(of: String(decoding: end, as: UTF8.self), merges.path) {
          "line \(index + 1)"
        })
    }
    self.merges = found
  }

  /// Returns the parts of the tokenizer.
  ///
  /// - Parameter settings: What `tokenizer_config.json` says.
  /// - Returns: The checked parts.
  /// - Throws: A special token that the vocabulary does not hold, or another class of tokenizer.
  func parts(_ settings: TokenizerSettings) throws(TokenizationError) -> TokenizerParts {
    try settings.checkByteLevelClass()
    var parts = TokenizerParts(url: url)
    parts.vocabulary = vocabulary
    parts.model = .bytePairs(
      BytePairs(vocabulary: vocabulary, merges: merges, options: BytePairs.Options()))
    parts.preTokenizer = .byteLevel(addsSpace: settings.addsSpace, usesPattern: true)
    let roles = [
      ("bos_token", "<s>"), ("eos_token", "</s>"), ("unk_token", "<unk>"), ("sep_token", "</s>"),
      ("pad_token", "<pad>"), ("cls_token", "<s>"), ("mask_token", "<mask>"),
    ]
    var ids: [String: Int] = [:]
    for (key, content) in roles {
      var token = settings.token(key, default: content)
      guard let id = vocabulary.id(of: token.content), !token.content.isEmpty else {
        if key == "cls_token" || key == "sep_token" {
          throw .missingToken(file: url.path, key: key, token: token.content.shortened)
        }
        continue
      }
      token.id = id
      ids[key] = id
      if !parts.addedTokens.contains(where: { $0.id == id }) { parts.addedTokens.append(token) }
    }
    parts.unknown = ids["unk_token"]
    if let cls = ids["cls_token"], let sep = ids["sep_token"] {
      parts.template = .roberta(cls: cls, sep: sep)
    }
    if settings.trimsOffsets { parts.trims = [OffsetTrim(addsSpace: settings.addsSpace)] }
    return parts
  }
}
