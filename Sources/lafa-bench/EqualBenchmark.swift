internal import ArgumentParser
internal import Benchmarks
internal import Foundation
internal import Tensors

/// Batches without a short text: what the engine gains where packing gains nothing.
struct EqualBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "equal",
    abstract: "Forward and backward passes of 32 sequences of 32 tokens, three sizes of BERT.",
    discussion: """
      Checkpoints with random weights are written to a temporary folder and read by both sides; \
      the ids are random from a fixed seed. The peer is eager PyTorch, asked for the gradient of \
      the input embeddings only. tiny is 2 layers of 128, MiniLM 6 of 384, BERT-base 12 of 768.

      \(BenchmarkText.method)
      """)

  @Option(help: "The sizes, of tiny, MiniLM and BERT-base.") var sizes = "tiny,MiniLM,BERT-base"
  @Option(help: "Batches a thread and sample; by default as many as take about a second.")
  var batches: Int?
  @OptionGroup var peerOption: PeerOption
  @OptionGroup var workers: WorkerOption
  @OptionGroup var runOptions: RunOptions

  /// Sequences of a batch, and tokens of a sequence.
  static let batch = 32

  mutating func validate() throws {
    guard chosen.count == names.count else {
      throw ValidationError("--sizes takes tiny, MiniLM and BERT-base.")
    }
    guard batches ?? 1 > 0 else { throw ValidationError("--batches takes a number from 1 up.") }
  }

  private var names: [Substring] { sizes.split(separator: ",") }

  private var chosen: [EncoderSize] {
    names.compactMap { name in
      EncoderSize.all.first { $0.name.lowercased() == name.lowercased() }
    }
  }

  func run() throws {
    let peer = try peerOption.start(threads: workers.threads)
    for size in chosen {
      try TemporaryFolder.with { folder in
        try RandomCheckpoint.write(size, to: folder)
        try measure(size, folder, peer)
      }
    }
  }

  private func measure(_ size: EncoderSize, _ folder: URL, _ peer: PeerProcess?) throws {
    let count = (batches ?? Self.batches(of: size)) * workers.threads
    let ids = Self.ids(size, sequences: count * Self.batch)
    let work = try BatchWork(folder: folder, ids: ids, batch: Self.batch, threads: workers.threads)
    let units = Double(ids.count)
    var contenders = [Contender(Report.ours, units: units) { Meter.sample(work.run) }]
    if let peer {
      let path = folder.path(percentEncoded: false)
      try peer.run(.init(method: "load", checkpoint: path, ids: ids))
      contenders.append(
        Contender("PyTorch, eager", units: units) { try peer.sample(.init(method: "ids")) })
    }
    let subject = "\(size.name), \(count) × 32 sequences of 32 tokens"
    try runOptions.print(
      Report(benchmark: "equal", subject: subject, unit: "sequences"),
      runOptions.contest(threads: workers.threads).run(contenders))
  }

  /// Returns batches that together take about a second on one core.
  static func batches(of size: EncoderSize) -> Int {
    let flops = PassFlops(size, lengths: Array(repeating: batch, count: batch)).full
    return max(1, Int(6e10 / flops))
  }

  /// Returns random ids, the same at each call.
  static func ids(_ size: EncoderSize, sequences: Int) -> [[Int]] {
    var numbers = SplitMix64(seed: 2)
    return (0..<sequences).map { _ in
      (0..<batch).map { _ in Int.random(in: 0..<size.vocabulary, using: &numbers) }
    }
  }
}
