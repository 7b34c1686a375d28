import Testing
import Tokenization

struct TruncationTests {
  @Test func keepsTheTemplateAndTheFirstTokens() throws {
    let text = try SmallTokenizer.make().tokenize("a goodness b")
    let cut = text.truncated(to: 4)
    #expect(cut.tokens.map(\.id) == [2, 7, 5, 3])
    #expect(cut.typeIDs.count == 4)
    #expect(cut.words.map(\.tokens) == [1..<2, 2..<3, 3..<3])
    #expect(cut.words.map(\.range) == text.words.map(\.range))
    #expect(cut.text == text.text)
  }

  @Test func changesNothingThatFits() throws {
    let text = try SmallTokenizer.make().tokenize("a b")
    #expect(text.truncated(to: 4) == text)
  }

  @Test(arguments: [Int.min, -1, 0, 1, 2])
  func neverCutsTheTemplate(limit: Int) throws {
    let cut = try SmallTokenizer.make().tokenize("a b").truncated(to: limit)
    #expect(cut.tokens.map(\.id) == [2, 3])
    #expect(cut.words.map(\.tokens.count) == [0, 0])
  }
}
