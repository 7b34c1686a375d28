import AttributionRecords
import Testing

struct WordScoresTests {
  @Test func sumsTheTokensOfEachWord() {
    let words = [
      RecordedWord(start: 0, end: 4, firstToken: 1, endToken: 3),
      RecordedWord(start: 5, end: 8, firstToken: 3, endToken: 4),
      RecordedWord(start: 9, end: 10, firstToken: 4, endToken: 4),
    ]
    #expect(WordScores.sums(of: [8, 1, 2, -4, 16], over: words) == [3, -4, 0])
  }

  @Test func knowsWhetherTheModelSawTheWholeText() {
    #expect(Coverage(words: 3, wordsSeen: 3, tokenLimit: 8).isComplete)
    #expect(!Coverage(words: 3, wordsSeen: 2, tokenLimit: 8).isComplete)
  }
}
