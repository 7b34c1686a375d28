import Foundation
import Spreadsheets
import TestSupport
import Testing

/// `attach`: every row of an audit stays, and knows its report; what reviewers write stays too.
struct AttachTests: AttachTesting {
  @Test func keepsEveryRowAndSaysWhatBecameOfIt() throws {
    try withReports { top, reports in
      let audit = """
        id;label;note;note\r
        b;NEGATIVE;"x; ""y""\r
        z";\r
        a;NEGATIVE;=cmd;\r
        nobody;;;\r
        a;;short\r
        007;POSITIVE;1;2;3\r
        ;;;\r
        =1+1;1;;\r

        """
      let said = try attach(audit, in: top, reports, code: 1)
      #expect(said.contains("7 rows: 1 duplicate, 2 missing, 4 ok. Without a row: 0 reports."))
      let found = try rows(top)
      #expect(
        found.map { $0["lafa_status"] as? String } == [
          "ok", "ok", "missing", "duplicate", "ok", "missing", "ok",
        ])
      #expect(found.map { $0["id"] as? String } == ["b", "a", "nobody", "a", "007", "", "=1+1"])
      #expect(found[0]["note"] as? String == "x; \"y\"\r\nz" && found[0]["note_2"] as? String == "")
      #expect(found[0]["lafa_predicted"] as? String == "NEGATIVE")
      #expect(found[0]["lafa_agrees"] as? Bool == true && found[1]["lafa_agrees"] as? Bool == false)
      #expect(found[4]["column_5"] as? String == "3")
      #expect((found[4]["lafa_note"] as? String)?.contains("5 cells") == true)
      #expect(
        (found[3]["lafa_note"] as? String)?.contains(
          "the audit has this id 2 times, first in row 4; the report is of the first document")
          == true)
      // The first row with the id is told of, too: which document the report is of is not known.
      #expect(
        found[1]["lafa_note"] as? String
          == "the audit has this id 2 times, first in row 4; the report is of the first document with it"
      )
      #expect(
        said.contains("“a” duplicate: the row has 3 cells, and the first line names 4; the audit"))
      #expect(said.contains("audit.csv: another column “note” is “note_2” in the results"))
      let page = try #require(found[1]["lafa_report"] as? String)
      #expect(
        FileManager.default.fileExists(
          atPath: top.appending(path: "out/" + page).path(percentEncoded: false)))
      let csv = try text(top, "out/audit/results.csv")
      #expect(csv.contains("\n'=1+1,1,") && csv.contains(",'=cmd,"))
      #expect(try text(top, "out/audit/input.csv") == audit)
      let output = top.appending(path: "out").path(percentEncoded: false)
      #expect(try CommandRunner.run(["verify", output]).code == 0)
      #expect(try CommandRunner.run(["verify", output + "/reports"]).code == 0)
    }
  }

  /// Composed and decomposed letters are equal to Swift, and two ids to a run.
  @Test func idsAreComparedByTheirBytes() throws {
    let ids = ["e\u{301}", "\u{E9}"]
    let more = ids.map { "{\"id\": \"\($0)\", \"text\": \"A nice \($0) evening.\"}" }
    try withReports(more: more) { top, reports in
      let audit = "id,x\na,1\nb,2\n007,3\n=1+1,4\n\(ids[0]),5\n\(ids[1]),6\n"
      let said = try attach(audit, in: top, reports, ["--annotations"], code: 0)
      #expect(said.contains("6 rows: 6 ok. Without a row: 0 reports."), "\(said)")
      #expect(Set(try rows(top).compactMap { $0["lafa_report"] as? String }).count == 6)
    }
  }

  @Test func aFirstLineOfExcelIsNoRow() throws {
    try withReports { top, reports in
      let said = try attach("sep=#\nid#x\nb#1,2\n", in: top, reports, code: 1)
      #expect(said.contains("1 row: 1 ok."), "\(said)")
      #expect(try rows(top).map { $0["x"] as? String } == ["1,2"])
    }
  }

  @Test func namesReportsWithoutARow() throws {
    try withReports { top, reports in
      let said = try attach("id,x\nb,1\n", in: top, reports, code: 1)
      #expect(said.contains("no row has the id of the report “007”"))
      let unmatched = try text(top, "out/audit/unmatched.csv")
      #expect(unmatched.split(separator: "\n").count == 4 && unmatched.contains("\n'=1+1,reports/"))
    }
  }

  @Test func saysHowManyMoreItDoesNotName() throws {
    try withReports { top, reports in
      let rows = (1...12).map { "nobody\($0)" }.joined(separator: "\n")
      let said = try attach("id\n\(rows)\n", in: top, reports, code: 1)
      #expect(said.components(separatedBy: "missing: ").count - 1 == 10)
      #expect(said.contains("and 2 more rows: see lafa_status and lafa_note in audit/results.csv"))
      // All four reports are named.
      #expect(!said.contains("more report"))
    }
    try Fixtures.withTemporaryFolder { top in
      let lines = (1...13).map { #"{"id": "\#($0)", "text": "Wonderful food, take \#($0)."}"# }
      let documents = top.appending(path: "texts.jsonl")
      try Data(lines.joined(separator: "\n").utf8).write(to: documents)
      let reports = top.appending(path: "site").path(percentEncoded: false)
      let made = try CommandRunner.run([
        "generate", documents.path(percentEncoded: false), "--model", model, "--output", reports,
      ])
      try #require(made.code == 0, "\(made.errors)")
      let said = try attach("id\n1\n", in: top, reports, code: 1)
      #expect(said.components(separatedBy: "no row has the id").count - 1 == 10)
      #expect(said.contains("and 2 more reports without a row: see audit/unmatched.csv"))
      #expect(try text(top, "out/audit/unmatched.csv").split(separator: "\n").count == 13)
    }
  }

  @Test func readsLinesAndWorkbooks() throws {
    try withReports { top, reports in
      let lines = """
        {"id": "a", "price": 12.50, "tags": ["x", {"y": 1}], "ok": true}
        {"id": "b", "late": null}
        {"id": 7}
        {"id": "007"
        {"id": "=1+1", "price": 1e-7}

        """
      _ = try attach(lines, named: "audit.jsonl", in: top, reports, code: 1)
      let found = try rows(top)
      #expect(
        found.map { $0["lafa_status"] as? String } == ["ok", "ok", "missing", "failed", "ok"])
      let line = try text(top, "out/audit/results.jsonl")
      #expect(line.hasPrefix(#"{"id":"a","price":12.50,"tags":"[\"x\", {\"y\": 1}]","ok":true,"#))
      #expect((found[3]["lafa_note"] as? String)?.contains("row 4 is not JSON") == true)

      let book = top.appending(path: "audit.xlsx")
      var data = Data()
      try WorkbookWriter.write(sheet: "A", to: { data += $0 }) { add in
        try add([.text("key"), .text("price")])
        for id in ["a", "b", "007", "=1+1"] { try add([.text(id), .number("2.5")]) }
      }
      try data.write(to: book)
      let said = try attach(book, in: top, reports, ["--id-column", "key", "--bag"], code: 0)
      #expect(said.contains("4 rows: 4 ok"))
      #expect(
        try rows(top, "out/data/audit/results.jsonl").allSatisfy { $0["price"] as? Double == 2.5 })
      let results = top.appending(path: "out/data/audit/results.xlsx").path(percentEncoded: false)
      let part = "xl/worksheets/_rels/sheet1.xml.rels"
      let links = String(
        decoding: try #require(try ZipArchive(path: results).file(part)), as: UTF8.self)
      let addresses = links.matches(of: /Target="([^"]+)"/).map { String($0.1) }
      #expect(addresses.count == 4)
      for address in addresses {
        let page = try #require(URL(string: address, relativeTo: URL(filePath: results)))
        #expect(FileManager.default.fileExists(atPath: page.path(percentEncoded: false)))
      }
      let manifest = try text(top, "out/manifest-sha256.txt")
      #expect(manifest.contains("  data/audit/input.xlsx\n"))
      #expect(!manifest.contains("bagit.txt"))
    }
  }

  @Test func isVerifiedInTheLanguageOfItsReports() throws {
    try withReports(["--language", "zh", "--single-file"]) { top, reports in
      let output = top.appending(path: "out").path(percentEncoded: false)
      for options in [[], ["--bag"]] {
        _ = try attach("id\na\nb\n007\n=1+1\n", in: top, reports, options, code: 0)
        let verified = try CommandRunner.run(["verify", output])
        #expect(verified.code == 0, "\(verified.errors)")
        try FileManager.default.removeItem(atPath: output)
      }
    }
  }

  @Test func saysWhichFormulasHaveNoValue() throws {
    try withReports { top, reports in
      let book = Fixtures.folder.appending(path: "spreadsheets/formulas.xlsx")
      let said = try attach(book, in: top, reports, code: 1)
      #expect(
        said.contains(
          "formulas.xlsx: 2 cells of the column “twice” are formulas without a value, empty in"))
      #expect(said.contains("formulas.xlsx: another column “gold” is “gold_2” in the results"))
      #expect(!said.contains("column “n”"))
      #expect(try rows(top)[1]["n"] as? Int == 6)
    }
  }

  @Test func keepsWhatReviewersWrite() throws {
    try withReports { top, reports in
      let audit = "id,x\na,1\nb,2\na,3\n007,4\n=1+1,5\n"
      _ = try attach(audit, in: top, reports, code: 1)
      let results = top.appending(path: "out/audit/results.csv")
      func edit(_ row: Int, _ verdict: String, _ comment: String) throws {
        var lines = try text(top, "out/audit/results.csv").split(
          separator: "\n", omittingEmptySubsequences: false)
        lines[row] = lines[row].dropLast(3) + "\(verdict),\(comment),Ann,"
        try Data(lines.joined(separator: "\n").utf8).write(to: results)
      }
      try edit(3, "wrong", "\"no, \"\"never\"\"\"")
      try edit(4, "right", "")
      // Another order, and a row that is gone.
      _ = try attach("id,x\n=1+1,5\na,3\na,1\nb,2\n", in: top, reports, code: 1)
      var found = try rows(top)
      #expect(found[1]["review_comment"] as? String == "no, \"never\"")
      #expect(found[2]["review_verdict"] as? String == "")
      #expect(
        try text(top, "out/audit/orphaned-reviews.csv").contains("\n007,1,right,,Ann,,007,4\n"))
      // It comes back, and is reviewed in the workbook too, which nobody else changed.
      _ = try attach(audit, in: top, reports, code: 1)
      found = try rows(top)
      #expect(found[3]["review_verdict"] as? String == "right")
      #expect(
        !FileManager.default.fileExists(
          atPath: top.appending(path: "out/audit/orphaned-reviews.csv").path(percentEncoded: false))
      )
      // Two results that say different things are not chosen between.
      try edit(1, "right", "csv")
      let lines = try text(top, "out/audit/results.jsonl")
      try Data(lines.replacing("\"review_verdict\":\"\"", with: "\"review_verdict\":\"no\"").utf8)
        .write(to: top.appending(path: "out/audit/results.jsonl"))
      let before = try text(top, "out/audit/results.csv")
      let said = try attach(audit, in: top, reports, code: 1)
      #expect(said.contains("in audit/results.csv and another in audit/results.jsonl"))
      #expect(try text(top, "out/audit/results.csv") == before)
    }
  }

  @Test func knowsReviewedRowsAgainInAnyOrderAndKeepsWhatElseWasTyped() throws {
    try withReports { top, reports in
      let audit = "id,x,label\na,1,positive\na,2,\nb,3,Negative \n"
      _ = try attach(audit, in: top, reports, code: 1)
      #expect(try rows(top).compactMap { $0["lafa_agrees"] as? Bool } == [true, true])
      let results = top.appending(path: "out/audit/results.csv")
      var lines = try text(top, "out/audit/results.csv").split(separator: "\n")
      lines[2] = lines[2].dropLast(3) + "wrong,second,Ann,"
      lines[3] = "b,typed over" + lines[3].dropFirst(3)
      let edited = (lines[...0] + lines[1...].reversed()).joined(separator: "\n")
      try Data(edited.utf8).write(to: results)
      for _ in 1...2 {
        _ = try attach(audit, in: top, reports, code: 1)
        let found = try rows(top)
        #expect(found.map { $0["review_comment"] as? String } == ["", "second", ""])
        #expect(found.map { $0["x"] as? String } == ["1", "2", "3"])
        let kept = try FileManager.default.contentsOfDirectory(
          atPath: top.appending(path: "out/audit/edited").path(percentEncoded: false))
        #expect(kept.count == 1 && kept[0].hasPrefix("results-") && kept[0].hasSuffix(".csv"))
        #expect(try text(top, "out/audit/edited/" + kept[0]) == edited)
      }
      // A row that was taken out keeps what the other forms say of it; two reviews of one row, or
      // a column that is gone, are not guessed at.
      lines = try text(top, "out/audit/results.csv").split(separator: "\n")
      try Data(([lines[0]] + lines[3...]).joined(separator: "\n").utf8).write(to: results)
      _ = try attach(audit, in: top, reports, code: 1)
      #expect(try rows(top)[1]["review_comment"] as? String == "second")
      let again = lines[2].replacing("second", with: "third")
      try Data((lines + [again]).joined(separator: "\n").utf8).write(to: results)
      #expect(
        try attach(audit, in: top, reports, code: 1).contains("is the second of the row “a”"))
      try Data(lines.joined(separator: "\n").replacing("lafa_occurrence", with: "n").utf8)
        .write(to: results)
      #expect(
        try attach(audit, in: top, reports, code: 1)
          .contains("the column “lafa_occurrence” is gone. Mend the file, or move it away."))
    }
  }

  @Test func refusesWhatWouldLoseOrHideSomething() throws {
    try withReports { top, reports in
      func said(_ audit: String, _ options: [String] = [], code: Int32 = 1) throws -> String {
        try attach(audit, in: top, reports, options, code: code)
      }
      #expect(try said("name,x\na,1\n", code: 2).contains("has no column “id”, but “name”, “x”."))
      let book = Fixtures.folder.appending(path: "spreadsheets/openpyxl.xlsx")
      let first = try attach(book, in: top, reports, code: 2)
      #expect(first.contains("The sheet “Sheet” of "))
      #expect(
        first.contains(
          """
          has no column “id”, but “the first sheet”. Name another with --id-column, or another \
          sheet with --sheet.
          """))
      for (option, value) in [
        ("--licence", "my own"), ("--licence", "javascript://x"), ("--organisation", "<x"),
        ("--organisation", "A <ftp://x>"),
      ] {
        #expect(try said("id\na\n", [option, value], code: 2).contains("\(option) takes"))
      }
      #expect(
        try said("id\na\n", ["--licence", "MIT OR Apache-2.0"], code: 2).contains("one SPDX name"))
      let inside = try CommandRunner.run([
        "attach", top.appending(path: "audit.csv").path(percentEncoded: false), "--reports",
        reports,
        "--output", reports + "/documents/sub",
      ])
      #expect(inside.code == 2 && inside.errors.contains("lies in the reports"))
      #expect(try CommandRunner.run(["verify", reports]).code == 0)
      #expect(try said("id,lafa_status\na,ok\n").contains("the column “lafa_status”"))
      #expect(try said("id\na\n", ["--label-column", "gold"], code: 2).contains("--label-column"))
      let other = try attach("# id", named: "x.md", in: top, reports, code: 2)
      #expect(other.contains("x.md is not a table"))
      let none = try attach(top.appending(path: "none.csv"), in: top, reports, code: 2)
      #expect(none.contains("There is no file"))
      #expect(try said("").contains("audit.csv"))
      let page = URL(filePath: reports).appending(path: "documents/a.html")
      try (try Data(contentsOf: page) + Data(" ".utf8)).write(to: page)
      #expect(try said("id\na\n").contains("documents/a.html is not what lafa-report wrote"))
      #expect(
        !FileManager.default.fileExists(
          atPath: top.appending(path: "out").path(percentEncoded: false)))
    }
  }

  @Test func writesTheSameBytesAgain() throws {
    try withReports { top, reports in
      func contents() throws -> [String: Data] {
        let folder = top.appending(path: "out").path(percentEncoded: false)
        var files: [String: Data] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
          files[path] = FileManager.default.contents(atPath: folder + "/" + path)
        }
        return files
      }
      let audit = "id\tx\na\t1\nb\t2\n007\t\n=1+1\t\n"
      let options = ["--bag", "--annotations"]
      _ = try attach(audit, named: "audit.tsv", in: top, reports, options, code: 0)
      let first = try contents()
      _ = try attach(audit, named: "audit.tsv", in: top, reports, options, code: 0)
      #expect(try contents() == first)
      #expect(first.keys.count { $0.hasSuffix(".jsonld") } == 4)
      try FileManager.default.removeItem(at: top.appending(path: "out"))
      _ = try attach(audit, named: "audit.tsv", in: top, reports, options, code: 0)
      #expect(try contents() == first)
    }
  }
}
