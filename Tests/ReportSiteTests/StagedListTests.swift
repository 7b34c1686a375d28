import AttributionRecords
import Foundation
import ReportSite
import TestSupport
import Testing

struct StagedListTests {
  private func files(_ count: Int) -> [StagedFile] {
    (0..<count).map { number in
      StagedFile(
        path: "documents/“\(count - number)”\n.html", bytes: number,
        sha256: Fingerprint.sha256(Data([UInt8(number)])))
    }
  }

  @Test(arguments: [0, 2, 3, 4, 10])
  func givesBackAllFilesInTheirOrder(_ count: Int) throws {
    try Fixtures.withTemporaryFolder { folder in
      let scratch = folder.appending(path: "scratch")
      var list = StagedList(folder: scratch, limit: 3)
      for file in files(count) { try list.append(file) }
      #expect(try list.all == files(count))
      let lists = try? FileManager.default.contentsOfDirectory(atPath: scratch.path)
      #expect((lists ?? []).count == count / 3)
    }
  }

  @Test func doesNotTakeADamagedListForAShortOne() throws {
    try Fixtures.withTemporaryFolder { folder in
      var list = StagedList(folder: folder, limit: 3)
      for file in files(4) { try list.append(file) }
      let place = folder.appending(path: "files-0.json")
      try Data(contentsOf: place).dropLast(300).write(to: place)
      #expect(throws: CocoaError.self) { try list.all }
    }
  }
}
