internal import ArgumentParser
internal import Checkpoints
internal import Encoders
internal import Foundation
internal import Lafa
internal import Tokenization

/// Documents a second of tokenisation, forward and backward pass.
struct GradientBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradient",
    abstract: "Documents a second from text to squared gradients.",
    discussion: "Prints one JSON object a run: documents, seconds, documents_per_second.")

  @Argument(help: "The checkpoint folder.") var model: String
  @Argument(help: "A JSONL file; each line an object with “text”.") var documents: String
  @Option(help: "How many documents are taken from the front.") var limit = 600
  @Option(help: "Worker threads.") var threads = 2
  @Option(help: "How often the work is done.") var runs = 5

  private struct Row: Decodable { var text: String }

  func run() throws {
    let folder = URL(filePath: model)
    let lines = try String(contentsOf: URL(filePath: documents), encoding: .utf8)
      .split(separator: "\n").prefix(limit)
    let texts = try lines.map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)).text }
    let tokenizer = try Tokenizer(folder: folder)
    let model = try EncoderModel(CheckpointFolder(url: folder))
    let clock = ContinuousClock()
    for _ in 0..<runs {
      let start = clock.now
      let encoded = texts.map { text in
        let tokens = tokenizer.tokenize(text).truncated(to: model.configuration.positions).tokens
        return EncodedDocument(ids: tokens.map(\.id), isSpecial: tokens.map(\.isSpecial))
      }
      let results = GradientPass(model: model, options: LafaOptions(), workers: threads)
        .run(encoded)
      let seconds = (clock.now - start) / .seconds(1)
      let rate = Double(results.count) / seconds
      print(
        """
        {"method": "gradient", "style": "lafa-report", "documents": \(results.count), \
        "seconds": \(String(format: "%.3f", seconds)), \
        "documents_per_second": \(String(format: "%.2f", rate))}
        """)
    }
  }
}
