internal import Synchronization

/// Says how far a long run is, now and then: nothing for a run of a few documents.
final class ProgressLine: Sendable {
  private let console: Console
  private let verb: String
  private let state = Mutex<(last: Int, said: Bool)>((0, false))
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  /// Documents between two lines; smaller runs say nothing.
  private static let interval = 1000

  /// Makes a line.
  ///
  /// - Parameters:
  ///   - console: Where it is written.
  ///   - verb: What happens to documents.
  init(console: Console, verb: String = "explained") {
    self.console = console
    self.verb = verb
    start = clock.now
  }

  /// Takes the number of documents done; may be called from any worker.
  func update(_ done: Int) {
    state.withLock { state in
      guard done >= state.last + Self.interval else { return }
      state.last = done
      state.said = true
      console.note("\(done) documents \(verb)")
    }
  }

  /// Says how long it took, if anything was said before.
  func finish(_ total: Int) {
    let said = state.withLock { $0.said }
    guard said else { return }
    let seconds = (clock.now - start) / .seconds(1)
    console.note("\(total) documents \(verb) in \(Int(seconds.rounded())) s")
  }
}
