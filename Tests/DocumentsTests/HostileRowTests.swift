import Documents
import Foundation
import TestSupport
import Testing

struct HostileRowTests {
  /// In a process of its own, since the memory of other tests would hide its growth.
  @Test func readsAHundredThousandRowsInBoundedMemory() async {
    await #expect(processExitsWith: .success) {
      try Fixtures.withTemporaryFolder { url in
        let file = url.appending(path: "f.jsonl")
        let count = 100_000
        let text = String(repeating: "some words ", count: 40)
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        for index in 0..<count {
          let row = "{\"id\": \(index), \"text\": \"\(text)\", \"label\": \(index % 2)}\n"
          try handle.write(contentsOf: Data(row.utf8))
        }
        try handle.close()
        let before = try residentMegabytes()
        var read = 0
        try DocumentFolder(url: file).forEach { result in
          if case .success(let document) = result, document.id == String(read) { read += 1 }
        }
        precondition(read == count, "read \(read) rows")
        let growth = try residentMegabytes() - before
        // The file has 46 MB. The ids and their places take about 12, a chunk and a line less than
        // one; the rest is what the allocator holds.
        precondition(growth < 30, "grew by \(growth) MB")
      }
    }
  }

  @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
  func readsOverDeepNestingWithoutRecursion(_ opening: String) throws {
    let depth = 100_000
    let closing = String(
      opening.reversed().compactMap { $0 == "[" ? "]" : $0 == "{" ? "}" : nil })
    let nested =
      String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
    let open = String(repeating: opening, count: depth)
    let (documents, faults) = try readRows(
      """
      {"x": \(nested), "text": "one"}
      {"text": \(nested)}
      {"text": "two", "label": \(nested)}
      {"x": \(open)
      \(open)
      \(nested)
      {"text": "three"}
      """)
    #expect(documents.map(\.text) == ["one", "three"])
    #expect(faults.map(\.source) == (2...6).map { "f.jsonl:\($0)" })
    #expect(
      faults.first
        == .row(
          source: "f.jsonl:2", fault: .notText(field: "text", option: "--text-field")))
  }

  @Test func readsOverALineThatIsTooLong() throws {
    try Fixtures.withTemporaryFolder { url in
      let file = url.appending(path: "f.jsonl")
      let frame = Array("{\"text\": \"\"}".utf8).count
      func row(_ size: Int) -> Data {
        Data("{\"text\": \"".utf8) + Data(repeating: 0x61, count: size - frame) + Data("\"}\n".utf8)
      }
      let limit = DocumentFolder.sizeLimit
      try (row(limit) + row(limit + 1) + row(20)).write(to: file)
      var sizes: [Int] = []
      var faults: [DocumentFault] = []
      try DocumentFolder(url: file).forEach { result in
        switch result {
        case .success(let document): sizes.append(document.text.utf8.count)
        case .failure(let fault): faults.append(fault)
        }
      }
      #expect(sizes == [limit - frame, 20 - frame])
      #expect(faults == [.row(source: "f.jsonl:2", fault: .tooLong(limit: limit))])
    }
  }

  @Test func endsWithoutACrashWhereverARowIsCutOrChanged() throws {
    let row = Array(
      #"{"id": -1, "text": "a\n\ud83d\ude00", "x": [1.5e3, {"y": null}], "label": ["é", "b"]}"#.utf8
    )
    var lines: [[UInt8]] = (1..<row.count).map { Array(row[..<$0]) }
    for index in row.indices {
      for byte: UInt8 in [0x00, 0x22, 0x2C, 0x5B, 0x5C, 0x5D, 0x7B, 0x7D, 0x80, 0xFF] {
        var line = row
        line[index] = byte
        lines.append(line)
      }
    }
    let (documents, faults) = try readRows(Array(lines.joined(separator: [0x0A])))
    #expect(documents.count + faults.count == lines.count)
    // What is cut is never JSON.
    let cut = faults.prefix(row.count - 1)
    #expect(cut.map(\.source) == (1..<row.count).map { "f.jsonl:\($0)" })
  }

  /// What Foundation takes for an object must be one here, with the same text.
  @Test func agreesWithFoundationOnRandomRows() throws {
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"text\"", "\"a\"", "1", "-0.5", "1E2", "true", "null", " ",
      "\"\\u0041\"", "\"é\"", "{\"text\": \"t\"", "\"b\": ",
    ]
    var seed: UInt64 = 1
    func random(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    var accepted = 0
    let lines = (0..<20_000).map { _ in
      let middle = (0..<random(6)).map { _ in pieces[random(pieces.count)] }.joined()
      return random(2) == 0 ? "{\"text\": \"t\"" + middle + "}" : "{" + middle + "}"
    }
    let faults = try readRows(lines.joined(separator: "\n")).faults
    let refused = Set(
      faults.compactMap { fault -> String? in
        guard case .row(let source, .notJSON) = fault else { return nil }
        return source
      })
    // Foundation also takes a comma before the end, which RFC 8259 does not have.
    let lax = #/,\s*[\]}]/#
    for (index, line) in lines.enumerated() where !line.contains(lax) {
      let value = try? JSONSerialization.jsonObject(with: Data(line.utf8))
      if value != nil { accepted += 1 }
      #expect((value == nil) == refused.contains("f.jsonl:\(index + 1)"), "\(line)")
    }
    #expect(accepted > 500)
  }
}

/// Returns how much memory the process holds; 0 where the system does not say.
private func residentMegabytes() throws -> Int {
  guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
    return 0
  }
  let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
  return try #require(Int(line.split(separator: " ").dropLast().last ?? "")) / 1024
}
