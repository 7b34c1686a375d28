internal import ArgumentParser
internal import AttributionRecords
internal import Checkpoints
internal import Foundation
internal import Lafa
internal import Tokenization

/// Whether a model, its tokenizer and the options belong together.
struct ModelCheck {
  let configuration: ModelConfiguration
  let tokenizer: Tokenizer
  /// Whether documents are pairs of texts.
  let isPair: Bool

  /// Tokens that windows share if the user does not say.
  static let defaultOverlap = 64

  /// Refuses a checkpoint that is not there, and a folder that is none.
  static func folder(_ url: URL) throws(GenerateError) {
    let path = url.path(percentEncoded: false)
    guard url.isFolder else { throw .modelMissing(path: path) }
    func has(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: url.appending(path: name).path(percentEncoded: false))
    }
    guard !has("config.json") else { return }
    let parts = [
      ("config.json", []),
      (
        "weights (model.safetensors or pytorch_model.bin)",
        ["model.safetensors", "pytorch_model.bin"].flatMap { [$0, $0 + ".index.json"] }
      ),
      (
        "tokenizer (tokenizer.json or a vocabulary)", ["tokenizer.json", "vocab.txt", "vocab.json"]
      ),
    ]
    let missing = parts.filter { !$0.1.contains(where: has) }
    throw .notCheckpoint(path: path, missing: missing.map(\.0))
  }

  /// Refuses an encoder layer that the model does not have.
  func layer(_ layer: Int, of option: String) throws(GenerateError) {
    guard layer <= configuration.layers else {
      throw .layerMissing(option: option, layer: layer, layers: configuration.layers)
    }
  }

  /// Refuses a model without a head.
  func head() throws(GenerateError) {
    guard configuration.head != .none else {
      throw .headMissing(architecture: configuration.architectureName)
    }
  }

  /// Refuses a tokenizer whose ids or segments the model does not have.
  func tokenizer(at model: URL) throws(GenerateError) {
    guard tokenizer.vocabularySize <= configuration.vocabularySize else {
      throw .tokenizerTooLarge(
        file: model.appending(path: tokenizer.fileName).path(percentEncoded: false),
        tokens: tokenizer.vocabularySize, embeddings: configuration.vocabularySize)
    }
    let token = Token(id: 0, range: 0..<0, isSpecial: false, word: nil)
    let segment = tokenizer.assemble([token], isPair ? [token] : nil).typeIDs.max() ?? 0
    guard configuration.segments == 0 || segment < configuration.segments else {
      throw .segmentMissing(segment: segment, segments: configuration.segments)
    }
    // Of a pair each text needs a token.
    guard room >= (isPair ? 2 : 1) else {
      throw .noRoom(
        positions: configuration.positions, special: tokenizer.specialCount(pair: isPair))
    }
  }

  /// The tokens of texts that the model takes at once.
  private var room: Int { configuration.positions - tokenizer.specialCount(pair: isPair) }

  /// Refuses scalars that the task does not have.
  func scalar(_ scalar: ExplainedScalar) throws {
    if configuration.task == .regression, scalar != .logit {
      throw ValidationError(
        "--scalar \(scalar.rawValue): the model predicts a number, which is explained itself.")
    }
    if configuration.task == .tokenLabels, isPair {
      throw ValidationError("--pair-field: the model labels tokens, which are of one text.")
    }
  }

  /// Refuses a filter by predictions if the model predicts numbers.
  func filter(_ filter: LafaOptions.Filter) throws {
    if configuration.task == .regression, filter == .samePrediction {
      throw ValidationError(
        """
        --neighbour-filter same-prediction: the model predicts a number, of which no two are the \
        same. Leave the option out.
        """)
    }
  }

  /// Returns how many tokens two windows share; refuses more than half of the room.
  ///
  /// - Parameter asked: What the user asked for; nil for the default.
  /// - Returns: The number of tokens.
  /// - Throws: `ValidationError`.
  func overlap(_ asked: Int?) throws -> Int {
    guard let asked else { return min(Self.defaultOverlap, room / 2) }
    guard asked <= room / 2 else {
      throw ValidationError(
        """
        --window-overlap \(asked): the model takes \(room) tokens of a text at once, and windows \
        share at most half of them, \(room / 2).
        """)
    }
    return asked
  }
}
