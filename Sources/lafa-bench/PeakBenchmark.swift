internal import ArgumentParser
internal import Benchmarks
internal import Foundation

/// How much of what the processor can do is done.
struct PeakBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peak",
    abstract: "The share of the processor's measured limit that products and passes reach.",
    discussion: """
      The limit is a loop of independent multiply-adds in registers, in the widest vectors that \
      the processor has, on all threads at once; a multiply-add is two operations. “product” is \
      our product of a packed weight alone, rows × depth × columns, at the shapes of a BERT-base. \
      “pass” is the forward and backward pass of a BERT-base over 32 sequences of 32 tokens a \
      thread. Its operations are those of the products that the gradient needs: 2 · rows · columns \
      · depth of every linear layer and of attention's products, forward and backward; of the last \
      layer only what the head reads. “all tokens in the last layer” divides the operations of \
      whole layers by the same time, to compare with programs that compute them; if the engine \
      leaves them out, that is more than it really does. Every share is the median of the runs', \
      each taken against the limit measured in the same run.

      \(BenchmarkText.method)
      """)

  @OptionGroup var workers: WorkerOption
  @OptionGroup var runOptions: RunOptions

  private struct Line: Encodable {
    var benchmark = "peak"
    var contender: String
    var threads: Int
    var gigaflopsPerSecond: Double?
    var shareOfPeak: PairedRatio?
    var spoilt: Int?
    var repeated: Int
  }

  func run() throws {
    let contest = runOptions.contest(threads: workers.threads)
    let entries = try TemporaryFolder.with { folder in
      let products = ProductWork.shapes.map { ProductWork($0, threads: workers.threads).contender }
      let pass = try passContender(folder)
      return try contest.run([PeakLoop(threads: workers.threads).contender] + products + [pass])
    }
    let whole = entries.last.map { entry in
      var entry = entry
      entry.name = "pass, all tokens in the last layer"
      entry.units = Self.flops.full * Double(workers.threads) / 1e9
      return entry
    }
    try print(entries + (whole.map { [$0] } ?? []))
  }

  private static let size = EncoderSize.all[2]
  private static let flops = PassFlops(
    size, lengths: Array(repeating: EqualBenchmark.batch, count: EqualBenchmark.batch))

  private func passContender(_ folder: URL) throws -> Contender {
    try RandomCheckpoint.write(Self.size, to: folder)
    let ids = EqualBenchmark.ids(Self.size, sequences: EqualBenchmark.batch * workers.threads)
    let work = try BatchWork(
      folder: folder, ids: ids, batch: EqualBenchmark.batch, threads: workers.threads)
    let units = Self.flops.needed * Double(workers.threads) / 1e9
    return Contender("pass, needed products", units: units) { Meter.sample(work.run) }
  }

  private func print(_ entries: [Contest.Entry]) throws {
    var table = TextTable(head: ["", "GFLOP/s", "share of the limit", "spoilt", "repeated"])
    for (index, entry) in entries.enumerated() {
      let share =
        index == 0 ? nil : PairedRatio(ours: entry.rates, theirs: entries[0].rates)
      let rate = Statistics.median(entry.rates)
      let spoilt = entry.isWatched ? entry.spoilt : nil
      guard !runOptions.json else {
        Swift.print(
          try Report.json(
            Line(
              contender: entry.name, threads: workers.threads, gigaflopsPerSecond: rate,
              shareOfPeak: share, spoilt: spoilt, repeated: entry.repeated)))
        continue
      }
      let percent = share.map { share in
        let figures = [share.median, share.low, share.high].map {
          String(format: "%.1f", 100 * $0)
        }
        return "\(figures[0]) % (\(figures[1]) to \(figures[2]))"
      }
      table.add([
        entry.name, Report.figures(rate), percent ?? "",
        spoilt.map(String.init) ?? "not measured", String(entry.repeated),
      ])
    }
    guard !runOptions.json else { return }
    Swift.print("peak: \(PeakLoop.name); \(Report.count(workers.threads, "thread"))")
    for line in table.lines { Swift.print(line) }
  }
}
