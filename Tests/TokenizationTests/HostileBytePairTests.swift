import Foundation
import TestSupport
import Testing
import Tokenization

struct HostileBytePairTests {
  private func make(
    _ model: [String: Any], _ changes: [String: Any] = [:]
  ) throws -> Tokenizer {
    let whole: [String: Any] = [
      "type": "BPE", "vocab": ["<unk>": 0, "a": 1, "b": 2, "ab": 3, "[CLS]": 4, "[SEP]": 5],
      "merges": ["a b"], "unk_token": "<unk>",
    ]
    let root: [String: Any] = ["model": whole.merging(model) { $1 }]
    let data = try JSONSerialization.data(withJSONObject: root.merging(changes) { $1 })
    return try SmallTokenizer.read(["tokenizer.json": data])
  }

  private func error(_ model: [String: Any], _ changes: [String: Any] = [:]) throws -> String {
    try #require(throws: TokenizationError.self) { try make(model, changes) }.description
  }

  @Test func mergesWhatItKnows() throws {
    let tokens = try make([:]).tokenize("abxb").tokens
    #expect(tokens.map(\.id) == [3, 0, 2])
    #expect(tokens.map(\.range) == [0..<2, 2..<3, 3..<4])
  }

  @Test(arguments: [
    #"["a"]"#, #"["a b c"]"#, #"["  "]"#, #"[["a"]]"#, #"[["a", "b", "c"]]"#, "[1]", #"[["a", 1]]"#,
  ])
  func refusesMergesThatAreNone(merges: String) throws {
    let value = try JSONSerialization.jsonObject(with: Data(merges.utf8))
    #expect(try error(["merges": value]).contains("model.merges[0]"))
  }

  @Test(arguments: ["a c", "c a", "b a"])
  func namesPiecesThatAMergeLacks(merge: String) throws {
    #expect(try error(["merges": ["a b", merge]]).contains("“model.merges[1]” names the token"))
  }

  @Test func refusesWhatTrainingNeeds() throws {
    #expect(try error(["dropout": 0.1]).contains("“model.dropout”"))
    #expect(try make(["dropout": 0]).vocabularySize == 6)
    #expect(try make(["dropout": NSNull()]).vocabularySize == 6)
  }

  @Test func refusesContradictions() throws {
    #expect(try error(["unk_token": "?"]).contains("“?”"))
    #expect(try error(["vocab": ["a": 0, "b": 0]]).contains("have the same id 0"))
    let marked = try error(["continuing_subword_prefix": "##"])
    #expect(marked.contains("marked as inside of a word"))
    let mixed = try error(["byte_fallback": true, "end_of_word_suffix": "</w>"])
    #expect(mixed.contains("“model.byte_fallback”"))
  }

  @Test(arguments: [
    (#"{"type": "Metaspace", "replacement": ""}"#, "replacement"),
    (#"{"type": "Metaspace", "replacement": "ab"}"#, "replacement"),
    (#"{"type": "Metaspace", "replacement": "_", "prepend_scheme": "odd"}"#, "prepend_scheme"),
    (
      #"{"type":"Metaspace","replacement":"_","prepend_scheme":"first","add_prefix_space":false}"#,
      "add_prefix_space"
    ),
    (#"{"type": "FixedLength", "length": 0}"#, "length"),
    (#"{"type": "Split", "pattern": {"String": "a"}, "behavior": "Odd"}"#, "behavior"),
    (#"{"type": "Split", "pattern": {"Odd": "a"}, "behavior": "Removed"}"#, "pattern"),
    (#"{"type": "CharDelimiterSplit", "delimiter": ""}"#, "delimiter"),
    (#"{"type": "Sequence", "pretokenizers": 3}"#, "pretokenizers"),
  ])
  func namesWrongSettingsOfPreTokenizers(part: String, key: String) throws {
    let value = try JSONSerialization.jsonObject(with: Data(part.utf8))
    #expect(try error([:], ["pre_tokenizer": value]).contains("“pre_tokenizer.\(key)”"))
  }

  @Test func refusesTemplatesThatLoseAText() throws {
    let first: [String: Any] = ["Sequence": ["id": "A", "type_id": 0]]
    let part: [String: Any] = [
      "type": "TemplateProcessing", "single": [first], "pair": [first], "special_tokens": [:],
    ]
    #expect(try error([:], ["post_processor": part]).contains("“post_processor.pair”"))
    let third: [String: Any] = ["Sequence": ["id": "C", "type_id": 0]]
    let odd = part.merging(["single": [third]]) { $1 }
    #expect(try error([:], ["post_processor": odd]).contains("single[0].Sequence.id"))
  }

  @Test func namesHowToConvertASentencePieceModel() throws {
    let found = try #require(throws: TokenizationError.self) {
      try SmallTokenizer.read(["spiece.model": Data()])
    }
    #expect(
      found.description.contains("spiece.model") && found.description.contains("save_pretrained"))
  }

  @Test func namesLinesOfMergesThatAreNone() throws {
    let found = try #require(throws: TokenizationError.self) {
      try SmallTokenizer.read([
        "vocab.json": Data(#"{"<s>":0,"</s>":1,"a":2}"#.utf8),
        "merges.txt": Data("#version: 0.2\na\n".utf8),
      ])
    }
    #expect(found.description.contains("merges.txt") && found.description.contains("line 2"))
  }

  @Test(.timeLimit(.minutes(5)))
  func staysNearlyLinearOnLongWords() throws {
    var vocabulary: [String: Int] = [:]
    var merges: [String] = []
    for power in 0..<15 {
      let piece = String(repeating: "a", count: 1 << power)
      vocabulary[piece] = power
      if power > 0 {
        let half = String(piece.prefix(piece.count / 2))
        merges.append("\(half) \(half)")
      }
    }
    let tokenizer = try make(["vocab": vocabulary, "merges": merges, "unk_token": NSNull()])
    // The square of this would take minutes.
    let text = String(repeating: "a", count: 1 << 20)
    #expect(tokenizer.tokenize(text).tokens.count == 1 << 6)
  }

  @Test func boundsNesting() throws {
    var part: [String: Any] = ["type": "WhitespaceSplit"]
    for _ in 0..<100 { part = ["type": "Sequence", "pretokenizers": [part]] }
    #expect(try error([:], ["pre_tokenizer": part]).contains("nested too deeply"))
  }
}
