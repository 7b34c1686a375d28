public import Foundation

/// How the states of a text's tokens become one vector.
///
/// A sentence-transformers folder says so in `modules.json` and `1_Pooling/config.json`; any other
/// checkpoint takes METHOD's mean over non-special tokens.
public struct SentencePooling: Sendable, Equatable {
  /// What is taken of the last hidden state.
  public enum Kind: String, Sendable {
    /// The mean over the tokens of the text, special ones left out.
    case words
    /// The mean over all tokens.
    case tokens
    /// The first token's state.
    case first
    /// The largest of every column.
    case maximum
  }

  /// What is taken of the last hidden state.
  public var kind: Kind
  /// Whether the vector is divided by its length.
  public var normalises: Bool
  /// The most tokens of an input, if the folder says less than the model takes.
  public var tokenLimit: Int?

  /// Makes a pooling from its parts.
  public init(kind: Kind = .words, normalises: Bool = false, tokenLimit: Int? = nil) {
    self.kind = kind
    self.normalises = normalises
    self.tokenLimit = tokenLimit
  }

  private struct Module: Decodable {
    var path: String
    var type: String
  }

  /// Reads what a checkpoint's folder says.
  ///
  /// - Parameter folder: The folder.
  /// - Throws: ``CheckpointError`` for a file that is malformed, or a step that is not supported.
  public init(folder: URL) throws(CheckpointError) {
    self.init()
    let list = folder.appending(path: "modules.json")
    guard let data = try? Data(contentsOf: list) else { return }
    let path = list.path(percentEncoded: false)
    guard let modules = try? JSONDecoder().decode([Module].self, from: data) else {
      throw .malformed(path: path, detail: "it is not a list of modules")
    }
    for module in modules {
      switch module.type.split(separator: ".").last {
      case "Transformer":
        try readLimit(folder)
      case "Pooling":
        // Always the folder of the format, never a path that a file could choose freely.
        guard module.path == "1_Pooling" else {
          throw .unsupportedSetting(
            path: path, key: "path", found: "“\(module.path)”", supported: "1_Pooling")
        }
        try readKind(folder.appending(path: "1_Pooling/config.json"))
      case "Normalize":
        normalises = true
      default:
        throw .unsupportedSetting(
          path: path, key: "type", found: "“\(module.type)”",
          supported: "Transformer, Pooling, Normalize")
      }
    }
  }

  private static func file(_ url: URL) throws(CheckpointError) -> ConfigurationFile {
    let path = url.path(percentEncoded: false)
    guard let data = try? Data(contentsOf: url) else {
      throw .unreadable(path: path, detail: "it is missing or not readable")
    }
    return try ConfigurationFile(data: data, path: path)
  }

  private mutating func readLimit(_ folder: URL) throws(CheckpointError) {
    let url = folder.appending(path: "sentence_bert_config.json")
    guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else { return }
    let file = try Self.file(url)
    tokenLimit = try file.int("max_seq_length") == nil ? nil : file.size("max_seq_length", least: 3)
  }

  private mutating func readKind(_ url: URL) throws(CheckpointError) {
    let file = try Self.file(url)
    let known: [(key: String, kind: Kind)] = [
      ("pooling_mode_cls_token", .first), ("pooling_mode_mean_tokens", .tokens),
      ("pooling_mode_max_tokens", .maximum),
    ]
    var found: [Kind] = []
    for (key, kind) in known where try file.bool(key, default: false) { found.append(kind) }
    let others = [
      "pooling_mode_mean_sqrt_len_tokens", "pooling_mode_weightedmean_tokens",
      "pooling_mode_lasttoken",
    ]
    for key in others where try file.bool(key, default: false) {
      throw file.unsupported(key, "true", supported: "false")
    }
    guard found.count == 1 else {
      throw .malformed(path: file.path, detail: "it asks for \(found.count) ways of pooling")
    }
    kind = found[0]
  }
}
