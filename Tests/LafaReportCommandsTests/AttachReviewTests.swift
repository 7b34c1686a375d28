import Foundation
import Spreadsheets
import TestSupport
import Testing

/// What reviewers write stays with the row that they wrote it beside, or it is said that it cannot.
struct AttachReviewTests: AttachTesting {
  /// Types reviews into results.csv or results.jsonl, by the row and the column.
  private func type(
    _ reviews: [Int: [String: String]], _ top: URL, into file: String = "results.csv"
  ) throws {
    let url = top.appending(path: "out/audit/" + file)
    var lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
    let columns = ["review_verdict", "review_comment", "review_by", "review_when"]
    for (row, review) in reviews {
      if file.hasSuffix(".jsonl") {
        for (column, text) in review {
          lines[row - 1].replace(
            try Regex("\"\(column)\":\"[^\"]*\""), with: "\"\(column)\":\"\(text)\"")
        }
      } else {
        var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false)
        for (column, text) in review {
          let place = try #require(columns.firstIndex(of: column))
          cells[cells.count - 4 + place] = text[...]
        }
        lines[row] = cells.joined(separator: ",")
      }
    }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: url)
  }

  /// The verdicts by the cell in the column `x`.
  private func verdicts(_ top: URL) throws -> [String: String] {
    let pairs = try rows(top).map {
      ($0["x"] as? String ?? "", $0["review_verdict"] as? String ?? "")
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  @Test func followsTheRowWhoseCellsAreTheSame() throws {
    try withReports { top, reports in
      _ = try attach("id,x\na,1\nb,2\na,3\na,4\n", in: top, reports, code: 1)
      try type([1: ["review_verdict": "one"], 3: ["review_verdict": "three"]], top)
      _ = try attach("id,x\na,4\na,3\nb,2\na,1\n", in: top, reports, code: 1)
      #expect(try verdicts(top) == ["1": "one", "2": "", "3": "three", "4": ""])
      // One of them is corrected at its place.
      _ = try attach("id,x\na,3\na,4\nb,2\na,7\n", in: top, reports, code: 1)
      #expect(try verdicts(top) == ["7": "one", "2": "", "3": "three", "4": ""])
    }
  }

  @Test func bringsTogetherWhatWasTypedIntoSeveralFiles() throws {
    try withReports { top, reports in
      let audit = "id,x\na,1\nb,2\n007,3\n=1+1,4\n"
      _ = try attach(audit, in: top, reports, code: 0)
      try type([1: ["review_verdict": "one"], 2: ["review_by": "Ann"]], top)
      try type(
        [2: ["review_verdict": "two"], 3: ["review_verdict": "three"]], top, into: "results.jsonl")
      _ = try attach(audit, in: top, reports, code: 0)
      #expect(try verdicts(top) == ["1": "one", "2": "two", "3": "three", "4": ""])
      #expect(try rows(top)[1]["review_by"] as? String == "Ann")
      // What stood there before is no second answer: it was changed in one, and taken away in one.
      try type([1: ["review_verdict": "ONE"]], top)
      try type([3: ["review_verdict": ""], 4: ["review_by": "Bob"]], top, into: "results.jsonl")
      _ = try attach(audit, in: top, reports, code: 0)
      #expect(try verdicts(top) == ["1": "ONE", "2": "two", "3": "", "4": ""])
      // Two answers are.
      try type([2: ["review_verdict": "yes"]], top)
      try type([2: ["review_verdict": "no"]], top, into: "results.jsonl")
      let said = try attach(audit, in: top, reports, code: 1)
      #expect(
        said.contains(
          "“b” has one review_verdict in audit/results.csv and another in audit/results.jsonl"))
    }
  }

  @Test func saysWhichReviewsCannotBeGivenToARow() throws {
    try withReports { top, reports in
      _ = try attach("id,x\na,1\na,3\nb,2\n", in: top, reports, code: 1)
      try type([1: ["review_verdict": "one"], 3: ["review_verdict": "two"]], top)
      let said = try attach("id,x\na,three\na,one\nb,changed\n", in: top, reports, code: 1)
      #expect(
        said.contains("which row a review of “a” is about cannot be told: the audit has 2 rows"))
      #expect(said.contains("1 review without a row: see audit/orphaned-reviews.csv"))
      #expect(try verdicts(top) == ["three": "", "one": "", "changed": "two"])
      #expect(
        try text(top, "out/audit/orphaned-reviews.csv")
          == "lafa_id,lafa_occurrence,\(Self.columns),id,x\na,1,one,,,,a,1\n")
      // Nobody's place is taken by it later, until its own row is back.
      _ = try attach("id,x\na,three\na,one\nb,changed\n", in: top, reports, code: 1)
      #expect(try verdicts(top)["three"] == "")
      _ = try attach("id,x\na,3\na,1\nb,2\n", in: top, reports, code: 1)
      #expect(try verdicts(top) == ["1": "one", "2": "two", "3": ""])
    }
  }

  @Test func keepsReviewsThatLoseTheSameRowInDifferentRuns() throws {
    try withReports { top, reports in
      _ = try attach("id,x\na,1\na,2\n", in: top, reports, code: 1)
      try type([1: ["review_verdict": "one"]], top)
      _ = try attach("id,x\na,3\na,4\n", in: top, reports, code: 1)
      try type([1: ["review_verdict": "three"]], top)
      for _ in 1...2 {
        let said = try attach("id,x\na,5\na,6\n", in: top, reports, code: 1)
        #expect(said.contains("2 reviews without a row"))
        let orphans = try text(top, "out/audit/orphaned-reviews.csv").split(separator: "\n")
        #expect(orphans.dropFirst().sorted() == ["a,1,one,,,,a,1", "a,1,three,,,,a,3"])
      }
      _ = try attach("id,x\na,3\na,1\n", in: top, reports, code: 1)
      #expect(try verdicts(top) == ["1": "one", "3": "three"])
    }
  }

  @Test func followsRowsWhenTheAuditGetsOrLosesAColumn() throws {
    try withReports { top, reports in
      _ = try attach("id,x\na,1\na,2\n", in: top, reports, code: 1)
      try type([1: ["review_verdict": "one"], 2: ["review_verdict": "two"]], top)
      _ = try attach("id,x,y\na,1,p\na,2,q\n", in: top, reports, code: 1)
      #expect(try verdicts(top) == ["1": "one", "2": "two"])
      _ = try attach("id,z,x\na,r,2\na,s,1\n", in: top, reports, code: 1)
      #expect(try verdicts(top) == ["1": "one", "2": "two"])
      // No column is left by which they could be known.
      let said = try attach("id,y\na,p\na,q\n", in: top, reports, code: 1)
      #expect(said.contains("2 reviews without a row"))
      // Those without a row come back by the columns that they had.
      _ = try attach("id,x,y\na,2,t\na,1,u\n", in: top, reports, code: 1)
      #expect(try verdicts(top) == ["1": "one", "2": "two"])
    }
  }

  @Test func doesNotGuessBetweenRowsThatOnlyALostColumnToldApart() throws {
    try withReports { top, reports in
      _ = try attach("id,w,x\na,1,p\na,1,q\n", in: top, reports, code: 1)
      try type([1: ["review_verdict": "one"]], top)
      let said = try attach("id,w,y\na,1,q\na,1,p\n", in: top, reports, code: 1)
      #expect(said.contains("1 review without a row"))
      #expect(try rows(top).allSatisfy { $0["review_verdict"] as? String == "" })
    }
  }

  private static let columns = "review_verdict,review_comment,review_by,review_when"
}
