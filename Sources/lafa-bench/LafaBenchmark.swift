internal import ArgumentParser
internal import Benchmarks
internal import Dispatch
internal import Foundation
internal import Lafa

/// Documents a second of the whole method, M = 10.
struct LafaBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lafa",
    abstract: "Documents a second from text to LAFA attributions with 10 neighbours.",
    discussion: """
      The peer's “usual” side reads Algorithm 1 as it is written, with the gradients of all \
      neighbours taken again for each document; it is measured on a few documents spread over the \
      set. “tuned” takes each gradient once, sorted by length, after a pass for the hidden states; \
      “shared” has both from one pass. These two leave out the sums over neighbours.

      \(BenchmarkText.method)
      """)

  @Argument(help: "The checkpoint folder.", completion: .directory) var model: String
  @Argument(help: "A JSONL file, each line an object with “text”; or a folder of texts.")
  var documents: String
  @Option(help: "How many documents are taken from the front.") var limit = 600
  @Option(help: "How many of them the usual side explains.") var usualLimit = 60
  @OptionGroup var peerOption: PeerOption
  @OptionGroup var workers: WorkerOption
  @OptionGroup var runOptions: RunOptions

  func run() throws {
    let texts = try Texts.read(documents, limit: limit)
    let work = try GradientWork(model: model, texts: texts, threads: workers.threads)
    var contenders = [
      Contender(Report.ours, units: Double(texts.count)) { Meter.sample { explain(work) } }
    ]
    if let peer = try peerOption.start(
      threads: workers.threads, checkpoint: model, texts: texts)
    {
      contenders += [("tuned", texts.count), ("shared", texts.count), ("usual", usualLimit)].map {
        style, most in
        let count = min(most, texts.count)
        return Contender("PyTorch, \(style)", units: Double(count)) {
          try peer.sample(.init(method: "lafa", style: style, limit: count))
        }
      }
    }
    let name = URL(filePath: model).lastPathComponent
    try runOptions.print(
      Report(
        benchmark: "lafa", subject: "\(name), \(Report.count(texts.count, "document")), M = 10",
        unit: "documents"), runOptions.contest(threads: workers.threads).run(contenders))
  }

  private func explain(_ work: GradientWork) {
    let options = LafaOptions(neighbours: 10)
    let bases = AttributionStore(work.baseAttributions(options))
    let pool = LafaPool(bases, options: options, workers: work.threads)
    for start in stride(from: 0, to: bases.count, by: Self.block) {
      let range = start..<min(start + Self.block, bases.count)
      let neighbours = pool.neighbours(range)
      DispatchQueue.concurrentPerform(iterations: work.threads) { worker in
        for place in stride(from: worker, to: range.count, by: work.threads) {
          _ = pool.explain(range.lowerBound + place, neighbours[place])
        }
      }
    }
  }

  /// Documents whose searches share their products.
  private static let block = 1024
}
