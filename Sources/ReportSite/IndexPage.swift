internal import AttributionRecords

/// The index of a run: one row a document, kept small so that a run may have many.
struct IndexPage {
  /// A document's row.
  struct Row: Codable {
    let id: String
    let title: String
    let file: String
    let prediction: String
    let confidence: Double?
    let value: Double?
    let strongest: [Word]
    /// What the data says, if that is known.
    let gold: GoldText?
    /// How many entities or labels were found, where there may be several.
    let count: Int?
    let reading: Reading
    /// Why a person should look at it, as the classes of the filter have it.
    let doubts: [String]

    /// One of the words that count most.
    struct Word: Codable {
      let text: String
      let level: Int
    }

    init(_ page: ReportPage, file: String, digest: PageDigest) {
      let record = page.record
      let text = PredictionText(record.prediction, page.strings)
      id = record.id
      title = page.name
      self.file = file
      prediction = text.label
      confidence = text.confidence
      value = record.prediction.value?.value
      strongest = page.scores.first.map { Self.distinct($0, page.words) } ?? []
      let gold = GoldText(record.gold, record.prediction)
      self.gold = gold
      reading = page.reading
      doubts = digest.doubts.map(\.reason).filter { $0 != .differs || gold?.agrees == false }
        .map(\.rawValue)
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
    ) -> [Word] {
      var seen: Set<String> = []
      var result: [Word] = []
      for word in scores.ranking where scores.shares[word] > 0 && result.count < limit {
        guard seen.insert(words[word].lowercased()).inserted else { continue }
        result.append(Word(text: words[word], level: max(1, scores.level(word))))
      }
      return result
    }
  }

  let summary: RunSummary
  /// What holds for all rows of the run.
  let totals: IndexTotals
  /// The pages about the whole run.
  let pages: RunPages
  /// The rows of this page.
  let rows: [Row]
  /// This page among those of the index.
  let part: Part
  /// The texts of the interface.
  let strings: Strings

  /// One of the pages of an index.
  struct Part {
    /// Counted from 1.
    let number: Int
    /// The number of pages.
    let count: Int

    /// The name of a page's file without an ending.
    static func file(_ number: Int) -> String { number == 1 ? "index" : "index-\(number)" }

    /// The name of this page's file without an ending.
    var file: String { Self.file(number) }

    var isFirst: Bool { number == 1 }

    /// The other pages to turn to, if there are any.
    var links: [(name: TextKey, file: String)] {
      let back: [(TextKey, Int)] = isFirst ? [] : [(.first, 1), (.previous, number - 1)]
      let on: [(TextKey, Int)] = number == count ? [] : [(.next, number + 1), (.last, count)]
      return (back + on).map { ($0.0, Self.file($0.1)) }
    }
  }

  /// The predictions that occur, for the filter; none if there are too many to choose from.
  var choices: [String] {
    let all = totals.predictions.keys.sorted()
    return all.count <= 50 && totals.values.isEmpty ? all : []
  }
}
