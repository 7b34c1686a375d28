import Foundation
import TestSupport
import Testing

/// Pages are small enough to be mailed, kept and opened by the thousand.
struct PageSizeTests {
  /// The bytes that the page of a text may have, without the table of all words.
  private static let limits = [(words: 17...22, bytes: 15_000), (words: 190...210, bytes: 40_000)]

  @Test func keepsPagesSmall() throws {
    try Fixtures.withTemporaryFolder { top in
      let folder = Fixtures.samples.appending(path: "reviews")
      let names = try FileManager.default.contentsOfDirectory(
        atPath: folder.path(percentEncoded: false)
      ).sorted()
      let texts = try names.filter { $0.hasSuffix(".txt") }.map {
        try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
          .split(whereSeparator: \.isWhitespace)
      }
      let words = texts.flatMap(\.self)
      let short = stride(from: 0, to: 15 * 30, by: 15).map { words[$0..<$0 + 15] }
      let long = stride(from: 0, to: 60, by: 5).map { words[$0..<$0 + 165] }
      let lines = (short + long).enumerated().map { index, words in
        let text = words.joined(separator: " ").filter { $0 != "\"" && $0 != "\\" }
        return "{\"id\": \"d\(index)\", \"text\": \"\(text)\"}"
      }
      let documents = top.appending(path: "texts.jsonl")
      try Data(lines.joined(separator: "\n").utf8).write(to: documents)
      let site = top.appending(path: "site")
      let result = try CommandRunner.run([
        "generate", documents.path(percentEncoded: false), "--output",
        site.path(percentEncoded: false), "--model",
        Fixtures.samples.appending(path: "models/reviews").path(percentEncoded: false),
      ])
      try #require(result.code == 0, "\(result.errors)")
      var checked = [0, 0]
      for index in lines.indices {
        let page = try String(
          contentsOf: site.appending(path: "documents/d\(index).html"), encoding: .utf8)
        let count = try #require(page.firstMatch(of: /· (\d+) words/).flatMap { Int($0.1) })
        let table = try #require(page.firstRange(of: #"<details class="card" id="words-1">"#))
        let end = try #require(page[table.lowerBound...].firstRange(of: "</details>"))
        let bytes = page.utf8.count - page[table.lowerBound..<end.upperBound].utf8.count
        for (place, limit) in Self.limits.enumerated() where limit.words.contains(count) {
          checked[place] += 1
          #expect(bytes <= limit.bytes, "d\(index), \(count) words")
        }
      }
      #expect(checked.allSatisfy { $0 >= 5 }, "\(checked)")
    }
  }
}
