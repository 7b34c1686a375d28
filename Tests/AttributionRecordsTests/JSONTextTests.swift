import AttributionRecords
import Foundation
import Testing

/// Records are written by hand, in the form of `JSONEncoder`: the same bytes.
struct JSONTextTests {
  private func expectEncodersBytes(_ record: AttributionRecord) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let written = String(decoding: try RecordFile.data(of: record), as: UTF8.self)
    #expect(written == String(decoding: try encoder.encode(record), as: UTF8.self) + "\n")
  }

  @Test(arguments: [SmallRecord.record, SmallRecord.pair, SmallRecord.tagged])
  func writesEveryKindOfRecordAsTheEncoderDoes(_ record: AttributionRecord) throws {
    try expectEncodersBytes(record)
  }

  @Test func writesARegressionWithoutWhatItLacks() throws {
    var record = SmallRecord.record
    record.prediction.value = .init(value: 999, unit: "USD")
    record.provenance.date = "2026-01-01T00:00:00Z"
    record.provenance.parameters.fieldNames = ["text": "a/b", "id": "\"", "é": "x"]
    record.gold = ["1", "\""]
    record.explanations[0].neighbours[0].value = .init(value: 0.5, unit: nil)
    record.explanations[0].neighbours[0].probability = nil
    record.explanations[0].neighbours[0].agrees = nil
    try expectEncodersBytes(record)
  }

  @Test func writesListsWithoutElements() throws {
    var record = SmallRecord.record
    record.tokens = []
    record.words = []
    record.explanations[0].neighbours = []
    record.explanations[0].scores = []
    try expectEncodersBytes(record)
    record.explanations = []
    try expectEncodersBytes(record)
  }

  @Test func escapesEveryCharacterAsTheEncoderDoes() throws {
    var record = SmallRecord.record
    let scalars = (0..<0x3000).compactMap(Unicode.Scalar.init(_:)) + ["\u{FFFE}", "\u{1F600}"]
    record.text = String(String.UnicodeScalarView(scalars))
    record.tokens[0].piece = "\\/\"\r\n"
    record.explanations[0].neighbours[0].excerpt.text = "e\u{301}\u{2028}\u{7F}"
    try expectEncodersBytes(record)
  }

  @Test func writesNumbersAsTheEncoderDoes() throws {
    var record = SmallRecord.record
    var scores: [Double] = [0, -0.0, 1, -1, 0.1, 1e15, 1e16, 1e17, 123_456_789, 1e-4, 1e-5, -2.5]
    scores += [.leastNonzeroMagnitude, .greatestFiniteMagnitude]
    // Bit patterns of all magnitudes, the same in every run.
    var pattern: UInt64 = 1
    for _ in 0..<2000 {
      pattern = pattern &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let number = Double(bitPattern: pattern)
      if number.isFinite { scores.append(number) }
    }
    record.explanations[0].scores = scores
    record.explanations[0].neighbours[0].distance = 3
    try expectEncodersBytes(record)
  }
}
