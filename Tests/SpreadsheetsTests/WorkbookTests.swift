import Foundation
import Spreadsheets
import TestSupport
import Testing

/// Workbooks that this tool wrote, that others wrote, and that nobody should have written.
struct WorkbookTests {
  private func file(_ name: String) -> String {
    Fixtures.folder.appending(path: "spreadsheets/\(name)").path(percentEncoded: false)
  }

  private func rows(_ path: String, sheet: String? = nil) throws -> [[Cell]] {
    var rows: [[Cell]] = []
    try Workbook(path: path, sheet: sheet).forEachRow { _, cells in rows.append(cells) }
    return rows
  }

  private func written(_ rows: [[Cell]]) throws -> Data {
    var data = Data()
    try WorkbookWriter.write(sheet: "A & B", to: { data += $0 }) { add in
      for row in rows { try add(row) }
    }
    return data
  }

  @Test func readsWhatItWrote() throws {
    try Fixtures.withTemporaryFolder { folder in
      let path = folder.appending(path: "a.xlsx").path(percentEncoded: false)
      let rows: [[Cell]] = [
        [.text("id"), .text("<b>&\"'"), .text(" spaces \n and\tlines ")],
        [.text("=1+1"), .number("0.25"), .bool(true), .text(""), .text("漢字 🙂 \u{202E}")],
        [.text("\u{0}\u{1}_x0041_\r"), .number("-1e-7"), .bool(false)],
        (0..<800).map { .text("c\($0)") },
      ]
      let data = try written(rows)
      #expect(data == (try written(rows)))
      try data.write(to: URL(filePath: path))
      #expect(try self.rows(path) == rows)
      #expect(try Workbook(path: path, sheet: nil).name == "A & B")
      #expect(throws: SpreadsheetError.noSheet(path: path, name: "C", found: ["A & B"])) {
        try Workbook(path: path, sheet: "C")
      }
    }
  }

  @Test func linksTextsOfAColumnToWhereTheyLead() throws {
    try Fixtures.withTemporaryFolder { folder in
      let file = folder.appending(path: "a.xlsx")
      var data = Data()
      let layout = WorkbookWriter.Layout(widths: [12, 40], linkColumn: 1, linkBase: "../")
      try WorkbookWriter.write(sheet: "A", layout: layout, to: { data += $0 }) { add in
        try add([.text("id"), .text("report")])
        try add([.text("a"), .text("reports/a b\"é?.html")])
        try add([.text("b"), .text("")])
        try add([.text("c"), .text("reports/c.html")])
      }
      try data.write(to: file)
      let path = file.path(percentEncoded: false)
      #expect(try rows(path)[1] == [.text("a"), .text("reports/a b\"é?.html")])
      let archive = try ZipArchive(path: path)
      func part(_ name: String) throws -> String {
        String(decoding: try #require(try archive.file("xl/worksheets/" + name)), as: UTF8.self)
      }
      let sheet = try part("sheet1.xml")
      #expect(
        sheet.contains(
          """
          <cols><col min="1" max="1" width="12" customWidth="1"/>\
          <col min="2" max="2" width="40" customWidth="1"/></cols><sheetData>
          """))
      #expect(
        sheet.hasSuffix(
          """
          </sheetData><hyperlinks><hyperlink ref="B2" r:id="rId1"/>\
          <hyperlink ref="B4" r:id="rId2"/></hyperlinks></worksheet>
          """))
      let relations = try part("_rels/sheet1.xml.rels")
      #expect(
        relations.contains("Target=\"../reports/a%20b%22%C3%A9%3F.html\" TargetMode=\"External\""))
      #expect(relations.contains("Target=\"../reports/c.html\" TargetMode=\"External\""))
    }
  }

  /// `make_workbooks.py` says with which library the files were made, and what is in them.
  @Test func readsWhatOthersWrote() throws {
    let expected = try JSONDecoder().decode(
      [[String]].self, from: Data(contentsOf: URL(filePath: file("openpyxl.json"))))
    let found = try rows(file("openpyxl.xlsx"), sheet: "Listings")
    #expect(found.map { $0.map(\.text) } == expected)
    #expect(try rows(file("openpyxl.xlsx")).map { $0.map(\.text) } == [["the first sheet"]])
  }

  @Test(arguments: ["cut", "flipped", "entities", "bomb", "column", "string"])
  func refusesWhatIsBroken(_ name: String) throws {
    let error = #expect(throws: SpreadsheetError.self) { try rows(file(name + ".xlsx")) }
    guard case .damaged(_, _, let detail)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!detail.isEmpty)
  }

  @Test func saysWhatIsNoWorkbook() throws {
    try Fixtures.withTemporaryFolder { folder in
      func error(_ data: Data) throws -> String {
        let url = folder.appending(path: "file.xlsx")
        try data.write(to: url)
        return #expect(throws: SpreadsheetError.self) {
          try rows(url.path(percentEncoded: false))
        }?.description ?? ""
      }
      #expect(try error(Data("id,text".utf8)).contains("another kind of file"))
      #expect(try error(Data([0xD0, 0xCF, 0x11, 0xE0, 0])).contains("old .xls"))
      let name = Data("EncryptedPackage".utf8.flatMap { [$0, 0] })
      #expect(try error(Data([0xD0, 0xCF, 0x11, 0xE0]) + name).contains("password"))
      #expect(throws: SpreadsheetError.self) {
        try Workbook(path: folder.appending(path: "none").path(percentEncoded: false), sheet: nil)
      }
      let ods = try Data(contentsOf: URL(filePath: file("opendocument.xlsx")))
      #expect(try error(ods).contains("OpenDocument"))
    }
  }

  /// A workbook that is cut or changed anywhere is read or refused, and never more.
  @Test func survivesEveryCutAndFlip() throws {
    try Fixtures.withTemporaryFolder { folder in
      let whole = try Data(contentsOf: URL(filePath: file("openpyxl.xlsx")))
      let url = folder.appending(path: "a.xlsx")
      for place in stride(from: 0, to: whole.count, by: 7) {
        var data = whole
        data[place] ^= 0x41
        for data in [data, whole.prefix(place)] {
          try data.write(to: url)
          _ = try? rows(url.path(percentEncoded: false), sheet: "Listings")
        }
      }
    }
  }
}
