internal import ArgumentParser
internal import Benchmarks
internal import Foundation
internal import Lafa

/// Documents a second of tokenisation, forward and backward pass.
struct GradientBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradient",
    abstract: "Documents a second from text to squared gradients.",
    discussion: """
      The peer's “usual” side is Captum on padded batches of 32 in folder order; “tuned” sorts by \
      length and asks PyTorch for the gradient of the input embeddings only.

      \(BenchmarkText.method)
      """)

  @Argument(help: "The checkpoint folder.", completion: .directory) var model: String
  @Argument(help: "A JSONL file, each line an object with “text”; or a folder of texts.")
  var documents: String
  @Option(help: "How many documents are taken from the front.") var limit = 600
  @OptionGroup var peerOption: PeerOption
  @OptionGroup var workers: WorkerOption
  @OptionGroup var runOptions: RunOptions

  func run() throws {
    let texts = try Texts.read(documents, limit: limit)
    let work = try GradientWork(model: model, texts: texts, threads: workers.threads)
    let units = Double(texts.count)
    var contenders = [
      Contender(Report.ours, units: units) {
        Meter.sample { _ = work.baseAttributions(LafaOptions()) }
      }
    ]
    if let peer = try peerOption.start(
      threads: workers.threads, checkpoint: model, texts: texts)
    {
      contenders += ["tuned", "usual"].map { (style: String) in
        Contender("PyTorch, \(style)", units: units) {
          try peer.sample(.init(method: "gradient", style: style))
        }
      }
    }
    let name = URL(filePath: model).lastPathComponent
    try runOptions.print(
      Report(
        benchmark: "gradient", subject: "\(name), \(Report.count(texts.count, "document"))",
        unit: "documents"), runOptions.contest(threads: workers.threads).run(contenders))
  }
}
