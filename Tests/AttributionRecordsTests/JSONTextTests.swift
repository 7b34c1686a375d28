import AttributionRecords
import Foundation
import Testing

/// Records are written by hand, in the form of `JSONEncoder`: the same bytes.
struct JSONTextTests {
  /// Text with every kind of character that the encoder treats in a way of its own, and others.
  static let hostile = String(
    String.UnicodeScalarView(
      (0..<0x3000).compactMap(Unicode.Scalar.init(_:)) + ["\u{FFFE}", "\u{1F600}"]))

  private static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  private func expectEncodersBytes(_ record: AttributionRecord) throws {
    let written = String(decoding: try RecordFile.data(of: record), as: UTF8.self)
    #expect(written == String(decoding: try Self.encoder().encode(record), as: UTF8.self) + "\n")
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
    record.text = Self.hostile
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

  @Test(arguments: [0, 1, 3000])
  func writesASummaryInPartsAsTheEncoderDoesAtOnce(_ count: Int) throws {
    var provenance = SmallRecord.provenance
    provenance.date = "2026-01-01T00:00:00Z"
    let ids = (0..<count).map { "a/\($0) \"\\\r\n\u{1}é\u{301}" }
    let summary = RunSummary(
      title: Self.hostile, documents: ids,
      faults: ids.map {
        .init(
          source: $0, message: "“\($0)” \(Self.hostile.prefix(50))", isSkipped: $0.count % 2 == 0)
      }, provenance: provenance)
    var parts: [[UInt8]] = []
    try RecordFile.write(summary) { parts.append($0) }
    #expect(count < 3000 || parts.count > 2)
    let written = String(decoding: parts.joined(), as: UTF8.self)
    #expect(written == String(decoding: try Self.encoder().encode(summary), as: UTF8.self) + "\n")
    #expect(try RecordFile.data(of: summary) == Data(parts.joined()))
  }
}
