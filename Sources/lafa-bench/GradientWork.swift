internal import Checkpoints
internal import Dispatch
internal import Encoders
internal import Foundation
internal import Lafa
internal import Synchronization
internal import Tokenization

/// Our side of the gradient benchmarks: from texts to base attributions.
struct GradientWork: Sendable {
  let model: EncoderModel
  let tokenizer: Tokenizer
  let texts: [String]
  let threads: Int

  init(model path: String, texts: [String], threads: Int) throws {
    let folder = URL(filePath: path)
    tokenizer = try Tokenizer(folder: folder)
    model = try EncoderModel(CheckpointFolder(url: folder))
    self.texts = texts
    self.threads = threads
  }

  /// The texts' tokens, cut to what the model takes, as the peer cuts them.
  func encoded() -> [EncodedDocument] {
    let parts = Mutex([[EncodedDocument]](repeating: [], count: threads))
    DispatchQueue.concurrentPerform(iterations: threads) { part in
      let range = texts.count * part / threads..<texts.count * (part + 1) / threads
      let documents = texts[range].map { text in
        let tokens = tokenizer.tokenize(text).truncated(to: model.configuration.positions).tokens
        return EncodedDocument(ids: tokens.map(\.id), isSpecial: tokens.map(\.isSpecial))
      }
      parts.withLock { $0[part] = documents }
    }
    return parts.withLock { $0.flatMap(\.self) }
  }

  /// Tokenises and takes the gradient of all documents.
  func baseAttributions(_ options: LafaOptions) -> [BaseAttribution] {
    GradientPass(model: model, options: options, workers: threads).run(encoded()).compactMap(\.self)
  }
}
