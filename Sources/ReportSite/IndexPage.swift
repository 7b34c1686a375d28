internal import AttributionRecords

/// The index of a run: one row a document, kept small so that a run may have many.
struct IndexPage {
  /// A document's row.
  struct Row {
    let id: String
    let title: String
    let file: String
    let prediction: String
    let confidence: Double?
    let value: Double?
    let strongest: [(text: String, level: Int)]
    /// What the data says, if that is known.
    let gold: GoldText?
    /// How many entities or labels were found, where there may be several.
    let count: Int?
    let reading: Reading

    init(_ page: ReportPage, file: String) {
      let record = page.record
      let text = PredictionText(record.prediction)
      id = record.id
      title = page.name
      self.file = file
      prediction = text.label
      confidence = text.confidence
      value = record.prediction.value?.value
      strongest = page.scores.first.map { Self.distinct($0, page.words) } ?? []
      gold = GoldText(record.gold, record.prediction)
      reading = page.reading
      switch record.prediction.task {
      case .tokenLabels: count = record.prediction.entities.count
      case .multiLabel: count = record.prediction.predicted.count
      case .singleLabel, .regression: count = nil
      }
    }

    /// For sorting: disagreement first, then what agrees or is a number, then what is unknown.
    var order: Int { gold == nil ? 2 : gold?.agrees == false ? 0 : 1 }

    /// The words that the row shows.
    private static let limit = 4

    /// Returns the strongest words, each written form once.
    private static func distinct(
      _ scores: ScoreView, _ words: [String]
    ) -> [(text: String, level: Int)] {
      var seen: Set<String> = []
      var result: [(text: String, level: Int)] = []
      for word in scores.ranking where scores.shares[word] > 0 && result.count < limit {
        guard seen.insert(words[word].lowercased()).inserted else { continue }
        result.append((words[word], max(1, scores.level(word))))
      }
      return result
    }
  }

  let summary: RunSummary
  let rows: [Row]

  /// A document counts as unsure below this probability.
  static let unsure = 0.7

  /// The unit of predicted values.
  let unit: String?

  /// The predictions that occur, for the filter; none if there are too many to choose from.
  var choices: [String] {
    let all = Set(rows.map(\.prediction)).sorted()
    return all.count <= 50 && rows.allSatisfy { $0.value == nil } ? all : []
  }
}
