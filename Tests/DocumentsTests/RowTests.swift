import Documents
import Foundation
import Testing

struct RowTests {
  @Test func readsRowsInOrderAndSkipsBlankLines() throws {
    let lines =
      "{\"text\": \"one\", \"id\": \"x\"}\n\n \t\r\n{\"id\": 7, \"text\": \"two\"}\r\n{\"text\":\"3\"}"
    let (documents, faults) = try readRows(lines)
    #expect(faults.isEmpty)
    #expect(documents.map(\.id) == ["x", "7", "f-000005"])
    #expect(documents.map(\.title) == ["x", "7", "f-000005"])
    #expect(documents.map(\.source) == ["f.jsonl:1", "f.jsonl:4", "f.jsonl:5"])
    #expect(documents.map(\.text) == ["one", "two", "3"])
    #expect(documents.allSatisfy { $0.fields.isEmpty && $0.gold.isEmpty })
  }

  @Test func hashesTheBytesOfTheLineWithoutItsLineFeed() throws {
    let documents = try readRows("{\"text\": \"hi\"}\n{\"text\": \"hi\"}\r\n").documents
    // printf '{"text": "hi"}' | sha256sum, and the same with \r.
    #expect(
      documents.map(\.sha256) == [
        "1af583c098473ec00cf39fee4e4216aff4a59baf0923d738fefbbfc04967d479",
        "d542f3550009b67d737adf2c4e26d7f64666ab8bb9d0bb8bc7d0704d2eb3eb88",
      ])
  }

  @Test func sortsFilesByBytesAndKeepsTheirRowsInOrder() throws {
    let files = [
      "b.JSONL": "{\"text\":\"3\"}", "a/r.jsonl": "{\"text\":\"1\"}\n{\"text\":\"2\"}",
      "c.txt": "4",
      "d.yaml": "no",
    ]
    try withFolder(files.mapValues { Array($0.utf8) }) { url in
      let listed = try DocumentFolder(url: url)
      #expect(listed.read().documents.map(\.text) == ["1", "2", "3", "4"])
      #expect(listed.read().documents.map(\.id) == ["a/r-000001", "a/r-000002", "b-000001", "c"])
      #expect(listed.leftAloneCount == 1)
    }
  }

  @Test(arguments: [
    (#""label": "pos""#, ["pos"]), (#""label": 1"#, ["1"]), (#""label": -2.50e+1"#, ["-2.50e+1"]),
    (#""label": true"#, ["true"]), (#""label": false"#, ["false"]), (#""label": null"#, []),
    (#""other": 1"#, []), (#""label": []"#, []), (#""label": """#, []),
    (#""label": ["b", "a" , "b", ""]"#, ["b", "a"]),
    // One text, two spellings in bytes: two labels.
    (#""label": ["\u00e9", "e\u0301"]"#, ["\u{E9}", "e\u{301}"]),
    (#""label": 12345678901234567890123456789.10"#, ["12345678901234567890123456789.10"]),
  ])
  func takesLabelsAsTheDataGivesThem(_ field: String, _ gold: [String]) throws {
    let (documents, faults) = try readRows("{\"text\": \"t\", \(field)}")
    #expect(faults.isEmpty)
    #expect(documents.first.map { $0.gold.map { Array($0.utf8) } } == gold.map { Array($0.utf8) })
  }

  @Test func joinsAPairAndSaysWhereItsTextsStand() throws {
    let names = FieldNames(text: "premise", pair: "hypothesis", label: "gold")
    let (documents, faults) = try readRows(
      #"{"hypothesis": "b\u0301c", "premise": "Zürich\n\n", "gold": "neutral", "label": "no"}"#,
      names: names)
    #expect(faults.isEmpty)
    let document = try #require(documents.first)
    #expect(document.text == "Zürich\n\n\n\nb\u{301}c")
    #expect(
      document.fields == [
        Document.Field(name: "premise", range: 0..<9),
        Document.Field(name: "hypothesis", range: 11..<15),
      ])
    #expect(document.gold == ["neutral"])
  }

  @Test func takesATitleIfItIsAStringAndShortensIt() throws {
    let long = String(repeating: "word ", count: 40)
    let documents = try readRows(
      """
      {"text": "t", "title": "A <b>"}
      {"text": "t", "title": 5, "id": "five"}
      {"text": "t", "title": "\(long)"}
      {"text": "t", "title": " ", "id": "blank"}
      """
    ).documents
    #expect(documents.count == 4)
    #expect(documents.map(\.title).prefix(2) == ["A <b>", "five"])
    #expect(documents[2].title.hasSuffix("word…") && documents[2].title.count <= 81)
    #expect(documents[3].title == "blank")
  }

  @Test func keepsControlCharactersAsPlainTextsDo() throws {
    try withFolder([
      "a.txt": [0x61, 0x00, 0x07, 0x0D, 0x0A, 0x62],
      "b.jsonl": Array(#"{"text": "a\u0000\u0007\r\nb"}"#.utf8),
    ]) { url in
      let texts = try DocumentFolder(url: url).read().documents.map { Array($0.text.utf8) }
      #expect(texts.count == 2 && texts.first == texts.last)
    }
  }

  @Test func dropsAByteOrderMarkBeforeTheFirstLineOnly() throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let row = mark + Array(#"{"text": "\uFEFFhi"}"#.utf8)
    let (documents, faults) = try readRows(row + [0x0A] + row)
    #expect(documents.map { Array($0.text.utf8) } == [Array("hi".utf8)])
    #expect(faults == [.row(source: "f.jsonl:2", fault: .notJSON(byte: 1))])
  }

  @Test func resolvesEscapesInKeysAndTexts() throws {
    let documents = try readRows(
      #"{"te\u0078t": "\"\\\/\b\f\n\r\t\u00E9\ud83D\uDE00 日本", "t": "\u2028"}"#
    ).documents
    #expect(documents.first?.text == "\"\\/\u{8}\u{C}\n\r\t\u{E9}\u{1F600} 日本")
  }

  @Test func takesTheLastOfTwoEqualKeys() throws {
    let documents = try readRows(#"{"text": 1, "id": "a", "text": "last", "id": null}"#).documents
    #expect(documents.map(\.text) == ["last"] && documents.map(\.id) == ["f-000001"])
  }

  @Test func tellsKeysApartByBytes() throws {
    let names = FieldNames(text: "\u{E9}")
    let documents = try readRows(#"{"\u00e9": "one", "e\u0301": "two"}"#, names: names).documents
    #expect(documents.map(\.text) == ["one"])
  }

  @Test func refusesTheSecondUseOfAnIDInTheRun() throws {
    let files = [
      "a.txt": "text", "b.jsonl": "{\"id\":\"a\",\"text\":\"t\"}\n{\"id\":\"1\",\"text\":\"t\"}",
      "c.jsonl": "{\"id\":1,\"text\":\"t\"}\n{\"id\":\"\\u00e9\",\"text\":\"t\"}\n"
        + "{\"id\":\"e\\u0301\",\"text\":\"t\"}\n{\"text\":\"t\"}\n{\"id\":\"c-000004\",\"text\":\"t\"}",
    ]
    try withFolder(files.mapValues { Array($0.utf8) }) { url in
      let (documents, faults) = try DocumentFolder(url: url).read()
      #expect(
        documents.map(\.source) == ["a.txt", "b.jsonl:2", "c.jsonl:2", "c.jsonl:3", "c.jsonl:4"])
      #expect(
        faults == [
          .duplicateID(source: "b.jsonl:1", id: "a", first: "a.txt"),
          .duplicateID(source: "c.jsonl:1", id: "1", first: "b.jsonl:2"),
          .duplicateID(source: "c.jsonl:5", id: "c-000004", first: "c.jsonl:4"),
        ])
      #expect(
        faults.first?.description
          == "b.jsonl:1 has the id “a” of a.txt. Rename one of them.")
    }
  }
}
