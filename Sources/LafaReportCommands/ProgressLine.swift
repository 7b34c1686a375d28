internal import Synchronization

/// How far a long run is.
struct ProgressReport: Sendable, Equatable {
  /// What happened to documents.
  let verb: String
  let done: Int
  /// How many there are; nil if that is not known before all are read.
  let total: Int?
  let seconds: Double
  /// Documents a second of late; nil before there is a time to measure.
  var rate: Double?
  /// Whether nothing follows.
  var isLast = false

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
  private let state: Mutex<State>
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  private typealias Mark = (time: ContinuousClock.Instant, done: Int)

  private struct State {
    var last = 0
    /// How far the run was, the oldest first: what a store knew is no measure of what follows.
    var marks: [Mark]
  }

  /// The time between two marks, and how many there are.
  private static let interval = Duration.seconds(5)
  private static let markCount = 3
  /// Shorter times measure nothing.
  private static let leastSeconds = 0.05

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
    state = Mutex(State(marks: [(start, 0)]))
  }

  /// Takes the number of documents done; may be called from any worker.
  func update(_ done: Int) {
    state.withLock { state in
      guard done > state.last else { return }
      state.last = done
      let now = clock.now
      console.progress(report(done, at: now, since: state.marks[0]))
      guard now - state.marks[state.marks.count - 1].time > Self.interval else { return }
      state.marks = state.marks.suffix(Self.markCount - 1) + [(now, done)]
    }
  }

  /// Says how long it took.
  func finish(_ done: Int) {
    var report = report(done, at: clock.now, since: (start, 0))
    report.isLast = true
    console.progress(report)
  }

  private func report(
    _ done: Int, at now: ContinuousClock.Instant, since mark: Mark
  ) -> ProgressReport {
    let seconds = (now - mark.time) / .seconds(1)
    return ProgressReport(
      verb: verb, done: done, total: total, seconds: (now - start) / .seconds(1),
      rate: seconds > Self.leastSeconds && done > mark.done
        ? Double(done - mark.done) / seconds : nil)
  }
}
