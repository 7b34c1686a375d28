internal import ArgumentParser
internal import Benchmarks
internal import Foundation
internal import Lafa

/// Documents a second of the methods that take many gradients of each document.
struct PathsBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paths",
    abstract: "Documents a second of integrated and smooth gradients, 25 steps.",
    discussion: """
      The peer's “usual” integrated gradient is Captum's on padded batches of 32 in folder order; \
      “tuned” sorts by length and adds up the gradients of the input embeddings. The smooth \
      gradient is measured as “tuned” only, as Captum's does the same work.

      \(BenchmarkText.method)
      """)

  @Argument(help: "The checkpoint folder.", completion: .directory) var model: String
  @Argument(help: "A JSONL file, each line an object with “text”; or a folder of texts.")
  var documents: String
  @Option(help: "How many documents are taken from the front.") var limit = 64
  @Option(help: "Steps of the integrated gradient, samples of the smooth one.") var steps = 25
  @OptionGroup var peerOption: PeerOption
  @OptionGroup var workers: WorkerOption
  @OptionGroup var runOptions: RunOptions

  mutating func validate() throws {
    guard (1...1000).contains(steps) else {
      throw ValidationError("--steps takes a number from 1 to 1000.")
    }
  }

  func run() throws {
    let texts = try Texts.read(documents, limit: limit)
    let work = try GradientWork(model: model, texts: texts, threads: workers.threads)
    let peer = try peerOption.start(
      threads: workers.threads, checkpoint: model, texts: texts)
    try measure("integrated", .integratedGradient(steps: steps), ["tuned", "usual"], work, peer)
    try measure(
      "smooth", .smoothGradient(samples: steps, deviation: 0.1, seed: 1), ["tuned"], work, peer)
  }

  private func measure(
    _ method: String, _ base: BaseMethod, _ styles: [String], _ work: GradientWork,
    _ peer: PeerProcess?
  ) throws {
    let count = work.texts.count
    let units = Double(count)
    var contenders = [
      Contender(Report.ours, units: units) {
        Meter.sample {
          _ = work.baseAttributions(
            LafaOptions(methods: [AttributionMethod(name: "base", base: base)]))
        }
      }
    ]
    if let peer {
      contenders += styles.map { (style: String) in
        Contender("PyTorch, \(style)", units: units) {
          try peer.sample(.init(method: method, style: style, steps: steps))
        }
      }
    }
    let name = URL(filePath: model).lastPathComponent
    try runOptions.print(
      Report(
        benchmark: method,
        subject: "\(name), \(Report.count(count, "document")), \(steps) steps", unit: "documents"),
      runOptions.contest(threads: workers.threads).run(contenders))
  }
}
