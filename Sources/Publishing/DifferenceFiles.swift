internal import AttributionRecords
internal import Evaluation
package import Foundation
package import ReportSite

/// What is written of a difference: lines, findings, a page, a table and data.
package struct DifferenceFiles: Sendable {
  private let difference: RunDifference
  private let conditions: [DifferenceCondition]

  /// Makes files.
  ///
  /// - Parameters:
  ///   - difference: The difference.
  ///   - conditions: When it is too large.
  package init(_ difference: RunDifference, conditions: [DifferenceCondition]) {
    self.difference = difference
    self.conditions = conditions
  }

  /// Why the difference is too large, or cannot be told.
  package var failures: [String] { conditions.compactMap { $0.fault(difference) } }

  /// The difference in lines for people.
  package var lines: [String] {
    [obstacle].compactMap(\.self)
      + DifferenceMeasure.allCases.map { measure in
        let found = measure.value(difference)
        let of = measure.isCount ? "of" : "over"
        let value = measure.text(found.value, unit: difference.unit)
        return "\(measure.title): \(value) \(of) \(NumberText.count(found.documents, "document"))."
      }
      + difference.options.map { "Differs: \($0.name): \($0.before) → \($0.after)." }
  }

  /// Why there is little to compare, as a line.
  private var obstacle: String? {
    switch difference.obstacle {
    case nil: nil
    case .nothingShared: "No document is in both runs, so that nothing can be compared."
    case .otherTask:
      "The models of the two runs do different tasks, so that predictions cannot be compared."
    }
  }

  /// The difference as findings.
  package var findings: FindingList {
    var list = FindingList()
    list.add(difference.faults)
    let first = FileNames(difference.before.documents)
    let second = FileNames(difference.after.documents)
    for option in difference.options {
      list.add(
        Finding(
          .differsParameter, "records/run.json",
          "\(option.name) is \(option.after), and was \(option.before)"))
    }
    for id in difference.missing {
      list.add(
        Finding(
          .differsMissing, "records/\(first[id] ?? "").json",
          "“\(id)” is only in the first run"))
    }
    for id in difference.added {
      list.add(
        Finding(
          .differsAdded, "records/\(second[id] ?? "").json", "“\(id)” is only in the second run"))
    }
    for document in difference.documents {
      let path = "records/\(second[document.id] ?? "").json"
      if !document.isSameText {
        list.add(Finding(.differsText, path, "“\(document.id)” has another text"))
      }
      if document.isFlipped == true {
        list.add(
          Finding(
            .differsFlip, path,
            "“\(document.id)” is predicted \(document.after), and was \(document.before)"))
      }
    }
    for failure in failures { list.add(Finding(.differsCondition, nil, failure)) }
    return list
  }

  /// Documents that the page lists of each kind: the whole lists are in the table.
  private static let limit = 200

  /// Returns the page.
  ///
  /// - Parameters:
  ///   - links: The runs' folders as the page links to them, if it does.
  ///   - root: The way from the page to the folder of style sheet and script.
  ///   - name: The name of table and data without an ending.
  ///   - strings: The texts of the interface.
  /// - Returns: The page.
  package func page(
    links: (before: String, after: String)? = nil, root: String = "", name: String = "diff",
    strings: Strings
  ) -> DiffPage {
    func link(_ folder: String?, _ names: FileNames, _ id: String) -> String? {
      folder.flatMap { folder in names[id].map { "\(folder)documents/\($0)" } }
    }
    let first = FileNames(difference.before.documents)
    let second = FileNames(difference.after.documents)
    let changed = difference.documents.sorted { Self.weight($0) > Self.weight($1) }
    return DiffPage(
      root: root, dataName: name, before: difference.before, after: difference.after,
      note: difference.obstacle.map {
        strings[$0 == .nothingShared ? .nothingShared : .otherTasks]
      },
      tiles: DifferenceMeasure.allCases.map { measure in
        let found = measure.value(difference)
        return .init(
          name: strings[measure.key],
          value: measure.text(found.value, unit: difference.unit),
          why: strings(
            .measureOf,
            [
              "meaning": measure.meaning(strings),
              "documents": strings(.documentCount, ["count": found.documents]),
            ]))
      },
      conditions: conditions.map { condition in
        let value = condition.measure.value(difference).value
        return .init(
          name: condition.text,
          value: condition.measure.text(value, unit: difference.unit),
          why: strings[condition.holds(value).map { $0 ? .fails : .passes } ?? .undecided],
          isFault: condition.holds(value) != false)
      },
      options: difference.options.map { .init(name: $0.name, before: $0.before, after: $0.after) },
      documents: changed.prefix(Self.limit).map { document in
        .init(
          id: document.id, title: document.title,
          earlier: link(links?.before, first, document.id),
          link: link(links?.after, second, document.id),
          before: document.before, after: document.after, isFlipped: document.isFlipped == true,
          numbers: [
            document.numberBefore.map(Self.number) ?? "–",
            document.numberAfter.map(Self.number) ?? "–",
            DifferenceMeasure.correlation.text(document.correlation),
            DifferenceMeasure.overlap.text(document.overlap),
            DifferenceMeasure.churn.text(document.churn),
          ])
      }, count: difference.documents.count,
      lists: [
        (strings[.missing], difference.missing),
        (strings[.added], difference.added),
        (
          strings[.texts],
          difference.documents.filter { !$0.isSameText }.map(\.id)
        ),
      ].filter { !$0.1.isEmpty }.map { title, ids in
        .init(title: title, count: ids.count, ids: Array(ids.prefix(Self.limit)))
      })
  }

  private static func number(_ value: Double) -> String {
    abs(value) >= 100
      ? NumberText.grouped(value) : (value < 0 ? "−" : "") + NumberText.fixed(abs(value), 3)
  }

  /// How far up a document stands: flips first, then changes of the number that the page can show,
  /// then words in another order.
  private static func weight(_ document: DocumentDifference) -> (Int, Double, Double) {
    (
      document.isFlipped == true ? 1 : 0, (abs(document.change ?? 0) * 1000).rounded(),
      -(document.correlation ?? 1)
    )
  }

  /// Writes all documents as CSV, part by part.
  package func writeTable(to sink: SiteStaging.Sink) throws {
    func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    try write(
      head: DelimitedText.csv([
        [
          "id", "in", "same_text", "flipped", "predicted_before", "predicted_after", "before",
          "after", "correlation", "top5_overlap", "churn", "faithfulness",
        ]
      ]), to: sink
    ) { document in
      DelimitedText.csv([
        [
          document.id, "both", "\(document.isSameText)",
          document.isFlipped.map { "\($0)" } ?? "", document.before, document.after,
          text(document.numberBefore), text(document.numberAfter), text(document.correlation),
          text(document.overlap), text(document.churn), text(document.faithfulness),
        ]
      ])
    }
    let empty = Array(repeating: "", count: 10)
    for (ids, place) in [(difference.missing, "first"), (difference.added, "second")] {
      for id in ids { try sink(Array(DelimitedText.csv([[id, place] + empty]).utf8)) }
    }
  }

  private func write(
    head: String, to sink: SiteStaging.Sink, _ row: (DocumentDifference) throws -> String
  ) throws {
    var part = head
    for document in difference.documents {
      part += try row(document)
      if part.utf8.count > 1 << 16 {
        try sink(Array(part.utf8))
        part = ""
      }
    }
    try sink(Array(part.utf8))
  }

  private struct Option: Encodable {
    var name: String
    var before: String
    var after: String
  }

  private struct Measured: Encodable {
    var measure: DifferenceMeasure
    var value: Double?
    var documents: Int
  }

  private struct Condition: Encodable {
    var text: String
    var holds: Bool?
  }

  private struct Head: Encodable {
    var formatVersion = 1
    var tool = Tool.name
    var version = Tool.version
    var before: String
    var after: String
    var conditions: [Condition]
    var measures: [Measured]
    var missing: [String]
    var added: [String]
    var options: [Option]
  }

  private struct Row: Encodable {
    var id: String
    var isSameText: Bool
    var isFlipped: Bool?
    var predictedBefore: String
    var predictedAfter: String
    var before: Double?
    var after: Double?
    var correlation: Double?
    var overlap: Double?
    var churn: Double?
    var faithfulness: Double?
  }

  /// Writes everything as JSON, part by part; the documents come last.
  package func writeData(to sink: SiteStaging.Sink) throws {
    let head = Head(
      before: difference.before.title, after: difference.after.title,
      conditions: conditions.map {
        Condition(text: $0.text, holds: $0.holds($0.measure.value(difference).value))
      },
      measures: DifferenceMeasure.allCases.map {
        let found = $0.value(difference)
        return Measured(measure: $0, value: found.value, documents: found.documents)
      }, missing: difference.missing, added: difference.added,
      options: difference.options.map { Option(name: $0.name, before: $0.before, after: $0.after) })
    let start = try RecordFile.data(encoding: head).dropLast(2)
    var separator = "\n"
    try write(
      head: String(decoding: start, as: UTF8.self) + ",\"documents\":[", to: sink
    ) { document in
      let row = try RecordFile.data(
        encoding: Row(
          id: document.id, isSameText: document.isSameText, isFlipped: document.isFlipped,
          predictedBefore: document.before, predictedAfter: document.after,
          before: document.numberBefore, after: document.numberAfter,
          correlation: document.correlation, overlap: document.overlap, churn: document.churn,
          faithfulness: document.faithfulness))
      defer { separator = ",\n" }
      return separator + String(decoding: row.dropLast(), as: UTF8.self)
    }
    try sink(Array("\n]}\n".utf8))
  }

  /// Writes page, twin, table and data as a folder of their own.
  ///
  /// - Parameters:
  ///   - output: The folder; it must be new, empty or this tool's.
  ///   - renderer: Renders and checks the page.
  /// - Throws: ``SiteError``; then nothing is written.
  package func write(to output: URL, renderer: PageRenderer) throws {
    let staging = SiteStaging(output: output)
    try staging.check()
    try staging.create()
    do {
      let page = page(strings: renderer.strings)
      try staging.add("diff.csv", writeTable)
      try staging.add("diff.json", writeData)
      try staging.add([
        ("index.html", Data(try renderer.html(page, name: "index.html").utf8)),
        ("index.md", Data(page.markdown(renderer.strings).utf8)),
      ])
      try staging.add(renderer.shared.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      try staging.commit()
    } catch {
      staging.remove()
      throw error
    }
  }
}
