internal import AttributionRecords

/// What one document adds to the pages about the whole run.
struct PageDigest: Sendable {
  /// A word of an explanation and its share of all scores.
  struct Word: Sendable {
    let text: String
    let share: Double
  }

  /// The strongest words of an explanation, each written form once.
  struct Explained: Sendable {
    let label: String
    let words: [Word]
  }

  /// A field's share of all scores of the first explanation, and of all words.
  struct Field: Sendable {
    let name: String
    let share: Double
    let wordShare: Double
    let isEmpty: Bool
  }

  /// Why a person should look at the document, with how much: the larger the sooner.
  struct Doubt: Sendable {
    let reason: Reason
    let weight: Double
    /// A few words about it.
    let why: String
  }

  /// Why a person should look at a document.
  enum Reason: String, Sendable, CaseIterable {
    case differs, unsure, neighbours, unfaithful, empty
  }

  let explained: [Explained]
  let fields: [Field]
  let doubts: [Doubt]

  init(_ page: ReportPage, gold: GoldText?) {
    let record = page.record
    let isNumber = record.prediction.task == .regression
    explained = zip(record.explanations, page.scores).map { explanation, scores in
      Explained(
        label: isNumber
          ? RunDigest.allValues
          : explanation.target?.label ?? record.prediction.outputs[explanation.output].label,
        words: Self.words(page, scores))
    }
    fields =
      page.scores.first.map { scores in
        page.fields.compactMap { field in
          field.name.map {
            Field(
              name: $0, share: scores.shares[field.words].reduce(0, +),
              wordShare: Double(field.words.count) / Double(max(page.words.count, 1)),
              isEmpty: field.words.isEmpty)
          }
        }
      } ?? []
    doubts = Self.doubts(page, gold)
  }

  private static func words(_ page: ReportPage, _ scores: ScoreView) -> [Word] {
    var seen: Set<String> = []
    return scores.ranking.prefix(ReportPage.strongestLimit).compactMap { word in
      let text = page.words[word].lowercased()
      guard scores.shares[word] > 0, seen.insert(text).inserted else { return nil }
      return Word(text: text, share: scores.shares[word])
    }
  }

  private static func doubts(_ page: ReportPage, _ gold: GoldText?) -> [Doubt] {
    let (record, strings) = (page.record, page.strings)
    var doubts: [Doubt] = []
    let prediction = PredictionText(record.prediction, strings)
    if let gold, gold.agrees == false {
      doubts.append(
        Doubt(
          reason: .differs, weight: prediction.confidence ?? 0,
          why: strings(
            .whyDiffers,
            [
              "label": prediction.label, "percent": prediction.percent, "gold": gold.label,
            ])))
    } else if let gold, let error = gold.error, error.isFinite,
      let value = record.prediction.value?.value
    {
      doubts.append(
        Doubt(
          reason: .differs, weight: error / max(abs(value), 1e-9),
          why: strings(.whyNumber, ["label": prediction.label, "gold": gold.label])))
    }
    if let confidence = prediction.confidence, confidence < IndexTotals.unsureLimit {
      doubts.append(
        Doubt(
          reason: .unsure, weight: 1 - confidence,
          why: "\(prediction.label) \(NumberText.percent(confidence))"))
    }
    if page.scores.contains(where: \.isEmpty) {
      doubts.append(Doubt(reason: .empty, weight: 1, why: strings[.whyEmpty]))
    }
    for explanation in record.explanations {
      let found = explanation.neighbours.count
      if found > 0, let agreeing = explanation.quality.agreeing, agreeing < (found + 1) / 2 {
        doubts.append(
          Doubt(
            reason: .neighbours, weight: 1 - Double(agreeing) / Double(found),
            why: strings(.whyAgreeing, ["agreeing": agreeing, "found": found])))
      } else if let percentile = explanation.quality.percentile, percentile > 0.5 {
        doubts.append(
          Doubt(
            reason: .neighbours, weight: percentile,
            why: strings(.whyFar, ["percent": NumberText.percent(percentile)])))
      }
      if let check = explanation.faithfulness, check.isDoubtful {
        doubts.append(
          Doubt(
            reason: .unfaithful, weight: Double(check.orders - check.beaten),
            why: strings(
              .whyUnfaithful, ["beaten": check.beaten, "orders": check.orders])))
      }
    }
    // Of several explanations the worst speaks.
    return Reason.allCases.compactMap { reason in
      doubts.filter { $0.reason == reason }.max { $0.weight < $1.weight }
    }
  }
}
