import AttributionRecords
import Foundation
import Publishing
import ReportSite
import TestSupport
import Testing

struct RunDifferenceTests {
  private typealias Document = SmallRun.Document

  private static let before = SmallRun(documents: [
    Document(id: "same"), Document(id: "flipped"), Document(id: "text"), Document(id: "order"),
    Document(id: "only <first>"),
  ])
  private static let after = SmallRun(
    documents: [
      Document(id: "added"), Document(id: "order", scores: [1, 2, 3, 4], neighbours: ["y", "z"]),
      Document(id: "text", text: "other words are here"),
      Document(id: "flipped", label: "negative", probability: 0.9), Document(id: "same"),
    ], lambda: 60)

  private func withRuns<Result>(
    _ a: SmallRun = before, _ b: SmallRun = after, _ body: (URL, URL, URL) throws -> Result
  ) throws -> Result {
    try Fixtures.withTemporaryFolder { top in
      let folders = ["a", "b"].map { top.appending(path: $0) }
      try a.write(to: folders[0])
      try b.write(to: folders[1])
      return try body(folders[0], folders[1], top.appending(path: "diff"))
    }
  }

  private func difference(_ a: SmallRun = before, _ b: SmallRun = after) throws -> RunDifference {
    try withRuns(a, b) { a, b, _ in try RunDifference(RecordFolder(url: a), RecordFolder(url: b)) }
  }

  @Test func tellsWhatDiffersDocumentByDocument() throws {
    let found = try difference()
    #expect(found.missing == ["only <first>"] && found.added == ["added"])
    #expect(found.documents.map(\.id) == ["same", "flipped", "text", "order"])
    #expect(found.documents.map(\.isFlipped) == [false, true, false, false])
    #expect(found.documents.map(\.isSameText) == [true, true, false, true])
    // Other labels are explained, and other texts have other words.
    #expect(found.documents.map(\.correlation) == [1, nil, nil, -1])
    #expect(found.documents.map(\.overlap) == [1, nil, nil, 1])
    // x and y, then y and z: one of three.
    #expect(found.documents.map(\.churn) == [0, nil, nil, 1 - 1.0 / 3])
    let change = try #require(found.documents[1].change)
    #expect(abs(change - (0.1 - 0.75)) < 1e-12)
    #expect(found.options.map(\.name) == ["parameters.methods.1.smoothing.lambda"])
    #expect(found.options[0].before == "1" && found.options[0].after == "60")
    #expect(found.faults.isEmpty)
  }

  @Test func comparesWhatTheModelReadAndNotTheRowsBytes() throws {
    func run(_ rest: String, second: Int) -> SmallRun {
      SmallRun(documents: [
        Document(id: "row", rest: rest), Document(id: "pair", secondField: second),
      ])
    }
    let found = try difference(run("stock 3", second: 4), run("stock 4", second: 8))
    #expect(found.documents.map(\.isSameText) == [true, false])
    #expect(found.documents[0].correlation == 1 && found.documents[1].correlation == nil)
    #expect(DifferenceMeasure.texts.value(found).value == 1)
  }

  @Test func tellsHowFaithfulnessChanges() throws {
    func run(_ check: [Double]?) -> SmallRun {
      SmallRun(documents: [
        Document(id: "a", check: check), Document(id: "b", check: [0.3]), Document(id: "c"),
      ])
    }
    let found = try difference(run([0.2, 0.4]), run([0.5, 0.9]))
    // (0.4 + 0.8) / 2 − (0.1 + 0.3) / 2.
    #expect(abs(try #require(found.documents[0].faithfulness) - 0.4) < 1e-12)
    #expect(found.documents[1...].map(\.faithfulness) == [0, nil])
    let value = DifferenceMeasure.faithfulness.value(found)
    #expect(abs((value.value ?? 0) - 0.2) < 1e-12 && value.documents == 2)
    #expect(try difference(run(nil), run([1])).documents[0].faithfulness == nil)
  }

