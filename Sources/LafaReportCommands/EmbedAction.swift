internal import AttributionRecords
internal import Checkpoints
internal import Documents
internal import Encoders
internal import Foundation
internal import Lafa
internal import Tokenization

/// From a folder of documents to a file of vectors.
struct EmbedAction {
  let folder: URL
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
    try checkOutput()
    let listed = try DocumentFolder(url: folder)
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
      progress: ProgressLine(console: console)
    ).run(listed)
    guard !found.ids.isEmpty else {
      throw GenerateError.nothingToExplain(
        folder: folder.path(percentEncoded: false), faults: found.faults.map(\.message))
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

  private func checkOutput() throws {
    let path = output.path(percentEncoded: false)
    guard !output.isFolder else { throw EmbedError.outputIsFolder(path: path) }
    guard output.pathExtension == "safetensors" else { throw EmbedError.otherEnding(path: path) }
    guard !FileManager.default.fileExists(atPath: path) || isOurs() else {
      throw EmbedError.outputNotOurs(path: path)
    }
  }

  /// Whether the output was written by this tool: safetensors whose metadata name it.
  private func isOurs() -> Bool {
    (try? SafetensorsFile(url: output))?.metadata["tool"]?.hasPrefix(Tool.name + " ") == true
  }

  /// Writes beside the file and moves the result to its place.
  private func write(_ found: EmbedPass.Outcome, columns: Int) throws {
    let list = String(decoding: try JSONEncoder().encode(found.ids), as: UTF8.self)
    let header = SafetensorsWriter.header(
      [.init("embeddings", [found.ids.count, columns])],
      metadata: ["ids": list, "tool": "\(Tool.name) \(Tool.version)"])
    let partial = output.deletingLastPathComponent()
      .appending(path: ".\(output.lastPathComponent).partial-\(getpid())")
    do {
      try header.write(to: partial)
      let file = try FileHandle(forWritingTo: partial)
      try file.seekToEnd()
      for part in found.parts { try file.write(contentsOf: part) }
      try file.close()
      guard rename(path(partial), path(output)) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      try? FileManager.default.removeItem(at: partial)
      throw EmbedError.unwritable(path: path(output))
    }
  }

  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }
}

/// Why vectors cannot be written.
enum EmbedError: Error, CustomStringConvertible {
  /// The output is a folder.
  case outputIsFolder(path: String)
  /// The output does not end in `.safetensors`, so that it may be a file of the user's.
  case otherEnding(path: String)
  /// The output is a file that this tool did not make.
  case outputNotOurs(path: String)
  /// The file cannot be written.
  case unwritable(path: String)

  var description: String {
    switch self {
    case .outputIsFolder(let path): "\(path) is a folder. Name a file for --output."
    case .otherEnding(let path):
      "\(path) does not end in .safetensors. Name such a file for --output."
    case .outputNotOurs(let path):
      "\(path) was not made by this tool. Name another file for --output, or move it away."
    case .unwritable(let path):
      "\(path) cannot be written. Check that its folder is there and may be written to."
    }
  }
}
