internal import AttributionRecords
internal import Foundation
internal import ReportSite
internal import Spreadsheets

/// What the reports say of a row of the audit.
struct AuditResult {
  /// How a row and a report met.
  enum Status: String, CaseIterable {
    /// The row's document has a report.
    case ok
    /// No report has the row's id, or the row has none.
    case missing
    /// The document or the row could not be read.
    case failed
    /// An earlier row has the id; the report, of the first document with it, is given here too.
    case duplicate
  }

  /// A word with its part of all scores.
  struct Word {
    let word: String
    let share: Double
  }

  var status: Status
  /// The labels, or the number.
  var predicted = Cell.text("")
  var confidence: Double?
  var agrees: Bool?
  var difference: Double?
  var words: [Word] = []
  var report = ""
  var reportSHA256 = ""
  var documentSHA256 = ""
  var modelSHA256 = ""
  var note = ""

  /// The columns by which a row is known again, however a spreadsheet sorts: its id, and 1 for the
  /// first row of the audit with that id.
  static let keyColumns = ["lafa_id", "lafa_occurrence"]
  /// The column with the strongest words.
  static let wordColumn = "lafa_top_words"
  /// The column with the path of the report, from the folder that holds `audit` and `reports`.
  static let reportColumn = "lafa_report"
  /// The columns that are added, in their order.
  static let columns =
    keyColumns + [
      "lafa_status", "lafa_predicted", "lafa_confidence", "lafa_agrees", "lafa_difference",
      wordColumn, reportColumn, "lafa_report_sha256", "lafa_document_sha256",
      "lafa_model_sha256", "lafa_note",
    ]

  /// Returns the values of ``columns``.
  ///
  /// - Parameter key: The row's key.
  /// - Returns: One cell each column.
  func cells(_ key: AuditReviews.Key) -> [Cell] {
    [
      .text(key.id), .number(String(key.occurrence)),
      .text(status.rawValue), predicted, Self.number(confidence),
      agrees.map(Cell.bool) ?? .text(""), Self.number(difference),
      .text(words.map { "\($0.word) \(Self.text($0.share))" }.joined(separator: "; ")),
      .text(report), .text(reportSHA256), .text(documentSHA256), .text(modelSHA256), .text(note),
    ]
  }

  private static func number(_ value: Double?) -> Cell {
    value.map { .number(text($0)) } ?? .text("")
  }

  static func text(_ value: Double) -> String { String(format: "%.4f", value) }
}

/// Makes results of records.
struct AuditResultMaker {
  let reports: AuditReports
  /// How many words are named.
  let words: Int
  /// Returns labels as the model names them.
  let names: @Sendable (Prediction, [String]) -> [String]

  private static let wordLimit = 40

  /// Makes the result of a row.
  ///
  /// - Parameters:
  ///   - id: Its id.
  ///   - label: What the audit says of it; nil if it says nothing.
  /// - Returns: The result, and the record if there is one.
  func result(_ id: String, label: String?) -> (result: AuditResult, record: AttributionRecord?) {
    switch reports.find(id) {
    case .missing:
      let note = id.isEmpty ? "the row has no id" : "no report has this id"
      return (AuditResult(status: .missing, note: note), nil)
    case .failed(let why): return (AuditResult(status: .failed, note: why), nil)
    case .record(let record, let file):
      let prediction = record.prediction
      var result = AuditResult(status: .ok)
      if let value = prediction.value {
        result.predicted = .number(String(format: "%.6g", value.value))
        if let known = label.flatMap({ Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        ), known != 0, known.isFinite {
          result.difference = value.value / known - 1
        }
      } else {
        let labels = prediction.predicted.map { prediction.outputs[$0].label }
        result.predicted = .text(labels.joined(separator: "; "))
        result.confidence = prediction.predicted.first.flatMap {
          prediction.outputs[$0].probability
        }
        if prediction.task != .tokenLabels, let label, !label.allSatisfy(\.isWhitespace) {
          result.agrees = agrees(label, labels, prediction)
        }
      }
      let page = "documents/\(file).html"
      result.words = strongest(record)
      result.report = "reports/" + page
      result.reportSHA256 = reports.marker[page]?.sha256 ?? ""
      result.documentSHA256 = record.sha256
      result.modelSHA256 = record.provenance.model.weightsSHA256
      return (result, record)
    }
  }

  /// Whether a label is what was predicted; nil if the model does not have it.
  private func agrees(_ label: String, _ predicted: [String], _ prediction: Prediction) -> Bool? {
    let known =
      prediction.task == .multiLabel
      ? label.split(whereSeparator: { ";|".contains($0) }).map(String.init) : [label]
    let named = Set(names(prediction, known))
    guard named.isSubset(of: prediction.outputs.map(\.label)) else { return nil }
    return named == Set(predicted)
  }

  /// The words of the first explanation with the largest parts, each once.
  private func strongest(_ record: AttributionRecord) -> [AuditResult.Word] {
    guard let explanation = record.explanations.first else { return [] }
    let sums = WordScores.sums(of: explanation.scores, over: record.words).map { max($0, 0) }
    let total = sums.reduce(0, +)
    guard total > 0 else { return [] }
    let scalars = Array(record.text.unicodeScalars)
    var seen: Set<String> = []
    var found: [AuditResult.Word] = []
    for index in sums.indices.sorted(by: { (-sums[$0], $0) < (-sums[$1], $1) })
    where found.count < words && sums[index] > 0 {
      let word = record.words[index]
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[word.start..<min(word.end, word.start + Self.wordLimit)])
      let text = String(view) + (word.end - word.start > Self.wordLimit ? "…" : "")
      guard seen.insert(text.lowercased()).inserted else { continue }
      found.append(.init(word: text, share: (sums[index] / total * 1e4).rounded() / 1e4))
    }
    return found
  }
}
