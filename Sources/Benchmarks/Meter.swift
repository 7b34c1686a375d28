internal import Foundation

/// Times work of this process, and what other programs took from it.
package enum Meter {
  /// Runs work and times it.
  ///
  /// - Parameter work: What is timed.
  /// - Returns: The timing.
  /// - Throws: What the work throws.
  package static func sample(_ work: () throws -> Void) rethrows -> Sample {
    let machine = MachineMeter()
    let waiting = SchedulerTimes.own()
    let processor = processorSeconds()
    let clock = ContinuousClock()
    let start = clock.now
    try work()
    let seconds = (clock.now - start) / .seconds(1)
    let used = processorSeconds() - processor
    let waited = waiting.flatMap { before in
      SchedulerTimes.own().map { $0.seconds(since: before) }
    }
    return Sample(
      seconds: seconds, processorSeconds: used, waitingSeconds: waited,
      stolenShare: machine.stolenShare())
  }

  /// User and system time of this process so far.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// What the machine's host takes while something runs, in this process or another.
package struct MachineMeter {
  private let before = CoreTimes.now()

  /// Starts to look.
  package init() {}

  /// Returns the share of all cores' time that was stolen since; nil where it is not known.
  package func stolenShare() -> Double? {
    before.flatMap { before in CoreTimes.now().map { $0.stolenShare(since: before) } }
  }
}
