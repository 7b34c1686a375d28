import AttributionRecords
import Foundation
import Testing

struct RecordFileTests {
  private let summary = RunSummary(
    title: "T", documents: ["a"],
    faults: [.init(source: "x.txt", message: "It is empty.", isSkipped: true)],
    provenance: SmallRecord.provenance)

  /// The record's JSON with one piece replaced.
  private func data(replacing piece: String, with other: String) throws -> Data {
    let text = String(decoding: try RecordFile.data(of: SmallRecord.record), as: UTF8.self)
    let place = try #require(text.range(of: piece))
    return Data(text.replacingCharacters(in: place, with: other).utf8)
  }

  @Test func readsBackARecord() throws {
    let data = try RecordFile.data(of: SmallRecord.record)
    #expect(try RecordFile.record(from: data, file: "a.json") == SmallRecord.record)
    #expect(data.last == 0x0A)
  }

  @Test(arguments: [SmallRecord.pair, SmallRecord.tagged])
  func readsBackFieldsAndEntities(_ record: AttributionRecord) throws {
    let data = try RecordFile.data(of: record)
    #expect(try RecordFile.record(from: data, file: "a.json") == record)
  }

  @Test func readsBackASummary() throws {
    let data = try RecordFile.data(of: summary)
    #expect(try RecordFile.summary(from: data, file: "run.json") == summary)
  }

  @Test func writesTheSameBytesAgain() throws {
    let record = try RecordFile.record(
      from: RecordFile.data(of: SmallRecord.record), file: "a.json")
    #expect(try RecordFile.data(of: record) == RecordFile.data(of: SmallRecord.record))
  }

  @Test(arguments: ["<b>\"&'\\/", "NUL \0 \u{1}", "\u{202E}\u{2028}", "👩‍👩‍👧 e\u{301} é", "\r\n\t"])
  func keepsAnyTextExactly(_ text: String) throws {
    var record = SmallRecord.record
    record.title = text
    let read = try RecordFile.record(from: RecordFile.data(of: record), file: "a.json")
    #expect(Array(read.title.utf8) == Array(text.utf8))
  }

  @Test func keepsNumbersExactly() throws {
    var record = SmallRecord.record
    record.explanations[0].scores = [0.1, 1.0 / 3, .leastNonzeroMagnitude]
    let read = try RecordFile.record(from: RecordFile.data(of: record), file: "a.json")
    #expect(read.explanations[0].scores == record.explanations[0].scores)
  }

  @Test func refusesToWriteWhatIsNoNumber() {
    var record = SmallRecord.record
    record.explanations[0].scores[0] = .nan
    #expect(throws: EncodingError.self) { try RecordFile.data(of: record) }
  }

  @Test(arguments: [
    (1, "a.json has format version 1, which an earlier lafa-report wrote"),
    (3, "a.json has format version 3, which a later lafa-report writes"),
  ])
  func namesAnotherFormatVersion(_ version: Int, _ sentence: String) throws {
    let data = try data(replacing: "\"formatVersion\":2", with: "\"formatVersion\":\(version)")
    let error = #expect(throws: RecordError.formatVersion(file: "a.json", found: version)) {
      try RecordFile.record(from: data, file: "a.json")
    }
    #expect(error?.description.contains(sentence) == true)
  }

  @Test(arguments: [
    ("\"title\":\"A\",", "", "“title” is missing in the top level"),
    ("\"title\":\"A\"", "\"title\":3", "the value of title has the wrong type"),
    ("\"gold\":[],", "", "“gold” is missing in the top level"),
    ("\"fields\":[],", "", "“fields” is missing in the top level"),
    ("\"omittedExplanations\":0,", "", "“omittedExplanations” is missing in the top level"),
    ("\"entities\":[],", "", "“entities” is missing in prediction"),
    ("\"windows\":1,", "\"windows\":null,", "the value of coverage.windows has the wrong type"),
    ("\"overlap\":0,", "", "“overlap” is missing in coverage"),
    ("\"explain\":\"predicted\",", "", "“explain” is missing in provenance.parameters"),
    ("\"task\":\"singleLabel\"", "\"task\":\"x\"", "the value of prediction.task is not allowed"),
    ("\"formatVersion\":2", "\"formatVersion\":2.5", ""), ("{", "", ""), ("}", "", ""),
    ("\"ids\":[2,7,8]", "\"ids\":[2,7]", "the value of tokens is not allowed"),
    ("\"firstTokens\":[1,2]", "\"firstTokens\":[]", "the value of words is not allowed"),
    ("\"percents\":[[50,0]]", "\"percents\":[[50]]", ""),
    ("\"percents\":[[50,0]]", "\"percents\":[]", ""),
    ("\"ids\":[\"b\"]", "\"ids\":[]", ""), ("\"titles\":[\"B\"]", "\"titles\":[]", ""),
    ("\"layers\":2", "\"layers\":99999999999999999999", ""), ("0.125", "1e999", ""),
    ("0.125", "NaN", ""),
  ])
  func saysWhatIsWrongWithAFile(_ piece: String, _ other: String, _ detail: String) throws {
    let data = try data(replacing: piece, with: other)
    let error = #expect(throws: RecordError.self) {
      try RecordFile.record(from: data, file: "a.json")
    }
    guard case .notARecord("a.json", let found) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(detail.isEmpty || found == detail)
  }

  @Test(arguments: ["", "[]", "null", "{}", "\u{FEFF}", String(repeating: "[", count: 100_000)])
  func refusesOtherFiles(_ text: String) {
    #expect(throws: RecordError.self) { try RecordFile.record(from: Data(text.utf8), file: "a") }
    #expect(throws: RecordError.self) { try RecordFile.summary(from: Data(text.utf8), file: "a") }
  }
}
