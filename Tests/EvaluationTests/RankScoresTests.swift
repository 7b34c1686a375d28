import Evaluation
import Testing

struct RankScoresTests {
  @Test func countsPairsByHand() {
    // Of 2 × 2 pairs the first marked word wins both, the second one and a half.
    #expect(RankScores.rocAUC([4, 3, 1, 1], [true, false, true, false]) == 0.625)
    #expect(RankScores.rocAUC([1, 2], [true, true]) == nil)
    #expect(RankScores.rocAUC([1, 2], [false, false]) == nil)
  }

  @Test func findsTheOverlapByHand() {
    let overlap = RankScores.overlap([5, 1, 4, 0], [true, true, false, false])
    #expect(overlap == RankScores.Overlap(f1: 0.5, iou: 1.0 / 3))
    #expect(RankScores.overlap([1], [false]) == nil)
  }
}
