import AttributionRecords
import Foundation
import ReportSite
import TestSupport
import Testing

struct RecordFolderTests {
  static let records = ["a", "folder/b c", "é", "e\u{301}"].map { SampleRecord(id: $0).record }

  private func withSite(_ body: (URL) throws -> Void) throws {
    try Fixtures.withTemporaryFolder { folder in
      let output = folder.appending(path: "site")
      try SiteWriter(output: output, renderer: SampleSite.renderer())
        .write(SampleRecord.summary(Self.records)) { Array(Self.records[$0]) }
      try body(output)
    }
  }

  @Test(arguments: ["", "records"])
  func readsBackWhatWasWritten(_ name: String) throws {
    try withSite { site in
      let folder = try RecordFolder(url: name.isEmpty ? site : site.appending(path: name))
      #expect(folder.summary == SampleRecord.summary(Self.records))
      for record in Self.records { #expect(try folder.record(record.id) == record) }
    }
  }

  @Test func publishesTheSameBytesFromRecords() throws {
    try withSite { site in
      let folder = try RecordFolder(url: site)
      let again = site.deletingLastPathComponent().appending(path: "again")
      try SiteWriter(output: again, renderer: SampleSite.renderer()).write(folder.summary) {
        range in
        try folder.summary.documents[range].map(folder.record)
      }
      #expect(try SampleSite.contents(of: again) == SampleSite.contents(of: site))
    }
  }

  @Test func reportsAFolderWithoutARun() throws {
    try Fixtures.withTemporaryFolder { folder in
      let path = folder.path(percentEncoded: false)
      #expect(throws: SiteError.noRecords(path: path)) { try RecordFolder(url: folder) }
      let missing = folder.appending(path: "missing")
      #expect(throws: SiteError.folderMissing(path: missing.path(percentEncoded: false))) {
        try RecordFolder(url: missing)
      }
    }
  }

  @Test func reportsAMissingRecord() throws {
    try withSite { site in
      let file = site.appending(path: "records/a.json")
      try FileManager.default.removeItem(at: file)
      let folder = try RecordFolder(url: site)
      let path = file.path(percentEncoded: false)
      #expect(throws: SiteError.recordMissing(id: "a", path: path)) { try folder.record("a") }
    }
  }

  @Test func reportsARecordOfAnotherDocument() throws {
    try withSite { site in
      try RecordFile.data(of: SampleRecord(id: "z").record)
        .write(to: site.appending(path: "records/a.json"))
      let folder = try RecordFolder(url: site)
      #expect(throws: SiteError.self) { try folder.record("a") }
    }
  }
}
