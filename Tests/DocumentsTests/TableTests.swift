import Documents
import Foundation
import Testing

/// Rows of CSV and TSV files as documents.
struct TableTests {
  private func read(
    _ text: String, file: String = "f.csv", names: FieldNames = FieldNames()
  ) throws -> (documents: [Document], faults: [DocumentFault]) {
    try read(Array(text.utf8), file: file, names: names)
  }

  private func read(
    _ bytes: [UInt8], file: String = "f.csv", names: FieldNames = FieldNames()
  ) throws -> (documents: [Document], faults: [DocumentFault]) {
    var found: (documents: [Document], faults: [DocumentFault]) = ([], [])
    try withFolder([file: bytes]) { url in
      let folder = try DocumentFolder(url: url, fieldNames: names)
      found = folder.read()
      // Whatever is read can be read again.
      try folder.forEachPlace { result, place in
        guard case .success(let document) = result else { return }
        let again = try folder.document(at: place)
        #expect(again == document)
      }
    }
    return found
  }

  @Test func readsCellsAsRFC4180HasThem() throws {
    let (documents, faults) = try read(
      "id,text,label\r\na,\"one, two\",x\r\n\r\nb,\"say \"\"hi\"\"\",\nc,\"two\nlines\r\nthree\",z")
    #expect(faults.isEmpty)
    #expect(documents.map(\.id) == ["a", "b", "c"])
    #expect(documents.map(\.text) == ["one, two", "say \"hi\"", "two\nlines\r\nthree"])
    #expect(documents.map(\.gold) == [["x"], [], ["z"]])
    #expect(documents.map(\.source) == ["f.csv:2", "f.csv:4", "f.csv:5"])
  }

  @Test func aQuoteWithinACellIsText() throws {
    let documents = try read("text\nDell 15\" laptop\n14\"\n").documents
    #expect(documents.map(\.text) == ["Dell 15\" laptop", "14\""])
    #expect(documents.map(\.id) == ["f-000002", "f-000003"])
  }

