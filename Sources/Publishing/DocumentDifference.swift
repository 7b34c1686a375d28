package import AttributionRecords
internal import Evaluation
internal import ReportSite

/// How two records of the same document differ, in little memory.
package struct DocumentDifference: Sendable {
  /// The document's id.
  package let id: String
  /// What the second run calls it.
  package let title: String
  /// Whether both models do the same task, so that predictions can be compared.
  package let isSameTask: Bool
  /// The unit of ``numberBefore`` and ``numberAfter``, if they have the same.
  package let unit: String?
  /// Whether both runs' models read the same text in the same parts; whatever else of a row or file
  /// changed.
  package let isSameText: Bool
  /// What the first run predicts.
  package let before: String
  /// What the second run predicts.
  package let after: String
  /// Whether the second run predicts other labels or entities; nil for numbers and other tasks.
  package let isFlipped: Bool?
  /// The probability of the first run's label, or the value, in the first run.
  package let numberBefore: Double?
  /// The same in the second run.
  package let numberAfter: Double?
  /// Spearman's coefficient of the words' scores; nil if they cannot be compared.
  package let correlation: Double?
  /// The part of the five strongest words that both runs share.
  package let overlap: Double?
  /// One minus Jaccard's index of the neighbours.
  package let churn: Double?
  /// How much further the strongest words are ahead of random ones when words are hidden.
  package let faithfulness: Double?

  /// Words that count as strongest.
  package static let strongest = 5

  /// The change of probability or value.
  package var change: Double? { numberBefore.flatMap { a in numberAfter.map { $0 - a } } }

  /// Compares.
  ///
  /// - Parameters:
  ///   - a: The document's record in the first run.
  ///   - b: That in the second.
  package init(_ a: AttributionRecord, _ b: AttributionRecord) {
    id = a.id
    title = b.title
    isSameTask = a.prediction.task == b.prediction.task
    let unit = a.prediction.value?.unit
    self.unit = unit == b.prediction.value?.unit ? unit : nil
    isSameText =
      a.text.utf8.elementsEqual(b.text.utf8) && a.fields.map(\.start) == b.fields.map(\.start)
      && a.fields.map(\.end) == b.fields.map(\.end)
    before = Self.predicted(a.prediction)
    let other = Self.predicted(b.prediction)
    // Equal strings share their memory.
    after = other == before ? before : other
    isFlipped = Self.isFlipped(a.prediction, b.prediction)
    (numberBefore, numberAfter) = Self.numbers(a.prediction, b.prediction)
    let pairs = isSameText ? Self.pairs(a, b) : []
    correlation = Self.mean(pairs.map { Correlation.spearman($0.a, $0.b) })
    overlap = Self.mean(pairs.map(\.overlap))
    churn = Self.mean(pairs.map(\.churn))
    faithfulness = Self.mean(pairs.map(\.faithfulness))
  }

  /// What is predicted, as tables and data have it; pages say it the same way.
  private static func predicted(_ prediction: Prediction) -> String {
    PredictionText.label(prediction)
      ?? (prediction.task == .tokenLabels ? "no entity" : "no label")
  }

  private static func isFlipped(_ a: Prediction, _ b: Prediction) -> Bool? {
    guard a.task == b.task, a.task != .regression else { return nil }
    func found(_ prediction: Prediction) -> [String] {
      prediction.task == .tokenLabels
        ? prediction.entities.map { "\($0.start)-\($0.end) \($0.label)" }
        : prediction.predicted.map { prediction.outputs[$0].label }.sorted()
    }
    return found(a) != found(b)
  }

  private static func numbers(_ a: Prediction, _ b: Prediction) -> (Double?, Double?) {
    guard a.task == b.task else { return (nil, nil) }
    if a.task == .regression { return (a.value?.value, b.value?.value) }
    // Of token labels, each entity has its own probability.
    guard a.task != .tokenLabels else { return (nil, nil) }
    let strongest = a.outputs.indices.max {
      (a.outputs[$0].logit, -$0) < (a.outputs[$1].logit, -$1)
    }
    guard let index = a.predicted.first ?? strongest else { return (nil, nil) }
    let label = a.outputs[index].label
    return (a.outputs[index].probability, b.outputs.first { $0.label == label }?.probability)
  }

  /// The scores of the words that both records have, and what follows from them.
  private struct Pair {
    let a: [Double]
    let b: [Double]
    let overlap: Double?
    let churn: Double?
    let faithfulness: Double?
  }

  /// What an explanation is about.
  private struct Subject: Hashable {
    let label: String
    let start: Int?
    let end: Int?

    init(_ explanation: Explanation, of record: AttributionRecord) {
      label = record.prediction.outputs[explanation.output].label
      start = explanation.target?.start
      end = explanation.target?.end
    }
  }

  /// Returns the explanations of the same labels or entities.
  private static func pairs(_ a: AttributionRecord, _ b: AttributionRecord) -> [Pair] {
    let others = Dictionary(
      b.explanations.map { (Subject($0, of: b), $0) }, uniquingKeysWith: { first, _ in first })
    return a.explanations.compactMap { one in
      others[Subject(one, of: a)].map { pair(one, a.words, $0, b.words) }
    }
  }

  private static func pair(
    _ a: Explanation, _ aWords: [RecordedWord], _ b: Explanation, _ bWords: [RecordedWord]
  ) -> Pair {
    var aScores = WordScores.sums(of: a.scores, over: aWords)
    var bScores = WordScores.sums(of: b.scores, over: bWords)
    if aWords.map(\.start) != bWords.map(\.start) || aWords.map(\.end) != bWords.map(\.end) {
      // Another tokenizer may cut other words.
      let places = Dictionary(
        bWords.indices.map { ([bWords[$0].start, bWords[$0].end], $0) },
        uniquingKeysWith: { first, _ in first })
      let shared = aWords.indices.compactMap { index in
        places[[aWords[index].start, aWords[index].end]].map { (aScores[index], bScores[$0]) }
      }
      (aScores, bScores) = (shared.map(\.0), shared.map(\.1))
    }
    return Pair(
      a: aScores, b: bScores,
      overlap: share(strongest(aScores), strongest(bScores), of: { max($0.count, $1.count) }),
      churn: share(
        Set(a.neighbours.map(\.id)), Set(b.neighbours.map(\.id)), of: { $0.union($1).count }
      ).map { 1 - $0 },
      faithfulness: lead(a).flatMap { before in lead(b).map { $0 - before } })
  }

  /// The mean over the hidden shares of what hiding the strongest words takes more than hiding as
  /// many at random; nil if that was not measured.
  private static func lead(_ explanation: Explanation) -> Double? {
    explanation.faithfulness.flatMap { check in
      mean(zip(check.strongest, check.random).map { $0 - $1 })
    }
  }

  private static func strongest(_ scores: [Double]) -> Set<Int> {
    Set(
      scores.indices.filter { scores[$0] > 0 }.sorted { (-scores[$0], $0) < (-scores[$1], $1) }
        .prefix(strongest))
  }

  private static func share<Element>(
    _ a: Set<Element>, _ b: Set<Element>, of size: (Set<Element>, Set<Element>) -> Int
  ) -> Double? {
    let all = size(a, b)
    return all == 0 ? nil : Double(a.intersection(b).count) / Double(all)
  }

  /// Returns the mean of those that there are.
  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}
