import Foundation
import Testing
import Tokenization

struct TokenizerTests {
  @Test func cutsAWordIntoItsLongestPieces() throws {
    let text = try SmallTokenizer.make().tokenize("Goodness")
    #expect(text.tokens.map(\.id) == [2, 5, 6, 3])
    #expect(text.tokens.map(\.range) == [0..<0, 0..<4, 4..<8, 0..<0])
    #expect(text.tokens.map(\.isSpecial) == [true, false, false, true])
    #expect(text.tokens.map(\.word) == [nil, 0, 0, nil])
  }

  @Test func splitsAnUnknownWordIntoOneUnknownToken() throws {
    let text = try SmallTokenizer.make().tokenize("goodx")
    #expect(text.tokens.map(\.id) == [2, 1, 3])
    #expect(text.tokens[1].range == 0..<5)
  }

  @Test func matchesALiteralSpecialTokenAsPartOfTheText() throws {
    let text = try SmallTokenizer.make().tokenize("a[SEP]")
    #expect(text.tokens.map(\.id) == [2, 7, 3, 3])
    #expect(text.tokens.map(\.isSpecial) == [true, false, false, true])
  }

  @Test func ignoresTruncationAndPadding() throws {
    let tokenizer = try SmallTokenizer.make([
      "truncation": ["max_length": 3], "padding": ["strategy": ["Fixed": 9]],
    ])
    #expect(tokenizer.tokenize("a a a a").tokens.count == 6)
  }

  @Test func countsCodePointsAndNotBytes() throws {
    let text = try SmallTokenizer.make().tokenize("中a 😀")
    #expect(text.tokens.map(\.range) == [0..<0, 0..<3, 3..<4, 5..<9, 0..<0])
    #expect(text.codePointOffsets() == [0..<0, 0..<1, 1..<2, 3..<4, 0..<0])
  }

  @Test func tellsPiecesRolesAndSize() throws {
    let tokenizer = try SmallTokenizer.make()
    #expect(tokenizer.piece(of: 6) == "##ness")
    #expect(tokenizer.piece(of: 99) == "" && tokenizer.piece(of: -1) == "")
    #expect(tokenizer.vocabularySize == SmallTokenizer.pieces.count)
    #expect(tokenizer.specialIDs == SpecialTokenIDs(cls: 2, sep: 3, pad: 0, mask: 4, unknown: 1))
  }

  @Test func keepsPiecesApartThatOnlyLookAlike() throws {
    let lines = ["[UNK]", "[CLS]", "[SEP]", "\u{E9}", "e\u{301}"].joined(separator: "\n")
    let tokenizer = try SmallTokenizer.read([
      "vocab.txt": Data(lines.utf8),
      "tokenizer_config.json": Data(#"{"do_lower_case": false}"#.utf8),
    ])
    #expect(tokenizer.tokenize("\u{E9} e\u{301}").tokens.map(\.id) == [1, 3, 4, 2])
  }

  @Test func findsAddedTokensAsTheirFlagsSay() throws {
    func token(_ id: Int, _ content: String, _ flag: String) -> [String: Any] {
      var token: [String: Any] = ["id": id, "content": content, "normalized": false]
      token[flag] = true
      return token
    }
    let tokenizer = try SmallTokenizer.make([
      "added_tokens": [
        token(30, "xx", "single_word"), token(31, "<l>", "lstrip"), token(32, "<r>", "rstrip"),
        token(33, "É!", "normalized"),
      ]
    ])
    func ids(_ text: String) -> [Int] {
      tokenizer.tokenize(text).tokens.dropFirst().dropLast().map(\.id)
    }
    #expect(ids("a xx axx") == [7, 30, 1])
    #expect(ids("e! E\u{301}!") == [33, 33])
    #expect(tokenizer.tokenize("a  <l>").tokens[2].range == 1..<6)
    #expect(tokenizer.tokenize("<r>  a").tokens[1].range == 0..<5)
    #expect(tokenizer.vocabularySize == 34)
  }

  @Test func takesTypesFromTheTemplate() throws {
    let tokenizer = try SmallTokenizer.make([
      "post_processor": [
        "type": "TemplateProcessing",
        "single": [
          ["Sequence": ["id": "A", "type_id": 1]], ["SpecialToken": ["id": "end", "type_id": 2]],
        ],
        "special_tokens": ["end": ["id": "end", "ids": [3, 2], "tokens": ["[SEP]", "[CLS]"]]],
      ]
    ])
    let text = tokenizer.tokenize("a")
    #expect(text.tokens.map(\.id) == [7, 3, 2])
    #expect(text.typeIDs == [1, 2, 2])
  }

  @Test(arguments: ["NFC", "NFD", "NFKC", "NFKD"])
  func acceptsEveryNormalizationForm(form: String) throws {
    let tokenizer = try SmallTokenizer.make([
      "normalizer": [
        "type": "Sequence",
        "normalizers": [["type": form], ["type": "StripAccents"], ["type": "Lowercase"]],
      ]
    ])
    #expect(tokenizer.tokenize("A\u{301}").tokens[1].id == (form.contains("C") ? 1 : 7))
  }
}
