import Evaluation
import Testing

struct StatisticsTests {
  /// The standard error of a p from our 10,000 flips and SciPy's 99,999 together is at most .0053;
  /// four of it.
  static let flipTolerance = 0.021
  /// A bootstrap of 2,000 finds the ends of an interval to about a twentieth of its width.
  static let intervalTolerance = 0.08

  @Test func agreesWithSciPy() throws {
    for one in try MetricsFixture.read().statistics {
      let estimate = try #require(Statistics.estimate(one.differences))
      #expect(isClose(estimate.error, one.error, within: 1e-9))
      #expect(isClose(estimate.mean / estimate.error, one.t, within: 1e-9))
      let width = one.high - one.low
      #expect(abs(estimate.low - one.low) < Self.intervalTolerance * width)
      #expect(abs(estimate.high - one.high) < Self.intervalTolerance * width)
      let p = try #require(Statistics.signFlip(one.differences))
      #expect(abs(p - one.p) < (one.isExact ? 1e-12 : Self.flipTolerance))
    }
  }

  @Test func correctsAsStatsmodelsDoes() throws {
    for one in try MetricsFixture.read().holm {
      let corrected = Statistics.holm(one.p)
      #expect(corrected.count == one.corrected.count)
      for (found, expected) in zip(corrected, one.corrected) { #expect(isClose(found, expected)) }
    }
    #expect(Statistics.holm([]) == [])
  }

  @Test func triesAllSignsByHand() {
    // 8 sign patterns of 1, 2, 3: 6 and −6 reach the mean of 2.
    #expect(Statistics.signFlip([1, 2, 3]) == 0.25)
    #expect(Statistics.signFlip([0, 0]) == 1)
    #expect(Statistics.signFlip([5]) == 1)
    #expect(Statistics.signFlip([]) == nil)
  }

  @Test func neverSaysThatChanceIsZero() {
    let p = Statistics.signFlip([Double](repeating: 1, count: 200))
    #expect(p == 1.0 / Double(Statistics.flips + 1))
  }

  @Test func givesTheSameNumbersAgain() {
    let values = (0..<50).map { Double($0 * 37 % 17) }
    #expect(Statistics.estimate(values) == Statistics.estimate(values))
    #expect(Statistics.signFlip(values) == Statistics.signFlip(values))
  }

  @Test func estimatesDegenerateSamples() throws {
    #expect(Statistics.estimate([]) == nil)
    let one = try #require(Statistics.estimate([3]))
    #expect([one.mean, one.low, one.high, one.error] == [3, 3, 3, 0])
    #expect(Statistics.jackknife([1]) == nil)
    #expect(Statistics.jackknife([2, 2, 2]) == 0)
  }
}
