internal import AttributionRecords
internal import Checkpoints
internal import Documents
internal import Encoders
internal import Foundation
internal import Lafa
internal import Tokenization

/// From documents to a file of vectors.
struct EmbedAction {
  let input: DocumentInput
  let model: URL
  let output: URL
  let workers: Int

  /// Tokens that two windows of a long text share.
  private static let overlap = 64

  /// Runs.
  ///
  /// - Parameter console: Takes notes about the course.
  /// - Returns: How the run ended.
  /// - Throws: One of this package's errors, with a sentence for the user.
  func perform(console: Console) throws -> RunOutcome {
    try file.check()
    let listed = try input.open(console: console)
    try ModelCheck.folder(model)
    let tokenizer = try Tokenizer(folder: model)
    let checkpoint = try CheckpointFolder(url: model)
    let pooling = try SentencePooling(folder: model)
    try ModelCheck(
      configuration: checkpoint.configuration, tokenizer: tokenizer, isPair: false
    ).tokenizer(at: model)
    let encoder = try EncoderModel(checkpoint)
    // A folder may ask for less than the model takes, but leaves room for the template.
    let least = tokenizer.specialCount(pair: false) + 1
    let limit = min(
      max(pooling.tokenLimit ?? .max, least), checkpoint.configuration.positions)

    let found = EmbedPass(
      embedder: Embedder(model: encoder, pooling: pooling, workers: workers),
      encode: { Self.encoded($0, tokenizer: tokenizer, limit: limit) },
      progress: ProgressLine(console: console, verb: "embedded")
    ).run(listed)
    guard !found.ids.isEmpty else {
      throw GenerateError.nothingToExplain(
        folder: input.path, verb: "embedded", faults: found.faults.map(\.message))
    }
    try write(found, columns: checkpoint.configuration.hiddenSize)
    return RunOutcome(index: output, faults: found.faults)
  }

  private static func encoded(
    _ text: String, tokenizer: Tokenizer, limit: Int
  ) -> EncodedDocument {
    let input = ModelInput(
      tokenizer.cut(text).tokens, nil, tokenizer: tokenizer, limit: limit, overlap: overlap)
    return EncodedDocument(
      ids: input.whole.ids, isSpecial: input.whole.sources.map { $0 == .special },
      windows: input.windows)
  }

  /// Safetensors whose metadata name this tool.
  private var file: OutputFile {
    OutputFile(url: output, ending: "safetensors") { url in
      (try? SafetensorsFile(url: url))?.metadata["tool"]?.hasPrefix(Tool.name + " ") == true
    }
  }

  private func write(_ found: EmbedPass.Outcome, columns: Int) throws {
    let list = String(decoding: try JSONEncoder().encode(found.ids), as: UTF8.self)
    let header = SafetensorsWriter.header(
      [.init("embeddings", [found.ids.count, columns])],
      metadata: ["ids": list, "tool": "\(Tool.name) \(Tool.version)"])
    try file.write { file in
      try file.write(contentsOf: header)
      for part in found.parts { try file.write(contentsOf: part) }
    }
  }
}
