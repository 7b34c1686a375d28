import Foundation

/// Everything that a checkpoint's files say about its tokenizer, checked.
struct TokenizerParts: Sendable {
  /// What no file of a tokenizer reaches: those of 250,000 pieces take 17 MB.
  static let sizeLimit = 64 << 20
  /// Ids and the length of words are 32-bit numbers in `tokenizers`.
  static let idLimit = Int(Int32.max)

  var fileName: String
  var path: String
  /// All tokens, for ids to pieces.
  var vocabulary = Vocabulary()
  var addedTokens: [AddedToken] = []
  var normalizer: Normalizer?
  var preTokenizer: PreTokenizer?
  /// The model; nil if its vocabulary is too large to hold.
  var model: TokenModel?
  var unknown: Int?
  var trims: [OffsetTrim] = []
  var template = Template()
  var specialIDs = SpecialTokenIDs()

  /// Reads `tokenizer.json`, or `vocab.txt` where there is none.
  ///
  /// - Parameter folder: The checkpoint's folder.
  /// - Throws: What is wrong with the files.
  init(folder: URL) throws(TokenizationError) {
    let settings = try TokenizerSettings(folder: folder)
    func file(_ name: String) -> URL? {
      let url = folder.appending(path: name)
      return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }
    if let url = file("tokenizer.json") {
      self = try TokenizerFile(url: url).parts()
    } else if let url = file("vocab.txt") {
      self = try VocabularyFile(url: url).parts(settings)
    } else if let url = file("vocab.json"), let merges = file("merges.txt") {
      self = try ByteLevelFiles(vocabulary: url, merges: merges).parts(settings)
    } else if let name = ["sentencepiece.bpe.model", "spiece.model", "spm.model"].first(where: {
      file($0) != nil
    }) {
      throw .sentencePiece(folder: folder.path, name: name)
    } else {
      throw .noTokenizer(folder: folder.path)
    }
    func id(_ key: String, _ names: String...) -> Int? {
      if let token = settings.named(key) { return vocabulary.id(of: token.content) }
      return names.lazy.compactMap { [vocabulary] in vocabulary.id(of: $0) }.first
    }
    specialIDs = SpecialTokenIDs(
      cls: id("cls_token", "[CLS]", "<s>"), sep: id("sep_token", "[SEP]", "</s>"),
      pad: id("pad_token", "[PAD]", "<pad>"), mask: id("mask_token", "[MASK]", "<mask>"),
      unknown: unknown ?? id("unk_token", "[UNK]", "<unk>"))
  }

  /// Makes parts that are to be filled.
  init(url: URL) {
    fileName = url.lastPathComponent
    path = url.path
  }

  /// Reads a file of bounded size.
  ///
  /// - Parameter url: The file.
  /// - Returns: Its bytes.
  /// - Throws: That it cannot be read, or is too large.
  static func bytes(of url: URL) throws(TokenizationError) -> [UInt8] {
    let data: Data?
    do {
      let file = try FileHandle(forReadingFrom: url)
      defer { try? file.close() }
      data = try file.read(upToCount: sizeLimit + 1)
    } catch {
      throw .unreadable(file: url.path, detail: (error as NSError).localizedDescription)
    }
    guard let data, data.count <= sizeLimit else {
      if data == nil { return [] }
      throw .tooLarge(file: url.path, limit: sizeLimit)
    }
    return Array(data)
  }

  /// Reads a JSON file of bounded size.
  ///
  /// - Parameter url: The file.
  /// - Returns: Its value.
  /// - Throws: That it cannot be read, is too large or no JSON.
  static func json(of url: URL) throws(TokenizationError) -> JSONValue {
    let bytes = try bytes(of: url)
    do {
      return try JSONReader.read(bytes)
    } catch {
      throw .notJSON(file: url.path, byte: error.byte, detail: error.detail)
    }
  }
}
