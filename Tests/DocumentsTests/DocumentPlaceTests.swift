import Documents
import Foundation
import Testing

struct DocumentPlaceTests {
  /// Reads all documents with their places.
  private func places(_ folder: DocumentFolder) -> [(document: Document, place: DocumentPlace)] {
    var found: [(Document, DocumentPlace)] = []
    folder.forEachPlace { result, place in
      if case .success(let document) = result { found.append((document, place)) }
    }
    return found
  }

  @Test func readsEveryDocumentAgainFromItsPlace() throws {
    // Longer than what is read of a file at once, with a mark, blank lines and a broken one.
    let long = String(repeating: "wörd ", count: 70_000)
    let rows = """
      \u{FEFF}{"text":"first"}\r

      {"text":
      {"text":"\(long)"}
      {"id":"named","text":"last","label":"good"}
      """
    try withFolder([
      "a.txt": Array("\u{FEFF}A title\n\nand a text".utf8), "b.jsonl": Array(rows.utf8),
      "c/d.txt": Array("more".utf8),
    ]) { url in
      let folder = try DocumentFolder(url: url)
      let found = places(folder)
      #expect(found.map(\.document.id) == ["a", "b-000001", "b-000004", "named", "c/d"])
      for (document, place) in found.reversed() {
        #expect(try folder.document(at: place) == document)
        #expect(folder.source(of: place) == document.source)
      }
    }
  }

  @Test(arguments: ["{\"text\":\"twO\"}", "{\"text\":\"two\"", ""])
  func namesARowThatChanged(_ second: String) throws {
    try withFolder(["f.jsonl": Array("{\"text\":\"one\"}\n{\"text\":\"two\"}\n".utf8)]) { url in
      let folder = try DocumentFolder(url: url)
      let found = places(folder)
      try Data("{\"text\":\"one\"}\n\(second)".utf8).write(to: url.appending(path: "f.jsonl"))
      #expect(try folder.document(at: found[0].place).text == "one")
      #expect(throws: DocumentFault.changed(source: "f.jsonl:2")) {
        try folder.document(at: found[1].place)
      }
    }
  }

  @Test func namesAFileThatChangedOrIsGone() throws {
    try withFolder(["a.txt": Array("one".utf8)]) { url in
      let folder = try DocumentFolder(url: url)
      let place = places(folder)[0].place
      let file = url.appending(path: "a.txt")
      try Data("onE".utf8).write(to: file)
      #expect(throws: DocumentFault.changed(source: "a.txt")) { try folder.document(at: place) }
      try FileManager.default.removeItem(at: file)
      let fault = #expect(throws: DocumentFault.self) { try folder.document(at: place) }
      #expect(fault?.description.hasPrefix("a.txt changed while the reports were made") == true)
    }
  }
}
