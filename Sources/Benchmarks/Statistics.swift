/// The figures that stand for several samples.
package enum Statistics {
  /// Returns the middle value, of an even number the mean of the middle two; nil of none.
  package static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// How many times faster one side is, run by run, each pair measured one after the other.
package struct PairedRatio: Equatable, Sendable, Encodable {
  /// The median of the pairs' ratios.
  package var median: Double
  /// The smallest ratio.
  package var low: Double
  /// The largest ratio.
  package var high: Double

  /// Compares two sides; nil without pairs.
  ///
  /// - Parameters:
  ///   - ours: Our rates, one a run.
  ///   - theirs: Their rates in the same runs.
  package init?(ours: [Double], theirs: [Double]) {
    let ratios = zip(ours, theirs).map { $0 / $1 }
    guard let median = Statistics.median(ratios), let low = ratios.min(), let high = ratios.max()
    else { return nil }
    self.median = median
    self.low = low
    self.high = high
  }
}
