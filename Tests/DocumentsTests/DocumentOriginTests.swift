import AttributionRecords
import Documents
import Foundation
import Testing

/// Where the text of a file's document stands in the file.
struct DocumentOriginTests {
  /// Reads one file and passes on its document with what finds it again.
  private func read(
    _ name: String, _ bytes: [UInt8], names: FieldNames = FieldNames(),
    _ body: (Document, DocumentFolder, DocumentPlace) throws -> Void
  ) throws {
    try withFolder([name: bytes]) { url in
      let folder = try DocumentFolder(url: url, fieldNames: names)
      var count = 0
      try folder.forEachPlace { result, place in
        guard case .success(let document) = result else { return }
        count += 1
        try body(document, folder, place)
      }
      #expect(count == 1)
    }
  }

  /// What a file's code points at the places of a document's text are.
  private func said(_ document: Document, in file: String) throws -> [String] {
    let scalars = (text: Array(document.text.unicodeScalars), file: Array(file.unicodeScalars))
    return try #require(document.origins?.stretches()).map { stretch in
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars.file[stretch.file])
      if stretch.isRun { #expect(scalars.text[stretch.text] == scalars.file[stretch.file]) }
      return String(view)
    }
  }

  @Test(arguments: ["", "\u{FEFF}"])
  func countsFromTheBeginningOfTheFile(_ mark: String) throws {
    let file = "---\r\ntitle: Tïtle\r\n---\r\n\r\nA *café* &amp; more\r\n"
    try read("a.md", Array((mark + file).utf8)) { document, folder, place in
      #expect(document.text == "A café & more")
      #expect(try said(document, in: file) == ["A", "café", "&amp;", "more"])
      let origins = try #require(document.origins)
      #expect(origins.runs == [0, 26, 1, 2, 29, 4, 9, 41, 4])
      #expect(origins.references == [7, 1, 35, 5])
      #expect(folder.isMarkedUp(at: place))
      #expect(folder.contradiction(of: origins, in: document.text, at: place) == nil)
    }
  }

  /// The first mark is none of the file's text, the others are.
  @Test(arguments: [
    ("a.md", "\u{FEFF}*a* b", [0, 2, 1, 2, 5, 1]), ("a.md", "\u{FEFF}\u{FEFF}a b", [0, 2, 3]),
    ("a.html", "\u{FEFF}<p>a b", [0, 4, 3]), ("a.html", "<p>\u{FEFF}a b", [0, 4, 3]),
  ])
  func countsMarksThatAreText(_ name: String, _ file: String, _ runs: [Int]) throws {
    try read(name, Array(("\u{FEFF}" + file).utf8)) { document, folder, place in
      #expect(document.origins?.runs == runs)
      let origins = try #require(document.origins)
      #expect(folder.contradiction(of: origins, in: document.text, at: place) == nil)
    }
  }

  @Test func countsCodePointsOfOtherEncodings() throws {
    let bytes = Array("<meta charset=iso-8859-1><p>caf".utf8) + [0xE9] + Array("</p><p>du</p>".utf8)
    try read("a.html", bytes) { document, _, _ in
      #expect(document.encoding != nil)
      #expect(document.origins?.runs == [0, 28, 4, 6, 39, 2])
    }
  }

  @Test func countsBehindOtherFields() throws {
    let file = "---\ntitle: A\nnote: text\n---\nb &lt; *c*"
    let names = FieldNames(joined: ["title", "note", "text"])
    try read("a.md", Array(file.utf8), names: names) { document, folder, place in
      #expect(document.text == "A\n\ntext\n\nb < c")
      #expect(try said(document, in: file) == ["b", "&lt;", "c"])
      #expect(document.origins?.runs == [9, 28, 1, 13, 36, 1])
      let origins = try #require(document.origins)
      #expect(folder.contradiction(of: origins, in: document.text, at: place) == nil)
    }
  }

  @Test func knowsNoPlacesOfFrontMatter() throws {
    let names = FieldNames(text: "body")
    try read("a.md", Array("---\nbody: b\n---\nb".utf8), names: names) { document, _, _ in
      #expect(document.text == "b" && document.origins == nil)
    }
  }

  @Test(arguments: ["a.txt", "a.jsonl"])
  func namesNoPlacesOfTextsThatAreTheFilesOwn(_ name: String) throws {
    try read(name, Array("{\"text\": \"a\"}".utf8)) { document, folder, place in
      #expect(document.origins == nil)
      #expect(!folder.isMarkedUp(at: place))
    }
  }

  @Test func saysWhereAFileSaysSomethingElse() throws {
    let file = "<p>caf&eacute; <b>au</b> lait"
    try read("a.html", Array(file.utf8)) { document, folder, place in
      let stretches = try #require(document.origins?.stretches())
      #expect(stretches.count == 4)
      for index in stretches.indices {
        var moved = stretches
        let range = moved[index].file
        moved[index].file = range.lowerBound - 1..<range.upperBound - 1
        let detail = folder.contradiction(of: TextOrigins(moved), in: document.text, at: place)
        // The reference follows a run at once.
        #expect(
          detail
            == (index == 1
              ? "the places that it names contradict each other"
              : "its file has something else at code points \(range.lowerBound - 1) to "
                + "\(range.upperBound - 1) than the text at \(moved[index].text.lowerBound) to "
                + "\(moved[index].text.upperBound)"))
      }
      var other = stretches
      other[1].file = 7..<14
      #expect(
        folder.contradiction(of: TextOrigins(other), in: document.text, at: place)?
          .contains("code points 7 to 14") == true)
      let far = TextOrigins([.init(text: 0..<3, file: 4000..<4003, isRun: true)])
      #expect(folder.contradiction(of: far, in: document.text, at: place) != nil)
      let whole = TextOrigins(stretches)
      #expect(folder.contradiction(of: whole, in: "tea and more", at: place) != nil)
    }
  }
}