  @Test(arguments: [",", ";", "\t", "|"])
  func findsTheDelimiterByTheColumnOfTheText(_ delimiter: String) throws {
    let rows = [["id", "text", "n"], ["a", "x, y; z", "1"]].map { cells in
      cells.map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: delimiter)
    }
    let (documents, faults) = try read(rows.joined(separator: "\n"))
    #expect(faults.isEmpty)
    #expect(documents.map(\.text) == ["x, y; z"])
  }

  @Test func readsTabbedFilesWithAMarkAndOtherColumns() throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = "body\ttitle\tkind\nHello, there\tGreeting\tk\n"
    let (documents, faults) = try read(
      mark + Array(text.utf8), file: "f.TSV", names: FieldNames(text: "body", category: "kind"))
    #expect(faults.isEmpty)
    #expect(documents.map(\.text) == ["Hello, there"])
    #expect(documents.map(\.title) == ["Greeting"])
    #expect(documents.map(\.category) == ["k"])
  }

  @Test func readsPairsOfColumns() throws {
    let documents = try read("a,b\none,two\n", names: FieldNames(text: "a", pair: "b")).documents
    #expect(documents[0].text == "one\n\ntwo")
    #expect(documents[0].fields.map(\.name) == ["a", "b"])
  }

  @Test func oneBadRowDoesNotStopTheOthers() throws {
    let (documents, faults) = try read(
      Array("id,text\na,one\nb\nc,x,y\nd,\"q\"r\ne, \n\"f\",twö ß\na,three\n".utf8)
        + [0x67, 0x2C, 0xFF, 0x0A])
    #expect(documents.map(\.id) == ["a", "f"])
    let sentences = faults.map(\.description)
    #expect(sentences.count == 6)
    #expect(sentences[0].hasPrefix("f.csv:3 has no “text”."))
    #expect(sentences[1].hasPrefix("f.csv:4 has 3 cells"))
    #expect(sentences[2].hasPrefix("f.csv:5 has text behind the closing quote of cell 2."))
    #expect(sentences[3].hasPrefix("f.csv:6 has no “text”."))
    #expect(sentences[4] == "f.csv:8 has the id “a” of f.csv:2. Rename one of them.")
    #expect(sentences[5].hasPrefix("f.csv:9 is not UTF-8."))
  }

  @Test(arguments: [";", "\t", ",", "#"])
  func aFirstLineOfExcelNamesTheSeparator(_ separator: String) throws {
    let head = ["id", "text", "n"].joined(separator: separator)
    let row = ["a", "\"x, y; z\"", "1"].joined(separator: separator)
    for (mark, line) in [("", "sep="), ("\u{FEFF}", "SEP=")] {
      let (documents, faults) = try read("\(mark)\(line)\(separator)\r\n\(head)\r\n\(row)\r\n")
      #expect(faults.isEmpty, "\(faults)")
      #expect(documents.map(\.text) == ["x, y; z"])
      #expect(documents.map(\.source) == ["f.csv:3"])
    }
  }

  @Test func cellsAtTheEndOfARowMayBeMissing() throws {
    let (documents, faults) = try read(
      "id;text;label\na;one\n;;\n\"\"; ;\nb;two;x\n;;y\nc;three;x;4\n\"\"\"\";;\n")
    #expect(documents.map(\.text) == ["one", "two"])
    #expect(documents.map(\.gold) == [[], ["x"]])
    // Rows without anything are passed over, the others named.
    #expect(faults.map(\.source) == ["f.csv:6", "f.csv:7", "f.csv:8"])
    #expect(faults[1].description.contains("has 4 cells"))
    let (tabbed, none) = try read("id\ttext\n\t\na\tone\n", file: "f.tsv")
    #expect(tabbed.map(\.text) == ["one"] && none.isEmpty)
  }

  @Test func anOpenQuoteIsNamedWithItsLine() throws {
    let (documents, faults) = try read("text\none\n\"two\nthree\nfour\n")
    #expect(documents.map(\.text) == ["one"])
    #expect(faults.count == 1)
    #expect(faults[0].description.hasPrefix("f.csv:3 opens a quote that is never closed"))
  }

  @Test(arguments: [
    ("", "f.csv has no text."), ("text\n", "f.csv has no text."),
    ("id,body\na,b\n", "f.csv:1 names no column “text”, but “id”, “body”."),
    ("text,text\na,b\n", "f.csv:1 names the column “text” twice."),
    ("\"text\na", "f.csv:1 opens a quote"),
  ])
  func aFileWithoutTheColumnIsNamedOnce(_ text: String, _ sentence: String) throws {
    let (documents, faults) = try read(text)
    #expect(documents.isEmpty)
    #expect(faults.count == 1)
    #expect(faults[0].description.hasPrefix(sentence), "\(faults)")
  }

  @Test(arguments: [
    (FieldNames(id: "key"), "“key”", "--id-field"),
    (FieldNames(label: "gold"), "“gold”", "--label-field"),
    (FieldNames(category: "kind"), "“kind”", "--category-field"),
    (FieldNames(joined: ["title", "text", "brand"]), "“title”, “brand”", "--fields"),
  ])
  func saysOnceThatAnOptionNamesNoColumn(
    _ names: FieldNames, _ columns: String, _ option: String
  ) throws {
    let (documents, faults) = try read("id;text\na;b\nc;d\n", names: names)
    #expect(documents.map(\.text) == ["b", "d"])
    #expect(
      faults.map(\.description) == [
        "f.csv: no column is called \(columns), but “id”, “text”. Correct \(option), or leave it out."
      ])
    #expect(faults.allSatisfy { !$0.isSkipped })
  }

  @Test func wantsBothColumnsOfAPair() throws {
    let (documents, faults) = try read("id,text\na,b\nc,d\n", names: FieldNames(pair: "claim"))
    #expect(documents.isEmpty)
    #expect(
      faults.map(\.description) == [
        "f.csv:1 names no column “claim”, but “id”, “text”. Name one of them with --pair-field."
      ])
  }

  @Test func wantsNeitherLabelsNorMarksOfNeighbours() throws {
    var names = FieldNames(label: "gold")
    names.marks.spans = "marks"
    #expect(try read("id,text\na,b\n", names: names).faults.count == 2)
    names.isOfNeighbours = true
    #expect(try read("id,text\na,b\n", names: names).faults.isEmpty)
  }

  /// Any bytes: documents or faults, and every document can be read again.
  @Test func randomTablesAreReadOrRefused() throws {
    var state: UInt64 = 7
    let alphabet = Array("text,\"\"\n\r;\t aé".utf8)
    for _ in 0..<300 {
      var bytes = Array("id,text\n".utf8)
      for _ in 0..<120 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes.append(alphabet[Int(state >> 33) % alphabet.count])
      }
      _ = try read(bytes)
    }
  }
}
