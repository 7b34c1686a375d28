import Foundation
import TestSupport
import Testing

/// Pages are small enough to be mailed, kept and opened by the thousand.
struct PageSizeTests {
  /// The bytes that the files of a text may have; of a long one, the page without its table of all
  /// words.
  private static let limits = [
    Limits(words: 17...22, page: 14_500, markdown: 3700, record: 10_000),
    Limits(words: 190...210, page: 25_000, markdown: 4700, record: 45_000),
  ]

  private struct Limits {
    let words: ClosedRange<Int>
    let page: Int
    let markdown: Int
    let record: Int
  }

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
        func text(_ path: String) throws -> String {
          try String(contentsOf: site.appending(path: path), encoding: .utf8)
        }
        let page = try text("documents/d\(index).html")
        let count = try #require(page.firstMatch(of: />(\d+) words/).flatMap { Int($0.1) })
        // Short texts have one table of words, which counts.
        let table = page.firstRange(of: /<details class="card" id="words-1">(?s:.)*?<\/details>/)
        #expect((table == nil) == (count <= 30) && page.contains("id=\"w1-\(count)\""))
        let bytes = page.utf8.count - (table.map { page[$0].utf8.count } ?? 0)
        for (place, limits) in Self.limits.enumerated() where limits.words.contains(count) {
          checked[place] += 1
          #expect(bytes <= limits.page, "d\(index), \(count) words")
          #expect(try text("documents/d\(index).md").utf8.count <= limits.markdown)
          #expect(try text("records/d\(index).json").utf8.count <= limits.record)
        }
      }
      #expect(checked.allSatisfy { $0 >= 5 }, "\(checked)")
    }
  }
}
