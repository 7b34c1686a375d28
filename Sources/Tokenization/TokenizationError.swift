/// What can be wrong with the tokenizer of a checkpoint.
public enum TokenizationError: Error, Equatable, CustomStringConvertible {
  /// The folder has none of the files that make a tokenizer.
  case noTokenizer(folder: String)
  /// The folder has only the model of another library.
  case sentencePiece(folder: String, name: String)
  /// A file cannot be read.
  case unreadable(file: String, detail: String)
  /// A file is larger than any tokenizer.
  case tooLarge(file: String, limit: Int)
  /// A file is not JSON.
  case notJSON(file: String, byte: Int, detail: String)
  /// A value has another type or range than it must.
  case wrongValue(file: String, key: String, expected: String)
  /// A part of the tokenizer is of a kind that is not built in.
  case unsupported(file: String, key: String, found: String, supported: [String])
  /// A token is named that the vocabulary does not hold.
  case missingToken(file: String, key: String, token: String)
  /// Two entries of the file cannot both be right.
  case contradiction(file: String, key: String, detail: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .noTokenizer(let folder):
      """
      \(folder) has no tokenizer: put the checkpoint’s tokenizer.json, or its vocab.txt and \
      tokenizer_config.json, or its vocab.json and merges.txt, into it.
      """
    case .sentencePiece(let folder, let name):
      """
      \(folder) has its tokenizer only as \(name), which is not read here: make a tokenizer.json \
      with Python, transformers.AutoTokenizer.from_pretrained("FOLDER").save_pretrained("FOLDER").
      """
    case .unreadable(let file, let detail):
      "\(file) cannot be read (\(detail)): check the path and its permissions."
    case .tooLarge(let file, let limit):
      "\(file) is larger than a tokenizer may be (\(limit) bytes): check that it is the right file."
    case .notJSON(let file, let byte, let detail):
      "\(file) is not JSON at byte \(byte) (\(detail)): copy it again from the checkpoint."
    case .wrongValue(let file, let key, let expected):
      "\(file): “\(key)” must be \(expected); copy the file again from the checkpoint."
    case .unsupported(let file, let key, let found, let supported):
      """
      \(file): “\(key)” is “\(found)”, which is not supported; use a model whose tokenizer has \
      \(supported.joined(separator: ", ")).
      """
    case .missingToken(let file, let key, let token):
      """
      \(file): “\(key)” names the token “\(token)”, which the vocabulary does not hold; copy the \
      tokenizer again from the checkpoint.
      """
    case .contradiction(let file, let key, let detail):
      "\(file): “\(key)” contradicts itself: \(detail); copy the tokenizer again from the checkpoint."
    }
  }
}
