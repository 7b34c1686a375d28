import Foundation
import Testing
import Tokenization

/// The Swift side of Tests/Fixtures/tokenization/fuzz.py, which names a folder and compares.
struct FuzzDriverTests {
  private static let folder = ProcessInfo.processInfo.environment["TOKENIZER_FUZZ"]

  @Test(.enabled(if: folder != nil, "fuzz.py runs it"))
  func writesTheTokensOfRandomTexts() throws {
    let folder = URL(filePath: try #require(Self.folder))
    let texts = try String(contentsOf: folder.appending(path: "texts.jsonl"), encoding: .utf8)
      .split(separator: "\n")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    for name in names.sorted() where name != "texts.jsonl" {
      let tokenizer = try Tokenizer(folder: folder.appending(path: name))
      var lines = ""
      for text in texts {
        let value = try JSONSerialization.jsonObject(
          with: Data(text.utf8), options: .fragmentsAllowed)
        lines += tokenizer.numbers(of: value).map(String.init).joined(separator: " ") + "\n"
      }
      try Data(lines.utf8).write(to: folder.appending(path: "\(name)/found.txt"))
    }
  }
}

extension Tokenizer {
  /// The tokens of a text, or of a list of two, as flat numbers with offsets in code points.
  func numbers(of value: Any) -> [Int] {
    if let text = value as? String {
      let found = tokenize(text)
      return zip(found.tokens, found.codePointOffsets()).flatMap { token, offsets in
        [token.id, offsets.lowerBound, offsets.upperBound]
      }
    }
    guard let texts = value as? [String], texts.count == 2 else { return [] }
    let found = tokenize(texts[0], pair: texts[1])
    let (first, second) = (found.first.codePointOffsets(), found.second.codePointOffsets())
    return found.assembled.ids.indices.flatMap { index in
      let offsets =
        switch found.assembled.sources[index] {
        case .special: 0..<0
        case .first(let place): first[place]
        case .second(let place): second[place]
        }
      return [
        found.assembled.ids[index], found.assembled.typeIDs[index], offsets.lowerBound,
        offsets.upperBound,
      ]
    }
  }
}
