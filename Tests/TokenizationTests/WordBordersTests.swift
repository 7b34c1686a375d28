import Testing
import Tokenization

struct WordBordersTests {
  @Test(arguments: [
    ("don't a", ["don't", "a"]),
    ("don’t", ["don’t"]),
    ("'a' b'", ["'", "a", "'", "b", "'"]),
    ("1,299.15 16:9 1/2", ["1,299.15", "16:9", "1/2"]),
    ("a,b. 1, 2.", ["a", ",", "b", ".", "1", ",", "2", "."]),
    ("a.1 1.a", ["a", ".", "1", "1", ".", "a"]),
    ("rock'n'roll", ["rock'n'roll"]),
    ("cafe\u{301}'s", ["cafe\u{301}'s"]),
    ("中中", ["中", "中"]),
    ("e\u{301} \u{0}a\u{200D}", ["e\u{301}", "a\u{200D}"]),
    ("‼\u{200D}‼\u{200D}‼ a", ["‼\u{200D}‼\u{200D}‼", "a"]),
    (" \n\u{0} ", []),
    ("a[SEP]b", ["a", "[SEP]", "b"]),
  ])
  func joinsPartsToTheWordsOfAReader(text: String, words: [String]) throws {
    #expect(try SmallTokenizer.make().tokenize(text).wordTexts == words)
  }

  @Test func joinsThousandsOfPartsOfOneClusterInLinearTime() throws {
    let text = String(repeating: "‼\u{200D}", count: 100_000)
    let words = try SmallTokenizer.make().tokenize(text).words
    #expect(words == [Word(range: 0..<text.utf8.count, tokens: 1..<100_001)])
  }
}
