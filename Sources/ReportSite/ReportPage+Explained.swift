internal import AttributionRecords

extension ReportPage {
  /// Returns the heading of an explanation: the entity, the label, or the prediction.
  func heading(_ explanation: Explanation) -> String {
    if let target = explanation.target {
      return strings(.headingEntity, ["label": target.label, "phrase": phrase(target)])
    }
    return isThePrediction(explanation)
      ? strings[.headingPrediction] : strings(.headingLabel, ["label": label(explanation)])
  }

  /// Returns what follows the headings below the first, if a page explains several things.
  func suffix(_ explanation: Explanation) -> String {
    if let target = explanation.target { return strings(.suffix, ["name": phrase(target)]) }
    return record.explanations.count == 1
      ? "" : strings(.suffix, ["name": label(explanation)])
  }

  /// Returns what is explained, within a sentence.
  func about(_ explanation: Explanation) -> String {
    if let target = explanation.target {
      return strings(.aboutEntity, ["label": target.label, "phrase": phrase(target)])
    }
    return strings(
      record.prediction.task == .regression ? .aboutNumber : .aboutLabel,
      ["label": label(explanation)])
  }

  /// Returns the scalar whose gradient was taken, within a sentence.
  func scalar(_ explanation: Explanation) -> String {
    let about = about(explanation)
    let isSum = explanation.target != nil
    let key: TextKey
    switch explanation.scalar {
    case "probability": key = isSum ? .scalarProbabilitySum : .scalarProbability
    case "log-odds": key = isSum ? .scalarLogOddsSum : .scalarLogOdds
    case "margin": key = isSum ? .scalarMarginSum : .scalarMargin
    case "value": return about
    default: key = isSum ? .scalarLogitSum : .scalarLogit
    }
    return strings(key, ["about": about])
  }

  /// How many windows the text was read in, if it was more than one.
  var windows: String? {
    let coverage = record.coverage
    guard coverage.windows > 1 else { return nil }
    return strings(
      .windows,
      ["count": coverage.windows, "limit": coverage.tokenLimit, "overlap": coverage.overlap])
  }

  /// The line below the title.
  var subtitle: String {
    let counts = strings(
      .subtitle,
      [
        "words": strings(.wordCount, ["count": record.words.count]),
        "tokens": strings(.tokenCount, ["count": record.tokens.count]),
      ])
    let subtitle = isNamed ? "\(record.id) · \(counts)" : counts
    return windows.map { strings(.subtitleWindows, ["subtitle": subtitle, "windows": $0]) }
      ?? subtitle
  }

  private func label(_ explanation: Explanation) -> String {
    record.prediction.outputs[explanation.output].label
  }

  /// Whether the explained label is all that the model predicts.
  private func isThePrediction(_ explanation: Explanation) -> Bool {
    record.explanations.count == 1 && record.prediction.predicted == [explanation.output]
  }
}
