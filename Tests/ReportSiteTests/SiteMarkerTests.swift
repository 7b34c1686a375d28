import AttributionRecords
import Foundation
import ReportSite
import TestSupport
import Testing

struct SiteMarkerTests {
  /// The marker as `Codable` sees it.
  private struct Coded: Codable {
    struct File: Codable {
      var path: String
      var bytes: Int
      var sha256: String
    }

    var files: [File]
    var tool = Tool.name
    var version = Tool.version
  }

  private static let digest = Fingerprint.sha256(Data("text".utf8))

  private func coded(_ paths: [String]) -> Coded {
    Coded(files: paths.map { .init(path: $0, bytes: $0.utf8.count, sha256: Self.digest) })
  }

  private func marker(_ paths: [String]) -> SiteMarker {
    SiteMarker(
      files: coded(paths).files.map {
        StagedFile(path: $0.path, bytes: $0.bytes, sha256: $0.sha256)
      })
  }

  private func encoded(_ coded: Coded, _ more: JSONEncoder.OutputFormatting) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = more.union([.sortedKeys, .withoutEscapingSlashes])
    return try encoder.encode(coded)
  }

  /// Has a marker read from a folder that has nothing but these bytes.
  private func read(_ data: Data) throws -> SiteMarker? {
    try Fixtures.withTemporaryFolder { folder in
      try data.write(to: folder.appending(path: SiteMarker.name))
      return SiteMarker.read(folder)
    }
  }

  private func written(_ marker: SiteMarker) throws -> Data {
    var data = Data()
    var marker = marker
    marker.sort()
    try marker.write { data += $0 }
    return data
  }

  /// Paths whose order is easily got wrong, and those that JSON must escape.
  private static let paths = [
    "", "a", "a-b.html", "a.html", "a.md", "a/b.html", "a0.html", "ab.html", "b/.c", "b/a.b.c",
    "b/a/c", "index", "z \"q\" \\ \r\n\t\u{1}\u{7F}.md", "é/\u{301}\u{2028}", "\u{1F600}.json",
  ]

  @Test(arguments: [[], ["a"], paths])
  func writesWhatTheEncoderWrites(_ paths: [String]) throws {
    let data = try written(marker(paths.reversed()))
    let expected = String(decoding: try encoded(coded(paths), []), as: UTF8.self)
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    // A line a file; the last member seals what comes before it.
    #expect(lines.count == paths.count + 3)
    let text = lines.joined()
    #expect(text.hasPrefix(expected.dropLast()))
    let body = try #require(data.range(of: Data(",\"wholeSHA256".utf8))).lowerBound
    let seal = ",\"wholeSHA256\":\"\(Fingerprint.sha256(data[..<body]))\"}"
    #expect(data[body...] == Data(seal.utf8))
    #expect(text == expected.dropLast() + seal)
  }

  @Test(arguments: [0, 1, 20_000])
  func readsInPartsWhatItWroteInParts(_ count: Int) throws {
    let paths = (0..<count).map { "documents/\($0)},\n    }.html" }
    let data = try written(marker(paths))
    let sorted = paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let found = try #require(try read(data))
    #expect(found.files == marker(sorted).files)
  }

  @Test func noticesEveryByteOfItThatChanges() throws {
    try Fixtures.withTemporaryFolder { folder in
      let place = folder.appending(path: SiteMarker.name)
      let whole = try written(marker(["a", "b/c.html"]))
      try whole.write(to: place)
      #expect(SiteMarker.isIntact(folder) == true)
      for index in whole.indices {
        var changed = whole
        changed[index] ^= 1
        try changed.write(to: place)
        #expect(SiteMarker.isIntact(folder) != true, "byte \(index)")
      }
      try encoded(coded(["a"]), .prettyPrinted).write(to: place)
      #expect(SiteMarker.isIntact(folder) == nil)
    }
  }

  @Test func readsMarkersOfEarlierVersions() throws {
    try Fixtures.withTemporaryFolder { folder in
      var data = try encoded(coded(["a", "b/c.html"]), .prettyPrinted).dropLast(2)
      let seal = ",\n  \"wholeSHA256\" : \"\(Fingerprint.sha256(data))\"\n}"
      data += Data(seal.utf8)
      try data.write(to: folder.appending(path: SiteMarker.name))
      #expect(SiteMarker.isIntact(folder) == true)
      #expect(SiteMarker.read(folder)?.files == marker(["a", "b/c.html"]).files)
    }
  }

  @Test func readsAMarkerThatSomeoneHasFormatted() throws {
    let found = try #require(try read(encoded(coded(Self.paths), [])))
    #expect(found.files == marker(Self.paths).files)
  }

  @Test func readsNoMarkerOfAnotherToolAndNoneThatIsDamaged() throws {
    var other = coded(["a"])
    other.tool = "another"
    #expect(try read(encoded(other, .prettyPrinted)) == nil)
    let whole = try written(marker((0..<9000).map { "documents/\($0).html" }))
    for count in [0, 1, 20, 100, 600_000, whole.count - 1] {
      #expect(try read(whole.prefix(count)) == nil, "\(count) bytes")
    }
    #expect(try read(whole + Data("x".utf8)) == nil)
    #expect(try read(whole) != nil)
  }
}
