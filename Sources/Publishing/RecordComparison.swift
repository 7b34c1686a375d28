package import AttributionRecords

/// Whether a record that was made again says the same.
///
/// The same processor gives the same bytes. Others add in another order, so that numbers may differ
/// a little: probabilities and values by ``probability``, scores by ``score`` of the largest.
package enum RecordComparison {
  /// The most that a probability may differ, and a value as a part of it.
  package static let probability = 1e-4
  /// The most that a token's score may differ, as a part of the document's largest.
  package static let score = 1e-3

  /// Returns what differs, in sentences.
  ///
  /// - Parameters:
  ///   - stored: The record of the run.
  ///   - again: The record that was made again.
  /// - Returns: At most a few sentences; none if both say the same.
  package static func differences(
    _ stored: AttributionRecord, _ again: AttributionRecord
  ) -> [String] {
    guard stored.sha256 == again.sha256, stored.text.utf8.elementsEqual(again.text.utf8) else {
      return ["the document is not the one that was explained"]
    }
    guard stored.tokens == again.tokens, stored.words == again.words else {
      return ["the text is cut into other tokens or words"]
    }
    guard stored.origins == again.origins else {
      return ["the text stands at other places of its file"]
    }
    let a = stored.prediction
    let b = again.prediction
    guard a.task == b.task, a.predicted == b.predicted,
      a.outputs.map(\.label) == b.outputs.map(\.label)
    else { return ["the model predicts something else"] }
    var differences: [String] = []
    func compare(_ name: String, _ a: Double?, _ b: Double?, _ limit: Double) {
      if (a == nil) != (b == nil) || !(abs((a ?? 0) - (b ?? 0)) <= limit) {
        differences.append("\(name) is \(text(a)), and the model gives \(text(b))")
      }
    }
    compare(
      "the value", a.value?.value, b.value?.value, probability * max(1, abs(a.value?.value ?? 0)))
    for (a, b) in zip(a.outputs, b.outputs) {
      compare("the probability of “\(a.label)”", a.probability, b.probability, probability)
    }
    guard
      stored.explanations.map(\.output) == again.explanations.map(\.output),
      stored.explanations.map(\.target?.firstWord) == again.explanations.map(\.target?.firstWord)
    else { return differences + ["other labels or entities are explained"] }
    for (number, (a, b)) in zip(stored.explanations, again.explanations).enumerated() {
      let name = "explanation \(number + 1): "
      if a.neighbours.map(\.id) != b.neighbours.map(\.id) {
        differences.append(name + "the neighbours are others, or in another order")
      }
      let lists =
        [(a.scores, b.scores, "score"), (a.own, b.own, "own part")]
        + zip(a.others, b.others).map { ($0.scores, $1.scores, "score by \($0.method)") }
      for (a, b, what) in lists {
        let limit = score * (a.map(abs).max() ?? 0)
        guard let token = zip(a, b).enumerated().first(where: { !(abs($1.0 - $1.1) <= limit) })
        else { continue }
        differences.append(
          """
          \(name)the \(what) of token \(token.offset + 1) is \(token.element.0), and the model gives \
          \(token.element.1)
          """)
      }
    }
    return differences
  }

  private static func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "missing" }
}
