import AttributionRecords
import Foundation
import Testing

struct TextOriginsTests {
  private static let stretches: [TextOrigins.Stretch] = [
    .init(text: 0..<3, file: 5..<8, isRun: true), .init(text: 3..<4, file: 8..<16, isRun: false),
    .init(text: 5..<8, file: 20..<23, isRun: true),
  ]

  @Test func keepsStretchesInOrder() {
    let origins = TextOrigins(Self.stretches)
    #expect(origins.runs == [0, 5, 3, 5, 20, 3])
    #expect(origins.references == [3, 1, 8, 8])
    #expect(origins.stretches() == Self.stretches)
    #expect(TextOrigins([]).stretches() == [])
  }

  @Test(arguments: [
    // Within a run, over a reference, a reference alone.
    (0..<2, 5..<7, true), (1..<4, 6..<16, false), (3..<4, 8..<16, false), (6..<8, 21..<23, true),
  ])
  func findsAPartInTheFile(_ part: Range<Int>, _ file: Range<Int>, _ isSame: Bool) throws {
    let place = try #require(Self.stretches.place(of: part))
    #expect(place.file == file && place.isSame == isSame)
  }

  @Test(arguments: [4..<5, 3..<6, 7..<9, 8..<9])
  func findsNoPartThatStandsNowhere(_ part: Range<Int>) {
    #expect(Self.stretches.place(of: part) == nil)
  }

  @Test func isWrittenAsListsOfNumbers() throws {
    var record = SmallRecord.record
    record.origins = TextOrigins(Self.stretches)
    let data = try RecordFile.data(of: record)
    #expect(
      String(decoding: data, as: UTF8.self).contains(
        ",\"origins\":{\"references\":[3,1,8,8],\"runs\":[0,5,3,5,20,3]},\"prediction\":"))
    #expect(try RecordFile.record(from: data, file: "a") == record)
    #expect(
      !String(decoding: try RecordFile.data(of: SmallRecord.record), as: UTF8.self).contains(
        "origins"))
  }

  /// Numbers in a record that came from anywhere.
  @Test(arguments: [
    ("[0,5]", "[]"), ("[0,5,3]", "[3,1,8]"), ("[0,5,0]", "[]"), ("[0,5,9]", "[]"),
    ("[-1,5,3]", "[]"),
    ("[0,-5,3]", "[]"), ("[0,5,-3]", "[]"), ("[0,5,3,2,20,1]", "[]"), ("[0,5,3,3,6,1]", "[]"),
    ("[0,9223372036854775807,3]", "[]"), ("[9223372036854775807,0,3]", "[]"),
    ("[0,5,3]", "[2,1,8,8]"),
    ("[]", "[0,1,0,0]"), ("[]", "[0,0,0,1]"), ("[]", "[8,1,0,1]"), ("[0,5,3]", "[3,1,7,8]"),
  ])
  func refusesNumbersThatContradictEachOther(_ runs: String, _ references: String) throws {
    let text = String(decoding: try RecordFile.data(of: SmallRecord.record), as: UTF8.self)
    let changed = text.replacing(
      "\"prediction\":",
      with: "\"origins\":{\"references\":\(references),\"runs\":\(runs)},\"prediction\":",
      maxReplacements: 1)
    #expect(
      throws: RecordError.inconsistent(
        file: "a", detail: "the origins lie outside the text or contradict each other")
    ) { try RecordFile.record(from: Data(changed.utf8), file: "a") }
  }
}
