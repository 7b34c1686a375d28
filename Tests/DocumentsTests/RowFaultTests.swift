import Documents
import Foundation
import Testing

struct RowFaultTests {
  /// A good row after the bad one shows that reading goes on.
  private func fault(_ line: [UInt8], names: FieldNames = FieldNames()) throws -> DocumentFault? {
    let good = Array("\n{\"text\": \"good\", \"hypothesis\": \"h\", \"id\": \"good\"}".utf8)
    let (documents, faults) = try readRows(line + good, names: names)
    #expect(documents.map(\.id) == ["good"] && faults.count == 1)
    return faults.first
  }

  @Test(arguments: [
    ("nonsense", 2), ("{", 2), (#"{"text""#, 8), (#"{"text": "t""#, 13), (#"{"text": "t",}"#, 14),
    (#"{"text": "t"} x"#, 15), (#"{"text": "t"}{}"#, 14), (#"{"text": tru}"#, 13),
    (#"{"a": 01, "text": "t"}"#, 8), (#"{"a": 1., "text": "t"}"#, 9), (#"{"a": -}"#, 8),
    (#"{"a": +1}"#, 7), (#"{"a": 1e}"#, 9), (#"{"a": NaN}"#, 7), (#"{"a": [1,]}"#, 10),
    (#"{"a": [1 2]}"#, 10), (#"{"a": {"b" 1}}"#, 12), (#"{"a": [}"#, 8), (#"{"text": "\x"}"#, 12),
    (#"{"text": "\u12G4"}"#, 15), (#"{"text": "\ud800"}"#, 17), (#"{"text": "\udc00"}"#, 17),
    (#"{"text": "\ud800\u0041"}"#, 23), ("{\"text\": \"a\tb\"}", 12), ("{'text': 't'}", 2),
    ("{\"text\": \"a\u{0}b\"}", 12), ("{text: 1}", 2), ("\\", 1), ("\"", 2), ("[", 2),
  ])
  func refusesWhatIsNotJSON(_ line: String, _ byte: Int) throws {
    #expect(
      try fault(Array(line.utf8)) == .row(source: "f.jsonl:1", fault: .notJSON(byte: byte)))
  }

  @Test(arguments: ["[]", "1", "\"text\"", "null", "true", "[{\"text\": \"t\"}]", " -1.5e3 "])
  func refusesJSONThatIsNotAnObject(_ line: String) throws {
    #expect(try fault(Array(line.utf8)) == .row(source: "f.jsonl:1", fault: .notAnObject))
  }

  @Test(arguments: [
    (#"{"id": "a"}"#, RowFault.missing(field: "text", option: "--text-field")),
    (#"{"text": null}"#, .missing(field: "text", option: "--text-field")),
    (#"{"text": ["t"]}"#, .notText(field: "text", option: "--text-field")),
    (#"{"text": 5}"#, .notText(field: "text", option: "--text-field")),
    (#"{"text": " \n\u00a0"}"#, .empty(field: "text")), (#"{"text": ""}"#, .empty(field: "text")),
    (#"{"text": "\ufeff"}"#, .empty(field: "text")),
    (#"{"text": "t", "id": 1.5}"#, .badID(field: "id")),
    (#"{"text": "t", "id": 1e3}"#, .badID(field: "id")),
    (#"{"text": "t", "id": true}"#, .badID(field: "id")),
    (#"{"text": "t", "id": ""}"#, .badID(field: "id")),
    (#"{"text": "t", "id": {}}"#, .badID(field: "id")),
    (#"{"text": "t", "label": {}}"#, .badLabel(field: "label")),
    (#"{"text": "t", "label": ["a", 1]}"#, .badLabel(field: "label")),
    (#"{"text": "t", "label": [["a"]]}"#, .badLabel(field: "label")),
  ])
  func namesTheFieldThatIsWrong(_ line: String, _ expected: RowFault) throws {
    #expect(try fault(Array(line.utf8)) == .row(source: "f.jsonl:1", fault: expected))
  }

  @Test(arguments: [
    (#"{"text": "t"}"#, RowFault.missing(field: "hypothesis", option: "--pair-field")),
    (#"{"text": "t", "hypothesis": 1}"#, .notText(field: "hypothesis", option: "--pair-field")),
    (#"{"text": "t", "hypothesis": " "}"#, .empty(field: "hypothesis")),
    (#"{"hypothesis": "t"}"#, .missing(field: "text", option: "--text-field")),
  ])
  func wantsBothTextsOfAPair(_ line: String, _ expected: RowFault) throws {
    let found = try fault(Array(line.utf8), names: FieldNames(pair: "hypothesis"))
    #expect(found == .row(source: "f.jsonl:1", fault: expected))
  }

  @Test func saysWhatIsWrongWhereAndWhatToDo() throws {
    let found = try fault(Array(#"{"text": "t"}"#.utf8), names: FieldNames(pair: "hypothesis"))
    #expect(
      found?.description
        == "f.jsonl:1 has no “hypothesis”. Add it or name another field with --pair-field.")
    #expect(
      try fault(Array("x".utf8))?.description
        == "f.jsonl:1 is not JSON at byte 1. Write one JSON object on each line.")
  }

  @Test func saysOnceThatNoRowHasAKeyThatAnOptionNames() throws {
    var names = FieldNames(
      id: "key", joined: ["title", "text", "brand"], label: "gold", category: "kind")
    names.marks.spans = "marks"
    // What some rows lack is allowed, and null is said of a key that is there.
    let rows = #"{"text": "one", "kind": "a"}"# + "\n" + #"{"text": "two", "marks": null}"#
    for _ in 1...2 {
      let (documents, faults) = try readRows(rows, names: names)
      #expect(documents.map(\.text) == ["one", "two"])
      #expect(
        faults == [
          .noKey(
            source: "f.jsonl", fields: ["title", "brand"], option: "--fields", columns: nil),
          .noKey(source: "f.jsonl", fields: ["key"], option: "--id-field", columns: nil),
          .noKey(source: "f.jsonl", fields: ["gold"], option: "--label-field", columns: nil),
        ])
      #expect(faults.allSatisfy { !$0.isSkipped })
    }
    #expect(
      try readRows(rows, names: FieldNames(id: "key")).faults.map(\.description) == [
        "f.jsonl: no row has “key”. Correct --id-field, or leave it out."
      ])
    let unlabelled = try readRows(
      #"{"text": "t", "label": 1, "none": 2}"#, names: FieldNames(label: FieldNames.noLabel))
    #expect(unlabelled.faults.isEmpty && unlabelled.documents[0].gold.isEmpty)
    // Of rows that cannot be read nothing is known.
    #expect(try readRows("x", names: names).faults.count == 1)
  }

  @Test func refusesBytesThatAreNotUTF8() throws {
    let start = Array("{\"text\": \"".utf8)
    let end = Array("\"}".utf8)
    for bytes: [UInt8] in [[0xE9], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF5, 0x80, 0x80, 0x80]] {
      #expect(
        try fault(start + bytes + end) == .row(source: "f.jsonl:1", fault: .notUTF8))
    }
  }

  @Test func refusesAnIDThatIsTooLong() throws {
    let id = String(repeating: "i", count: 4097)
    #expect(
      try fault(Array("{\"text\": \"t\", \"id\": \"\(id)\"}".utf8))
        == .row(source: "f.jsonl:1", fault: .longID(field: "id", limit: 4096)))
  }

  @Test func namesAFileWithoutRows() throws {
    #expect(try readRows("").faults == [.empty(source: "f.jsonl")])
    #expect(try readRows("\n \n").faults == [.empty(source: "f.jsonl")])
  }
}