  @Test func countsTheSharedStrongestWordsOfFive() throws {
    let text = "a b c d e f g"
    let found = try difference(
      SmallRun(documents: [Document(id: "x", text: text, scores: [7, 6, 5, 4, 3, 2, 1])]),
      SmallRun(documents: [Document(id: "x", text: text, scores: [7, 6, 5, 1, 2, 4, 3])]))
    // a b c d e, then a b c f g.
    #expect(found.documents[0].overlap == 0.6)
  }

  @Test func findsNoDifferenceBetweenARunAndItself() throws {
    let found = try difference(Self.before, Self.before)
    let files = DifferenceFiles(found, conditions: [])
    #expect(files.findings.isEmpty)
    #expect(
      files.lines == [
        "Flipped predictions: 0 of 5 documents.", "Only in the first run: 0 of 5 documents.",
        "Only in the second run: 0 of 5 documents.", "Other texts: 0 of 5 documents.",
        "Mean change: 0 over 5 documents.", "Rank correlation: 1.000 over 5 documents.",
        "Shared strongest words: 1.000 over 5 documents.",
        "Neighbour churn: 0.000 over 5 documents.",
        "Change of faithfulness: – over 0 documents.",
      ])
  }

  @Test(
    arguments: [
      ("flips>0", "--fail-on flips>0: flips is 1."), ("flips>1", nil),
      ("flips>=1", "--fail-on flips>=1: flips is 1."),
      ("correlation<0.9", "--fail-on correlation<0.9: correlation is 0.000."),
      ("correlation<=-0.5", nil), ("churn>0.5", nil),
      ("missing>0", "--fail-on missing>0: missing is 1."),
    ])
  func failsIfAConditionHolds(_ text: String, _ sentence: String?) throws {
    let condition = try #require(DifferenceCondition(text))
    #expect(try condition.fault(difference()) == sentence)
  }

  @Test func failsIfAConditionCannotBeDecided() throws {
    let condition = try #require(DifferenceCondition("correlation<0.9"))
    let found = try difference(
      SmallRun(documents: [Document(id: "a")]), SmallRun(documents: [Document(id: "b")]))
    #expect(
      condition.fault(found)
        == """
        --fail-on correlation<0.9 cannot be decided: the runs have no documents to compare by it.
        """)
  }

  @Test(
    arguments: [
      "", "flips", "flips>", "flips>x", "flips>1e3", "flips>nan", "flips>inf", "flips>0x1",
      "Flips>0",
      "flips=0", "flips==0", "flips >0", "flips> 0", "flips>+1", "flips>1.", "flips>.5",
      "flips>0>1",
      "flips><1", "other>0", ">0", "flips>--1",
    ])
  func readsConditionsStrictly(_ text: String) {
    #expect(DifferenceCondition(text) == nil)
  }

  @Test func saysWhyNothingCanBeCompared() throws {
    let a = SmallRun(documents: [Document(id: "a")])
    for (other, sentence, onPage) in [
      (
        SmallRun(documents: [Document(id: "b")]),
        "No document is in both runs, so that nothing can be compared.",
        "No document is in both, so that nothing can be compared."
      ),
      (
        SmallRun(documents: [Document(id: "a", price: 900)]),
        "The models of the two runs do different tasks, so that predictions cannot be compared.",
        "The models do different tasks, so that predictions cannot be compared."
      ),
    ] {
      let files = DifferenceFiles(try difference(a, other), conditions: [])
      #expect(files.lines.first == sentence)
      // What can be counted is said all the same.
      #expect(files.lines.contains { $0.hasPrefix("Other texts: ") }, "\(files.lines)")
      let page = try SmallRun.renderer().html(
        files.page(strings: SmallRun.renderer().strings), name: "index.html")
      #expect(page.contains(onPage))
    }
    #expect(try difference(a, a).obstacle == nil)
  }

  @Test func ordersDocumentsByWhatMovedAndSaysTheUnit() throws {
    let before = SmallRun(documents: [
      Document(id: "same", price: 500), Document(id: "order", price: 500),
      Document(id: "moved", price: 871),
    ])
    let after = SmallRun(documents: [
      Document(id: "same", price: 500),
      Document(id: "order", scores: [1, 2, 3, 4], price: 500.0001),
      Document(id: "moved", price: 971),
    ])
    let files = DifferenceFiles(try difference(before, after), conditions: [])
    #expect(files.lines.contains("Mean change: 33.3\u{A0}USD over 3 documents."))
    let strings = try SmallRun.renderer().strings
    let page = files.page(links: ("../runs/x/", "../runs/y/"), root: "../", strings: strings)
    let html = try SmallRun.renderer().html(page, name: "diffs/x--y.html")
    #expect(html.contains("33.3\u{A0}USD"))
    let places = ["moved", "order", "same"].map {
      html.range(of: "<span class=\"id\"><bdi>\($0)</bdi></span>")?.lowerBound
    }
    #expect(places.allSatisfy { $0 != nil })
    #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
    #expect(
      html.contains("<a href=\"../runs/y/documents/moved.html\"><bdi>Title of moved</bdi></a>"))
    #expect(html.contains("<a href=\"../runs/x/documents/moved.html\">First run</a>"))
    let markdown = page.markdown(strings)
    #expect(markdown.contains("| Document | Title | First run | Predicted | Before | After |"))
    #expect(
      markdown.contains(
        "| [moved](../runs/y/documents/moved.md) | Title of moved | "
          + "[First run](../runs/x/documents/moved.md) | 871\u{A0}USD → 971\u{A0}USD | 871 | 971 |")
    )
  }

  @Test func writesAValidPageWithItsDataTwiceTheSame() throws {
    try withRuns { a, b, output in
      let found = try RunDifference(RecordFolder(url: a), RecordFolder(url: b))
      let conditions = ["flips>0", "churn>0.9"].compactMap { DifferenceCondition($0) }
      let files = DifferenceFiles(found, conditions: conditions)
      try files.write(to: output, renderer: SmallRun.renderer())
      let page = try String(contentsOf: output.appending(path: "index.html"), encoding: .utf8)
      #expect(page.contains("<bdi>positive</bdi> → <bdi>negative</bdi>"))
      #expect(page.contains("only &lt;first&gt;"))
      #expect(page.contains("<strong>fails</strong>") && page.contains("passes"))
      let csv = try String(contentsOf: output.appending(path: "diff.csv"), encoding: .utf8)
      let rows = csv.split(separator: "\n")
      #expect(rows.count == 7)
      #expect(
        rows[4] == "order,both,true,false,positive,positive,0.75,0.75,-1.0,1.0,0.6666666666666667,")
      #expect(rows[5] == "only <first>,first,,,,,,,,,,")
      let json = try #require(
        try JSONSerialization.jsonObject(
          with: Data(contentsOf: output.appending(path: "diff.json"))) as? [String: Any])
      #expect((json["documents"] as? [[String: Any]])?.count == 4)
      // Nothing of the two runs is changed, and the folder is sound.
      var verification = try SiteVerification(folder: output, renderer: SmallRun.renderer())
      try verification.run()
      #expect(verification.report.findings.lines == [])
      let first = try FolderListing(output).files.map {
        try Data(contentsOf: output.appending(path: $0))
      }
      try files.write(to: output, renderer: SmallRun.renderer())
      let second = try FolderListing(output).files.map {
        try Data(contentsOf: output.appending(path: $0))
      }
      #expect(first == second)
    }
  }

  @Test func goesOnBehindARecordThatCannotBeRead() throws {
    try withRuns { a, b, _ in
      try Data("{}".utf8).write(to: b.appending(path: "records/same.json"))
      let found = try RunDifference(RecordFolder(url: a), RecordFolder(url: b))
      #expect(found.faults.map(\.path) == ["records/same.json"])
      #expect(found.documents.count == 3)
    }
  }
}
