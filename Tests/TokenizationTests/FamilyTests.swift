import Foundation
import TestSupport
import Testing
import Tokenization

/// Tokenizers with the pipelines of the usual families, against what `tokenizers` makes of texts.
struct FamilyTests {
  private struct Expected: Decodable {
    struct Digests: Decodable {
      var texts: String
      var pairs: String
    }

    var texts: [String]
    var pairs: [[String]]
    var digests: [String: Digests]
  }

  private struct Row: Decodable {
    struct Part: Decodable {
      var text: String

      init(from decoder: any Decoder) throws {
        var pair = try decoder.unkeyedContainer()
        let part = try pair.decode(String.self)
        text = String(repeating: part, count: try pair.decode(Int.self))
      }
    }

    var text: [Part]
  }

  private static let folder = Fixtures.folder.appending(path: "tokenization")
  static let families = [
    "roberta", "roberta-spaced", "deberta", "modernbert", "mpnet", "fallback", "fallback-holes",
    "suffix", "prefix", "camembert", "albert", "xlm-roberta", "deberta-v3", "deberta-v2-new",
  ]
  static let variants = [
    "nmt", "replace", "bytes-first", "no-pattern", "digits", "words", "meta-first", "flags",
    "split-Removed-False", "split-Removed-True", "split-Isolated-False", "split-Isolated-True",
    "split-MergedWithPrevious-False", "split-MergedWithPrevious-True",
    "split-MergedWithNext-False", "split-MergedWithNext-True", "split-Contiguous-False",
    "split-Contiguous-True",
  ]

  private let expected: Expected
  private let texts: [String]
  private let charsmap: String

  init() throws {
    let unigram = try JSONSerialization.jsonObject(
      with: Data(contentsOf: Self.folder.appending(path: "unigram.json")))
    charsmap = try #require((unigram as? [String: Any])?["charsmap"] as? String)
    let data = try Data(contentsOf: Self.folder.appending(path: "families.json"))
    expected = try JSONDecoder().decode(Expected.self, from: data)
    let rows = try JSONDecoder().decode(
      [Row].self, from: Data(contentsOf: Self.folder.appending(path: "texts.json")))
    texts = rows.map { $0.text.map(\.text).joined() } + expected.texts
  }

  private func digest(_ numbers: [Int]) -> String {
    var value: UInt32 = 0x811C_9DC5
    for number in numbers {
      for shift in [0, 8, 16, 24] {
        value = (value ^ UInt32(number >> shift & 0xFF)) &* 0x0100_0193
      }
    }
    return String(String(value >> 8 | 0x100_0000, radix: 16).dropFirst())
  }

  private func check(_ tokenizer: Tokenizer, _ name: String) throws {
    let digests = try #require(expected.digests[name])
    #expect(texts.count >= 2000 && digests.texts.count == texts.count * 6)
    // Six digits are one text's; fuzz.py shows the numbers of texts that differ.
    var rest = digests.texts[...]
    for text in texts {
      #expect(rest.prefix(6) == digest(tokenizer.numbers(of: text)), "\(text.debugDescription)")
      rest = rest.dropFirst(6)
    }
    rest = digests.pairs[...]
    for pair in expected.pairs {
      #expect(rest.prefix(6) == digest(tokenizer.numbers(of: pair)), "\(pair)")
      rest = rest.dropFirst(6)
    }
  }

  private func family(_ name: String) throws -> Tokenizer {
    let file = Self.folder.appending(path: "families/\(name).json")
    // The files name the character map, which is large, instead of holding it.
    let text = try String(contentsOf: file, encoding: .utf8)
      .replacing("charsmap of unigram.json", with: charsmap)
    return try SmallTokenizer.read(["tokenizer.json": Data(text.utf8)])
  }

  @Test(arguments: families)
  func agreesWithHuggingFace(name: String) throws {
    try check(try family(name), name)
  }

  @Test(arguments: variants)
  func agreesWithHuggingFaceOnRareParts(name: String) throws {
    let base = try JSONSerialization.jsonObject(
      with: Data(contentsOf: Self.folder.appending(path: "families/roberta.json")))
    let all = try JSONSerialization.jsonObject(
      with: Data(contentsOf: Self.folder.appending(path: "variants.json")))
    let changes = try #require((all as? [String: [String: Any]])?["roberta+\(name)"])
    let whole = try #require(base as? [String: Any]).merging(changes) { $1 }
    let data = try JSONSerialization.data(withJSONObject: whole)
    try check(try SmallTokenizer.read(["tokenizer.json": data]), "roberta+\(name)")
  }

  @Test(arguments: families)
  func givesEveryTokenToOneWordAtMost(name: String) throws {
    let tokenizer = try family(name)
    for text in texts {
      let found = tokenizer.tokenize(text)
      var (end, last) = (0, 0)
      for (index, word) in found.words.enumerated() {
        #expect(word.range.lowerBound >= end && !word.range.isEmpty)
        #expect(word.tokens.lowerBound >= last && !word.tokens.isEmpty)
        (end, last) = (word.range.upperBound, word.tokens.upperBound)
        #expect(found.tokens[word.tokens].allSatisfy { $0.word == index && !$0.isSpecial })
      }
      #expect(
        found.words.reduce(0) { $0 + $1.tokens.count } == found.tokens.count { $0.word != nil })
    }
  }

  @Test func readsRoBERTaFromVocabularyAndMerges() throws {
    let data = try Data(contentsOf: Self.folder.appending(path: "families/roberta.json"))
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let model = try #require(root["model"] as? [String: Any])
    let merges = try #require(model["merges"] as? [[String]]).map { $0.joined(separator: " ") }
    let vocabulary = try #require(model["vocab"] as? [String: Int])
    let mask: [String: Any] = ["content": "<mask>", "lstrip": true]
    let tokenizer = try SmallTokenizer.read([
      "vocab.json": try JSONSerialization.data(withJSONObject: vocabulary),
      "merges.txt": Data("#version: 0.2\n\(merges.joined(separator: "\n"))\n".utf8),
      "special_tokens_map.json": try JSONSerialization.data(withJSONObject: ["mask_token": mask]),
    ])
    #expect(tokenizer.fileName == "vocab.json")
    #expect(tokenizer.specialIDs == SpecialTokenIDs(cls: 0, sep: 2, pad: 1, mask: 4, unknown: 3))
    try check(tokenizer, "roberta")
  }
}
