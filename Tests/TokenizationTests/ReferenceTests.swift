import Foundation
import TestSupport
import Testing
import Tokenization

struct ReferenceTests {
  private struct Row: Decodable {
    enum Part: Decodable {
      case text(String)
      case times(Int)

      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let times = try? value.decode(Int.self) {
          self = .times(times)
        } else {
          self = .text(try value.decode(String.self))
        }
      }
    }

    var text: [[Part]]
    var lower: [Int]
    var cased: [Int]

    var wholeText: String {
      text.map { pair in
        guard pair.count == 2, case .text(let part) = pair[0], case .times(let times) = pair[1]
        else { return "" }
        return String(repeating: part, count: times)
      }.joined()
    }
  }

  private let rows: [Row]
  private let model = Fixtures.samples.appending(path: "models/reviews")

  init() throws {
    let file = Fixtures.folder.appending(path: "tokenization/texts.json")
    rows = try JSONDecoder().decode([Row].self, from: Data(contentsOf: file))
  }

  private func check(_ tokenizer: Tokenizer, _ expected: KeyPath<Row, [Int]>) {
    for row in rows {
      let text = tokenizer.tokenize(row.wholeText)
      let found = zip(text.tokens, text.codePointOffsets()).flatMap { token, offsets in
        [token.id, offsets.lowerBound, offsets.upperBound]
      }
      #expect(found == row[keyPath: expected], "\(row.wholeText.debugDescription.prefix(200))")
    }
  }

  @Test func readsEveryTextOfTheFixture() {
    #expect(rows.count >= 600)
  }

  @Test func agreesWithHuggingFaceOnATokenizerFile() throws {
    let tokenizer = try Tokenizer(folder: model)
    #expect(tokenizer.fileName == "tokenizer.json")
    check(tokenizer, \.lower)
  }

  @Test func agreesWithHuggingFaceOnAVocabularyAlone() throws {
    let vocabulary = try Data(contentsOf: model.appending(path: "vocab.txt"))
    let tokenizer = try SmallTokenizer.read(["vocab.txt": vocabulary])
    #expect(tokenizer.fileName == "vocab.txt")
    check(tokenizer, \.lower)
  }

  @Test func agreesWithHuggingFaceWhenCaseAndAccentsStay() throws {
    let settings =
      #"{"do_lower_case": false, "strip_accents": false, "cls_token": {"content": "[CLS]"}}"#
    let tokenizer = try SmallTokenizer.read([
      "vocab.txt": try Data(contentsOf: model.appending(path: "vocab.txt")),
      "tokenizer_config.json": Data(settings.utf8),
    ])
    check(tokenizer, \.cased)
  }

  @Test func keepsEveryTokenInsideOfItsWord() throws {
    let tokenizer = try Tokenizer(folder: model)
    for row in rows {
      let text = tokenizer.tokenize(row.wholeText)
      var end = 0
      for (index, word) in text.words.enumerated() {
        #expect(word.range.lowerBound >= end && !word.range.isEmpty && !word.tokens.isEmpty)
        end = word.range.upperBound
        for token in text.tokens[word.tokens] {
          #expect(token.word == index && !token.isSpecial)
          #expect(word.range.clamped(to: token.range) == token.range)
        }
      }
      #expect(text.words.map(\.tokens.count).reduce(0, +) == text.tokens.count { !$0.isSpecial })
      #expect(text.typeIDs.count == text.tokens.count)
    }
  }
}
