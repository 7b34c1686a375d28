import AttributionRecords
import ReportSite
import Testing

struct ScoreViewTests {
  /// Shares are exact but for the rounding of a few divisions and sums.
  private let tolerance = 1e-12

  private func view(_ change: (inout Explanation) -> Void = { _ in }) -> ScoreView {
    let record = SampleRecord(text: "one two three none").record
    var explanation = record.explanations[0]
    change(&explanation)
    return ScoreView(explanation, words: record.words)
  }

  @Test func sharesAddUpToOne() {
    let view = view()
    #expect(abs(view.shares.reduce(0, +) - 1) < tolerance)
    #expect(abs(view.ownTotal + view.neighbours.reduce(0, +) - 1) < tolerance)
    #expect(view.ranking == [2, 1, 0, 3])
    #expect(view.wordsForHalf == 1)
  }

  @Test(arguments: [(0.0, 0), (0.05, 0), (0.06, 1), (0.5, 5), (1, 9), (2, 9), (-1, 0)])
  func choosesAColourByTheShareOfTheMaximum(_ score: Double, _ level: Int) {
    #expect(ScoreView.level(score, of: 1) == level)
  }

  @Test func choosesColoursOfExtremeNumbersWithoutATrap() {
    #expect(ScoreView.level(.greatestFiniteMagnitude, of: .leastNonzeroMagnitude) == 9)
    #expect(ScoreView.level(.infinity, of: 1) == 9)
    #expect(ScoreView.level(.nan, of: 1) == 0)
    #expect(ScoreView.level(1, of: 0) == 0)
  }

  @Test func showsNoSharesWithoutScores() {
    let view = view { $0.scores = $0.scores.map { _ in 0 } }
    #expect(view.shares.allSatisfy { $0 == 0 } && view.maximum == 0 && view.ownTotal == 0)
  }

  @Test func keepsOwnPartsWithinTheShares() {
    for own in [-1e60, 1e60] {
      let view = view { $0.own = $0.own.map { _ in own } }
      #expect(zip(view.own, view.shares).allSatisfy { (0...$1).contains($0) })
    }
  }

  /// By hand: two neighbours with shares 0.1 and 0.3 of a word's score.
  ///
  /// Without one of them the
  /// part is 2 · 0.3 or 2 · 0.1, and √(1/2 · 2 · 0.2²) is 0.2.
  @Test func theErrorIsTheJackknifeOverNeighbours() throws {
    let tokens = SampleRecord(text: "one two three none").record.tokens.count
    let view = view { explanation in
      explanation.scores = Array(repeating: 0.4, count: tokens)
      explanation.neighbours = [0.1, 0.3].map { share in
        var neighbour = explanation.neighbours[0]
        neighbour.shares = Array(repeating: share, count: tokens)
        return neighbour
      }
    }
    let errors = try #require(view.uncertainty)
    for (error, share) in zip(errors, view.shares) {
      #expect(abs(error - share * 0.5) < tolerance)
    }
  }

  @Test func oneNeighbourTellsNothingOfOthers() {
    #expect(view { $0.neighbours = Array($0.neighbours.prefix(1)) }.uncertainty == nil)
    #expect(view { $0.neighbours = [] }.uncertainty == nil)
  }
}
