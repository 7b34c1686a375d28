internal import ArgumentParser
internal import Benchmarks

/// How often both sides are measured, and how results are printed.
struct RunOptions: ParsableArguments {
  @Option(help: "How often each side is measured, in turn.") var runs = 5
  @Option(help: "How often a sample that other programs spoilt is taken again.") var repeats = 3
  @Flag(help: "Print one JSON object a line instead of a table.") var json = false

  mutating func validate() throws {
    guard runs > 0, repeats >= 0 else {
      throw ValidationError("--runs takes a number from 1 up, --repeats from 0 up.")
    }
  }

  func contest(threads: Int, clock: Sample.Clock? = nil) -> Contest {
    Contest(threads: threads, runs: runs, repeats: repeats, clock: clock)
  }

  func print(_ report: Report, _ entries: [Contest.Entry]) throws {
    for line in try report.lines(entries, isJSON: json) { Swift.print(line) }
    if !json { Swift.print() }
  }
}

/// How many threads work.
struct WorkerOption: ParsableArguments {
  @Option(help: "How many threads each side may use.") var threads = 2

  mutating func validate() throws {
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads takes a number from 1 to 1024.")
    }
  }
}

/// Who does the peer's work.
struct PeerOption: ParsableArguments {
  @Option(
    help: """
      A Python interpreter with torch, transformers, captum and tokenizers; without one only this \
      side is measured.
      """, completion: .file())
  var python: String?

  /// Starts the peer's process with a checkpoint and texts, if there is an interpreter.
  func start(threads: Int, checkpoint: String, texts: [String]) throws -> PeerProcess? {
    let peer = try start(threads: threads)
    try peer?.run(.init(method: "load", checkpoint: checkpoint, texts: texts))
    return peer
  }

  /// Starts the peer's process, if there is an interpreter.
  func start(threads: Int) throws -> PeerProcess? {
    try python.map {
      try PeerProcess(python: $0, script: PeerScript.locate(), threads: threads)
    }
  }
}

/// What every comparison says of itself.
enum BenchmarkText {
  static let method = """
    Both sides are measured in turn after one warm-up each: processor time with one thread, wall \
    time with several. The ratio is the median of the runs' ratios, with the smallest and the \
    largest. A sample is spoilt if threads waited for a core for more than 3 % of its time, or if \
    the machine's host took as much; it is taken again, and the quietest try counts. Nothing of \
    this is known off Linux.
    """
}
