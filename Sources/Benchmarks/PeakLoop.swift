internal import CBench
internal import Dispatch

/// The processor's limit: multiply-adds in registers, on several threads at once.
package struct PeakLoop: Sendable {
  private let threads: Int

  /// The vectors that are used.
  package static var name: String { String(cString: bench_peak_name()) }

  /// Passes over all sums: about 0.3 seconds.
  private static let rounds: Int64 = 1 << 27

  /// Makes the loop.
  ///
  /// - Parameter threads: How many run it at the same time.
  package init(threads: Int) {
    self.threads = threads
  }

  /// The loop as a contender, in units of 10⁹ operations.
  package var contender: Contender {
    // A short run says how many operations a round is.
    var sink: Float = 0
    let each = bench_peak(1, &sink)
    let units = each * Double(Self.rounds) * Double(threads) / 1e9
    return Contender("limit, \(Self.name) multiply-adds", units: units) { [threads] in
      Meter.sample { Self.run(threads: threads) }
    }
  }

  private static func run(threads: Int) {
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      var sink: Float = 0
      _ = bench_peak(rounds, &sink)
      precondition(sink.isFinite, "the sums stay small")
    }
  }
}
