import Evaluation
import Testing

struct RankScoresTests {
  @Test func agreesWithScikitLearnAndSciPy() throws {
    for one in try MetricsFixture.read().gold {
      let gold = one.weights.map { $0 > 0 }
      #expect(isClose(RankScores.rocAUC(one.scores, gold), one.rocAUC))
      #expect(isClose(RankScores.averagePrecision(one.scores, gold), one.averagePrecision))
      #expect(isClose(Correlation.pearson(one.scores, one.weights), one.pearson))
      #expect(isClose(Correlation.spearman(one.scores, one.weights), one.spearman))
      let overlap = RankScores.overlap(one.scores, gold)
      #expect(isClose(overlap?.f1, one.tokenF1))
      #expect(isClose(overlap?.iou, one.tokenIOU))
    }
  }

  @Test func countsPairsByHand() {
    // Of 2 × 2 pairs the first marked word wins both, the second one half of one.
    #expect(RankScores.rocAUC([4, 3, 1, 1], [true, false, true, false]) == 0.625)
    #expect(RankScores.rocAUC([1, 2], [true, true]) == nil)
    #expect(RankScores.rocAUC([1, 2], [false, false]) == nil)
    // Found at ranks 1 and 3, where the precision is 1 and 2/3.
    let precision = RankScores.averagePrecision([3, 2, 1], [true, false, true])
    #expect(isClose(precision, 5.0 / 6))
    #expect(RankScores.averagePrecision([1], [false]) == nil)
  }

  @Test func findsTheOverlapByHand() {
    let overlap = RankScores.overlap([5, 1, 4, 0], [true, true, false, false])
    #expect(overlap == RankScores.Overlap(f1: 0.5, iou: 1.0 / 3))
    #expect(RankScores.overlap([1], [false]) == nil)
  }

  @Test func hasNoCorrelationOfWhatDoesNotVary() {
    #expect(Correlation.pearson([0.1, 0.1, 0.1], [1, 2, 3]) == nil)
    #expect(Correlation.spearman([1, 2, 3], [4, 4, 4]) == nil)
    #expect(Correlation.pearson([1, 2, 3], [2, 4, 6]) == 1)
    #expect(Correlation.pearson([], []) == nil)
    #expect(Ranks.of([3, 1, 3, 2]) == [3.5, 1, 3.5, 2])
  }
}
