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

  private func errors(scores: [Double], given: [[Double]]) throws -> [Double] {
    let record = SampleRecord(text: scores.indices.map { "w\($0)" }.joined(separator: " ")).record
    func tokens(_ words: [Double]) -> [Double] {
      var tokens = Array(repeating: 0.0, count: record.tokens.count)
      for (word, value) in zip(record.words, words) { tokens[word.firstToken] = value }
      return tokens
    }
    var explanation = record.explanations[0]
    explanation.scores = tokens(scores)
    explanation.neighbours = given.map { shares in
      var neighbour = explanation.neighbours[0]
      neighbour.shares = tokens(shares)
      return neighbour
    }
    return try #require(ScoreView(explanation, words: record.words).uncertainty)
  }

  /// By hand: of scores 4 and 4, neighbours gave (1, 3) and (1, 0).
  ///
  /// Without the first the scores are 4 and 4 − 3 = 1, without the second 4 and 4 − 3 + 2 · 3 = 7:
  /// shares 4/5 and 4/11 of the first word, whose jackknife is √(1/2 · 2 · (12/55)²).
  @Test func theErrorIsTheJackknifeOfTheShare() throws {
    let errors = try errors(scores: [4, 4], given: [[1, 3], [1, 0]])
    for error in errors { #expect(abs(error - 12.0 / 55) < tolerance) }
  }

  /// The only word has all of the score, whichever neighbours are there.
  @Test func aShareThatCannotChangeHasNoError() throws {
    #expect(try errors(scores: [0.4], given: [[0.1], [0.3]]) == [0])
    #expect(try errors(scores: [0.4, -1], given: [[0.1, -0.1], [0.3, 0]]) == [0, 0])
  }

  @Test func oneNeighbourTellsNothingOfOthers() {
    #expect(view { $0.neighbours = Array($0.neighbours.prefix(1)) }.uncertainty == nil)
    #expect(view { $0.neighbours = [] }.uncertainty == nil)
  }
}
