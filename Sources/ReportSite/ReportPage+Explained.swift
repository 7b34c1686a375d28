internal import AttributionRecords

extension ReportPage {
  /// Returns the heading of an explanation: the entity, the label, or the prediction.
  func heading(_ explanation: Explanation) -> String {
    if let target = explanation.target { return "\(target.label): \(phrase(target))" }
    return isThePrediction(explanation)
      ? "Which words carried the prediction" : "Which words carried “\(label(explanation))”"
  }

  /// Returns what follows the headings below the first, if a page explains several things.
  func suffix(_ explanation: Explanation) -> String {
    if let target = explanation.target { return " for “\(phrase(target))”" }
    return record.explanations.count == 1 ? "" : " for “\(label(explanation))”"
  }

  /// Returns what is explained, within a sentence.
  func about(_ explanation: Explanation) -> String {
    if let target = explanation.target { return "“\(target.label)” in “\(phrase(target))”" }
    return record.prediction.task == .regression
      ? "the predicted \(label(explanation))" : "“\(label(explanation))”"
  }

  /// Returns the scalar whose gradient was taken, within a sentence.
  func scalar(_ explanation: Explanation) -> String {
    let about = about(explanation)
    let sum = explanation.target == nil ? "" : "summed "
    switch explanation.scalar {
    case "probability": return "the \(sum)probability of \(about)"
    case "log-odds": return "the \(sum)log-odds of \(about)"
    case "margin": return "the \(sum)margin of \(about) to the runner-up"
    case "value": return about
    default: return "the \(sum)logit of \(about)"
    }
  }

  /// How many windows the text was read in, if it was more than one.
  var windows: String? {
    let coverage = record.coverage
    guard coverage.windows > 1 else { return nil }
    return """
      read in \(NumberText.count(coverage.windows, "window")) of \
      \(NumberText.count(coverage.tokenLimit, "token")), \
      \(NumberText.count(coverage.overlap, "token")) shared
      """
  }

  /// The line below the title.
  var subtitle: String {
    """
    \(record.id) · \(NumberText.count(record.words.count, "word")), \
    \(NumberText.count(record.tokens.count, "token"))\(windows.map { ", \($0)" } ?? "")
    """
  }

  private func label(_ explanation: Explanation) -> String {
    record.prediction.outputs[explanation.output].label
  }

  /// Whether the explained label is all that the model predicts.
  private func isThePrediction(_ explanation: Explanation) -> Bool {
    record.explanations.count == 1 && record.prediction.predicted == [explanation.output]
  }
}
