internal import ArgumentParser
internal import Benchmarks
internal import Checkpoints
internal import Foundation
internal import Tensors

/// The time of one document against its length.
struct LengthsBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lengths",
    abstract: "Documents a second against their length, one at a time on one core.",
    discussion: """
      Documents of random tokens, from 16 to 512 or what the model takes, each a batch of its own; \
      forward and backward pass. The peer is eager PyTorch, as under `equal`.

      \(BenchmarkText.method)
      """)

  @Argument(help: "The checkpoint folder.", completion: .directory) var model: String
  @OptionGroup var peerOption: PeerOption
  @OptionGroup var runOptions: RunOptions

  private static let lengths = [16, 32, 64, 128, 256, 512]
  /// Tokens of a sample; at least one document of each length.
  private static let tokens = 2048

  func run() throws {
    let folder = URL(filePath: model)
    let configuration = try CheckpointFolder(url: folder).configuration
    let peer = try peerOption.start(threads: 1)
    for length in Self.lengths where length <= configuration.positions {
      var numbers = SplitMix64(seed: 3)
      let ids = (0..<Self.tokens / length).map { _ in
        (0..<length).map { _ in
          Int.random(in: 0..<configuration.vocabularySize, using: &numbers)
        }
      }
      let work = try BatchWork(folder: folder, ids: ids, batch: 1, threads: 1)
      let units = Double(ids.count)
      var contenders = [Contender(Report.ours, units: units) { Meter.sample(work.run) }]
      if let peer {
        try peer.run(.init(method: "load", checkpoint: model, ids: ids))
        contenders.append(
          Contender("PyTorch, eager", units: units) {
            try peer.sample(.init(method: "ids", batch: 1))
          })
      }
      try runOptions.print(
        Report(
          benchmark: "lengths",
          subject: "\(folder.lastPathComponent), \(ids.count) × \(length) tokens",
          unit: "documents"), runOptions.contest(threads: 1).run(contenders))
    }
  }
}
