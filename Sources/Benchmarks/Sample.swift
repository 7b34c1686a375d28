/// One timing of one contender's work.
package struct Sample: Equatable, Sendable {
  /// What the clock on the wall showed.
  package var seconds: Double
  /// User and system time of all threads.
  package var processorSeconds: Double
  /// How long threads that could run waited for a core; nil where the system does not say.
  package var waitingSeconds: Double?
  /// The share of all cores' time that the machine's host gave to others; nil likewise.
  package var stolenShare: Double?
  /// The largest resident size, of child processes only.
  package var peakBytes: Int?

  /// Makes a sample from its parts.
  package init(
    seconds: Double, processorSeconds: Double, waitingSeconds: Double? = nil,
    stolenShare: Double? = nil, peakBytes: Int? = nil
  ) {
    self.seconds = seconds
    self.processorSeconds = processorSeconds
    self.waitingSeconds = waitingSeconds
    self.stolenShare = stolenShare
    self.peakBytes = peakBytes
  }

  /// From this share on, waiting or stolen time spoils a sample.
  package static let tolerance = 0.03

  /// Which of the two times counts.
  package enum Clock: String, Sendable {
    /// That of all threads together: what a busy machine changes least.
    case processor
    /// That from begin to end.
    case wall
  }

  /// The time that counts.
  package func cost(_ clock: Clock) -> Double { clock == .processor ? processorSeconds : seconds }

  /// The share of the threads' time that was lost to other programs; nil if it is not known.
  package func lostShare(threads: Int) -> Double? {
    guard let waitingSeconds, seconds > 0 else { return nil }
    return max(waitingSeconds / (seconds * Double(threads)), stolenShare ?? 0)
  }

  /// Whether other programs took more than ``tolerance`` of the time.
  package func isSpoilt(threads: Int) -> Bool {
    (lostShare(threads: threads) ?? 0) > Self.tolerance
  }
}
