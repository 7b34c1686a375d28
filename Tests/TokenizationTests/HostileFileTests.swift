import Foundation
import TestSupport
import Testing
import Tokenization

struct HostileFileTests {
  private func error(_ text: String) throws -> TokenizationError {
    try #require(throws: TokenizationError.self) {
      try SmallTokenizer.read(["tokenizer.json": Data(text.utf8)])
    }
  }

  private func error(
    _ changes: [String: Any] = [:], model: [String: Any] = [:]
  ) throws -> String {
    try #require(throws: TokenizationError.self) {
      try SmallTokenizer.make(changes, model: model)
    }.description
  }

  @Test(arguments: [
    "", "{", "[1,", "\"", "{\"a\" 1}", "{\"a\":1}x", "nul", "{\"a\":\"\\ud800\"}", "{\"a\":01}",
    "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "-", String(repeating: "[", count: 100_000),
  ])
  func namesTheByteWhereJSONEnds(text: String) throws {
    guard case .notJSON = try error(text) else {
      Issue.record("not recognised as no JSON")
      return
    }
  }

  @Test(arguments: ["[]", "1", "{}", "{\"model\":[]}", "{\"model\":{\"vocab\":3}}"])
  func namesTheKeyOfAWrongType(text: String) throws {
    guard case .wrongValue(_, let key, _) = try error(text) else {
      Issue.record("not recognised as a wrong value")
      return
    }
    #expect(["the file", "model", "model.vocab"].contains(key))
  }

  @Test(arguments: ["-1", "1.5", "2147483647", "99999999999999999999", "\"1\"", "null", "1e400"])
  func refusesIdsThatAreNone(id: String) throws {
    let found = try error("{\"model\":{\"vocab\":{\"a\":\(id)}}}")
    guard case .wrongValue(_, let key, _) = found else {
      Issue.record("\(found)")
      return
    }
    #expect(key == "model.vocab[“a”]")
  }

  @Test func refusesTwoPiecesOfOneId() throws {
    let found = try error("{\"model\":{\"vocab\":{\"[UNK]\":0,\"b\":0}}}")
    #expect(found.description.contains("“[UNK]” and “b” have the same id 0"))
  }

  @Test func allowsHolesBetweenIds() throws {
    let vocabulary = ["[UNK]": 7, "[CLS]": 2, "[SEP]": 3, "a": 40]
    let tokenizer = try SmallTokenizer.make(model: ["vocab": vocabulary])
    #expect(tokenizer.vocabularySize == 41)
    #expect(tokenizer.tokenize("a x").tokens.map(\.id) == [2, 40, 7, 3])
  }

  @Test func namesWhatIsNotSupported() throws {
    #expect(try error(model: ["type": "WordLevel"]).contains("“model.type” is “WordLevel”"))
    #expect(try error(["normalizer": ["type": "Odd"]]).contains("“normalizer.type” is “Odd”"))
    #expect(try error(["pre_tokenizer": ["type": "UnicodeScripts"]]).contains("BertPreTokenizer"))
    #expect(try error(["post_processor": ["type": "Odd"]]).contains("“Odd”"))
    let nested: [String: Any] = ["type": "Sequence", "normalizers": [["type": "Odd"]]]
    #expect(try error(["normalizer": nested]).contains("normalizer.normalizers[0].type"))
    let template: [String: Any] = [
      "type": "BertProcessing", "cls": ["[CLS]", 2], "sep": ["[SEP]", 3],
    ]
    let twice: [String: Any] = ["type": "Sequence", "processors": [template, template]]
    #expect(try error(["post_processor": twice]).contains("a second template"))
  }

  @Test func namesTokensThatTheVocabularyLacks() throws {
    #expect(try error(model: ["unk_token": "<unk>"]).contains("“<unk>”"))
    let template: [String: Any] = [
      "type": "TemplateProcessing", "special_tokens": [String: Any](),
      "single": [
        ["SpecialToken": ["id": "<s>", "type_id": 0]], ["Sequence": ["id": "A", "type_id": 0]],
      ],
    ]
    #expect(try error(["post_processor": template]).contains("“<s>”"))
    let ids: [String: Any] = ["<s>": ["id": "<s>", "ids": [999]]]
    let unknown = template.merging(["special_tokens": ids]) { $1 }
    #expect(try error(["post_processor": unknown]).contains("does not hold"))
    let pair: [String: Any] = [
      "type": "BertProcessing", "cls": ["[CLS]", 5], "sep": ["[SEP]", 3],
    ]
    #expect(try error(["post_processor": pair]).contains("post_processor.cls"))
  }

  @Test func refusesContradictingAddedTokens() throws {
    let moved: [String: Any] = ["id": 9, "content": "good"]
    #expect(try error(["added_tokens": [moved]]).contains("has the ids 5 and 9"))
    let taken: [String: Any] = ["id": 5, "content": "new"]
    #expect(try error(["added_tokens": [taken]]).contains("have the same id 5"))
    let long: [String: Any] = ["id": 99, "content": String(repeating: "x", count: 300)]
    #expect(try error(["added_tokens": [long]]).contains("256 bytes"))
  }

  @Test func refusesWordsOfUnboundedLength() throws {
    #expect(try error(model: ["max_input_chars_per_word": 1 << 30]).contains("from 0 to 1000"))
  }

  @Test func namesFilesThatAreMissingOrNoText() throws {
    #expect(throws: TokenizationError.self) { try SmallTokenizer.read([:]) }
    #expect(throws: TokenizationError.self) { try SmallTokenizer.read(["vocab.txt": Data([0xFF])]) }
    let missing = try #require(throws: TokenizationError.self) {
      try SmallTokenizer.read(["vocab.txt": Data("[UNK]\n[CLS]".utf8)])
    }
    #expect(missing.description.contains("“sep_token” names the token “[SEP]”"))
    let japanese = try #require(throws: TokenizationError.self) {
      try SmallTokenizer.read([
        "vocab.txt": Data("[UNK]\n[CLS]\n[SEP]".utf8),
        "tokenizer_config.json": Data(#"{"tokenizer_class": "BertJapaneseTokenizer"}"#.utf8),
      ])
    }
    #expect(japanese.description.contains("BertJapaneseTokenizer"))
  }

  @Test func refusesFilesTooLargeForATokenizer() throws {
    let data = Data(repeating: 0x20, count: (64 << 20) + 1)
    #expect(throws: TokenizationError.self) { try SmallTokenizer.read(["tokenizer.json": data]) }
  }

  @Test func refusesStagesThatMultiplyATextWithoutBound() throws {
    let double: [String: Any] = [
      "type": "Replace", "pattern": ["String": "a"], "content": "aa",
    ]
    let bytes: [String: Any] = ["type": "ByteLevel"]
    for part in [double, bytes] {
      let many: [String: Any] = [
        "type": "Sequence", "normalizers": Array(repeating: part, count: 40),
      ]
      #expect(try error(["normalizer": many]).contains("times as long"))
    }
  }

  @Test func staysLinearOnAddedTokensOfWhiteSpace() throws {
    let token: [String: Any] = [
      "id": 90, "content": " ", "rstrip": true, "lstrip": true, "normalized": false,
    ]
    let tokenizer = try SmallTokenizer.make(["added_tokens": [token]])
    let text = String(repeating: " ", count: 200_000)
    #expect(tokenizer.tokenize(text).tokens.count > 2)
  }

  @Test func staysLinearOnLongTextsWithoutSpaces() throws {
    let tokenizer = try SmallTokenizer.make()
    for part in ["a", "\u{301}", "中", "‼", "e\u{301}\u{323}", "[SEP", "'a"] {
      let text = String(repeating: part, count: 300_000 / part.utf8.count)
      #expect(tokenizer.tokenize(text).tokens.count >= 2)
    }
  }
}
