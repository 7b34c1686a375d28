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

    var faults: [RunSummary.Fault] = []
    var ids: [String] = []
    var documents: [EncodedDocument] = []
    listed.forEach { result in
      switch result {
      case .failure(let fault):
        faults.append(.init(source: fault.source, message: fault.description, isSkipped: true))
      case .success(let document):
        ids.append(document.id)
        documents.append(Self.encoded(document.text, tokenizer: tokenizer, limit: limit))
      }
    }
    let progress = ProgressLine(console: console)
    let vectors = Embedder(model: encoder, pooling: pooling, workers: workers)
      .run(documents) { progress.update($0) }
    progress.finish(documents.reduce(0) { $0 + $1.windows.count })

    var kept: (ids: [String], rows: [[Float]]) = ([], [])
    for (id, vector) in zip(ids, vectors) {
      if let vector {
        kept.ids.append(id)
        kept.rows.append(vector)
      } else {
        faults.append(
          .init(
            source: id,
            message: "\(id): the model's output is not a finite number. Check its weights.",
            isSkipped: true))
      }
    }
    guard !kept.ids.isEmpty else {
      throw GenerateError.nothingToExplain(
        folder: folder.path(percentEncoded: false), faults: faults.map(\.message))
    }
    try write(kept.ids, kept.rows, columns: checkpoint.configuration.hiddenSize)
    return RunOutcome(index: output, faults: faults)
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
    var isFolder: ObjCBool = false
    let path = output.path(percentEncoded: false)
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw EmbedError.outputIsFolder(path: path)
    }
    guard output.pathExtension == "safetensors" else { throw EmbedError.otherEnding(path: path) }
  }

  /// Writes beside the file and moves the result to its place.
  private func write(_ ids: [String], _ rows: [[Float]], columns: Int) throws {
    let list = String(decoding: try JSONEncoder().encode(ids), as: UTF8.self)
    let data = SafetensorsWriter.data(
      [.init(name: "embeddings", rows: rows, columns: columns)],
      metadata: ["ids": list, "tool": "\(Tool.name) \(Tool.version)"])
    do {
      try data.write(to: output, options: .atomic)
    } catch {
      throw EmbedError.unwritable(path: output.path(percentEncoded: false))
    }
  }
}

/// Why vectors cannot be written.
enum EmbedError: Error, CustomStringConvertible {
  /// The output is a folder.
  case outputIsFolder(path: String)
  /// The output does not end in `.safetensors`, so that it may be a file of the user's.
  case otherEnding(path: String)
  /// The file cannot be written.
  case unwritable(path: String)

  var description: String {
    switch self {
    case .outputIsFolder(let path): "\(path) is a folder. Name a file for --output."
    case .otherEnding(let path):
      "\(path) does not end in .safetensors. Name such a file for --output."
    case .unwritable(let path):
      "\(path) cannot be written. Check that its folder is there and may be written to."
    }
  }
}
