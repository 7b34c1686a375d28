import Documents
import Foundation
import TestSupport
import Testing

struct DocumentFolderTests {
  private func folder(
    _ files: [String: [UInt8]], _ body: (URL) throws -> Void
  ) throws {
    try withFolder(files, body)
  }

  @Test func readsTextsBelowTheFolderInTheOrderOfTheirPaths() throws {
    let files = ["b.txt": "two", "a/z.TXT": "one", "a.pdf": "no", ".x.txt": "no", "a b.txt": "0"]
    try folder(files.mapValues { Array($0.utf8) }) { url in
      let listed = try DocumentFolder(url: url)
      let (documents, faults) = listed.read()
      #expect(documents.map(\.id) == ["a b", "a/z", "b"])
      #expect(documents.map(\.source) == ["a b.txt", "a/z.TXT", "b.txt"])
      #expect(documents.map(\.text) == ["0", "one", "two"])
      #expect(faults.isEmpty)
      #expect(listed.leftAlone.map(\.source) == [".x.txt", "a.pdf"])
    }
  }

  @Test func listsBadDocumentsAndReadsTheOthers() throws {
    let files: [String: [UInt8]] = [
      "latin.txt": Array("gr\u{F6}\u{DF}e\ncaf".utf8) + [0xE9, 0x0A], "blank.txt": [0x20, 0x0A],
      "none.txt": [], "ok.txt": Array("fine".utf8),
      "truncated.txt": Array("\u{20AC}".utf8) + [0xC3],
    ]
    try folder(files) { url in
      let (documents, faults) = try DocumentFolder(url: url).read()
      #expect(documents.map(\.id) == ["ok"])
      #expect(
        faults == [
          .empty(source: "blank.txt"), .notUTF8(source: "latin.txt", line: 2),
          .empty(source: "none.txt"), .notUTF8(source: "truncated.txt", line: 1),
        ])
      #expect(faults[1].description.contains("latin.txt, line 2: the text is not UTF-8"))
    }
  }

  @Test func dropsAByteOrderMarkFromTheTextButNotFromTheHash() throws {
    try folder(["a.txt": [0xEF, 0xBB, 0xBF, 0x68, 0x69]]) { url in
      let document = try #require(DocumentFolder(url: url).read().documents.first)
      #expect(document.text == "hi")
      // sha256sum of the five bytes.
      #expect(document.sha256.count == 64 && document.sha256 != Self.sha256OfHi)
    }
  }

  private static let sha256OfHi =
    "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4"

  @Test func hashesTheBytesOfTheFile() throws {
    try folder(["a.txt": Array("hi".utf8)]) { url in
      let document = try DocumentFolder(url: url).read().documents.first
      #expect(document?.sha256 == Self.sha256OfHi)
    }
  }

  @Test func cutsALongFirstLineAtAWordForTheTitle() throws {
    let line = String(repeating: "word ", count: 40)
    try folder(["a.txt": Array("\n  \(line)\nmore".utf8)]) { url in
      let title = try #require(DocumentFolder(url: url).read().documents.first?.title)
      #expect(title.hasPrefix("word word") && title.hasSuffix("word…") && title.count <= 81)
    }
  }

  @Test func namesAFolderWithoutTexts() throws {
    try folder(["a.pdf": [0x61]]) { url in
      let error = #expect(throws: DocumentFolderError.self) { try DocumentFolder(url: url) }
      #expect(error?.description.contains("has no files of the kinds that are read") == true)
    }
    #expect(throws: DocumentFolderError.missing(path: "/nowhere/x")) {
      try DocumentFolder(url: URL(filePath: "/nowhere/x"))
    }
  }

  @Test func takesTheEndingsOfTwoFilesForOneID() throws {
    try folder(["a.txt": [0x61], "a.TXT": [0x62]]) { url in
      let (documents, faults) = try DocumentFolder(url: url).read()
      #expect(documents.map(\.source) == ["a.TXT"])
      #expect(faults == [.duplicateID(source: "a.txt", id: "a", first: "a.TXT")])
    }
  }

  @Test func takesASingleFileForAFolder() throws {
    let files = ["a.txt": "one", "b.jsonl": #"{"text": "two"}"#, "c.pdf": "no", ".d.txt": "four"]
    try folder(files.mapValues { Array($0.utf8) }) { url in
      for (name, id) in [("a.txt", "a"), ("b.jsonl", "b-000001"), (".d.txt", ".d")] {
        let listed = try DocumentFolder(url: url.appending(path: name))
        #expect(listed.read().documents.map(\.id) == [id])
        #expect(listed.sources == [name] && listed.leftAloneCount == 0)
      }
      let other = url.appending(path: "c.pdf")
      let error = #expect(throws: DocumentFolderError.self) { try DocumentFolder(url: other) }
      #expect(error?.description.contains("c.pdf is of none of the kinds that are read") == true)
    }
  }

  @Test func refusesDevicesAndFollowsLinksToFiles() throws {
    try folder(["a.txt": Array("one".utf8), "b.jsonl": Array(#"{"text": "two"}"#.utf8)]) { url in
      for (name, target) in [
        ("c.txt", "a.txt"), ("d.jsonl", "b.jsonl"), ("e.txt", "/dev/zero"),
        ("f.jsonl", "/dev/zero"), ("g.jsonl", "nowhere"), ("loop", "."),
      ] {
        try FileManager.default.createSymbolicLink(
          atPath: url.appending(path: name).path(percentEncoded: false),
          withDestinationPath: target)
      }
      let (documents, faults) = try DocumentFolder(url: url).read()
      #expect(documents.map(\.id) == ["a", "b-000001", "c", "d-000001"])
      #expect(
        faults == [
          .special(source: "e.txt"), .special(source: "f.jsonl"), .unreadable(source: "g.jsonl"),
        ])
    }
  }
}
