import Benchmarks
import Testing

struct StatisticsTests {
  @Test(
    arguments: [([3.0, 1, 2], 2.0), ([4.0, 1, 3, 2], 2.5), ([7.0], 7.0)] as [([Double], Double)])
  func takesTheMiddleOfSortedValues(values: [Double], expected: Double) {
    #expect(Statistics.median(values) == expected)
  }

  @Test func hasNoMedianOfNothing() {
    #expect(Statistics.median([]) == nil)
    #expect(PairedRatio(ours: [], theirs: []) == nil)
  }

  /// The ratio of the medians would be 30 / 20: a pair that both had a slow run does not count so.
  @Test func takesTheMedianOfThePairsRatios() throws {
    let ratio = try #require(PairedRatio(ours: [10, 30, 60], theirs: [10, 20, 20]))
    #expect(ratio.median == 1.5)
    #expect(ratio.low == 1)
    #expect(ratio.high == 3)
  }
}
