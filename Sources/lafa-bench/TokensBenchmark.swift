internal import ArgumentParser
internal import Benchmarks
internal import Foundation
internal import Tokenization

/// Tokens a second of one core, with their places in the text.
struct TokensBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokens",
    abstract: "Tokens a second of one core.",
    discussion: """
      The peer is the library tokenizers (Rust) from Python on one thread: text by text with \
      encode(), all at once with encode_batch(), and with encode_batch_fast(), which leaves out \
      the places in the text. Both sides must find the same number of tokens.

      \(BenchmarkText.method)
      """)

  @Argument(help: "The checkpoint folder, with tokenizer.json.", completion: .directory)
  var model: String
  @Argument(help: "A JSONL file, each line an object with “text”; or a folder of texts.")
  var documents: String
  @Option(help: "How many documents are taken from the front.") var limit = 20_000
  @OptionGroup var peerOption: PeerOption
  @OptionGroup var runOptions: RunOptions

  func run() throws {
    let texts = try Texts.read(documents, limit: limit)
    let tokenizer = try Tokenizer(folder: URL(filePath: model))
    func countTokens() -> Int { texts.reduce(0) { $0 + tokenizer.tokenize($1).tokens.count } }
    let count = countTokens()
    var contenders = [
      Contender(Report.ours, units: Double(count)) {
        Meter.sample { precondition(countTokens() == count, "a text has the same tokens again") }
      }
    ]
    if let peer = try peerOption.start(threads: 1) {
      try peer.run(.init(method: "load-tokenizer", checkpoint: model, texts: texts))
      for (style, name) in [
        ("batch", "encode_batch"), ("each", "encode"), ("fast", "encode_batch_fast"),
      ] {
        let job = PeerProcess.Job(method: "tokens", style: style)
        let theirs = try peer.run(job).count
        guard theirs == count else {
          throw BenchmarkError.unequalWork(what: "tokens", ours: count, theirs: theirs)
        }
        contenders.append(
          Contender("tokenizers, \(name)", units: Double(count)) { try peer.sample(job) })
      }
    }
    let megabytes = Double(texts.reduce(0) { $0 + $1.utf8.count }) / 1e6
    let name = URL(filePath: model).lastPathComponent
    let entries = try runOptions.contest(threads: 1).run(contenders)
    let subject = """
      \(name), \(Report.count(texts.count, "text")), \(count) tokens, \
      \(Report.figures(megabytes)) MB
      """
    try runOptions.print(
      Report(benchmark: "tokens", subject: subject, unit: "tokens"), entries)
    guard !runOptions.json, let rate = Statistics.median(entries[0].rates) else { return }
    print("lafa-report: \(Report.figures(rate / Double(count) * megabytes)) MB/s")
  }
}
