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
    }

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

  /// The numbers at the top of the page.
  var tiles: [(name: String, value: String, why: String)] {
    var tiles = [
      ("Documents", NumberText.grouped(Double(rows.count)), "one report each")
    ]
    let values = rows.compactMap(\.value)
    if !values.isEmpty {
      func show(_ value: Double) -> String {
        NumberText.quantity(Prediction.Quantity(value: value, unit: unit))
      }
      let sorted = values.sorted()
      tiles.append(("Median", show(sorted[sorted.count / 2]), "of the predicted values"))
      tiles.append(("Range", show(sorted[0]), "to \(show(sorted[sorted.count - 1]))"))
    } else {
      tiles += labelTiles
      tiles.append(
        (
          "Unsure", NumberText.grouped(Double(rows.count { ($0.confidence ?? 1) < Self.unsure })),
          "confidence below \(NumberText.percent(Self.unsure))"
        ))
    }
    if !summary.faults.isEmpty {
      tiles.append(
        (
          "Faults", NumberText.grouped(Double(summary.faults.count)),
          "documents left out or cut, listed below"
        ))
    }
    return tiles
  }

  /// The two most frequent predictions.
  private var labelTiles: [(String, String, String)] {
    var counts: [String: Int] = [:]
    for row in rows { counts[row.prediction, default: 0] += 1 }
    return counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.prefix(2).map {
      ($0.key, NumberText.grouped(Double($0.value)), "predicted")
    }
  }

  /// The unit of predicted values.
  let unit: String?

  /// The predictions that occur, for the filter; none if there are too many to choose from.
  var choices: [String] {
    let all = Set(rows.map(\.prediction)).sorted()
    return all.count <= 50 && rows.allSatisfy { $0.value == nil } ? all : []
  }
}
