internal import Synchronization

/// How far a long run is.
struct ProgressReport: Sendable, Equatable {
  /// What happened to documents.
  let verb: String
  let done: Int
  /// How many there are; nil if that is not known before all are read.
  let total: Int?
  let seconds: Double
  /// Whether nothing follows.
  var isLast = false

  /// Documents a second; nil before there is a time to measure.
  var rate: Double? { seconds > 0.05 && done > 0 ? Double(done) / seconds : nil }

  /// Seconds until the end; nil if that is not known.
  var left: Double? {
    guard let rate, let total, total >= done else { return nil }
    return Double(total - done) / rate
  }
}

/// Measures how far a long run is, and says it now and then.
final class ProgressLine: Sendable {
  private let console: Console
  private let verb: String
  private let total: Int?
  private let last = Mutex<Int>(0)
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  /// Makes a line.
  ///
  /// - Parameters:
  ///   - console: Where it is written.
  ///   - verb: What happens to documents.
  ///   - total: How many there are; nil if that is not known.
  init(console: Console, verb: String = "explained", total: Int? = nil) {
    self.console = console
    self.verb = verb
    self.total = total
    start = clock.now
  }

  /// Takes the number of documents done; may be called from any worker.
  func update(_ done: Int) {
    last.withLock { last in
      guard done > last else { return }
      last = done
      console.progress(report(done))
    }
  }

  /// Says how long it took.
  func finish(_ done: Int) {
    var report = report(done)
    report.isLast = true
    console.progress(report)
  }

  private func report(_ done: Int) -> ProgressReport {
    ProgressReport(verb: verb, done: done, total: total, seconds: (clock.now - start) / .seconds(1))
  }
}
