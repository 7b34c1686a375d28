internal import Evaluation

/// The numbers of an evaluation: for each metric, method and document a mean over explanations.
struct EvaluationScores {
  /// The methods' names, the one that others are compared with first.
  let methods: [String]
  /// The documents' ids.
  private(set) var documents: [String] = []
  /// By metric, method and document; nil where a metric is not defined.
  private(set) var values: [EvaluationMetric: [[Double?]]] = [:]
  /// Why documents were left out of a metric, and how often.
  private(set) var omitted: [EvaluationMetric: [String: Int]] = [:]

  init(methods: [String]) {
    self.methods = methods
  }

  /// The numbers of one document: for each metric and method one an explanation.
  typealias Document = [EvaluationMetric: Outcome]

  /// What a metric says of a document.
  enum Outcome {
    /// For each method one number an explanation.
    case values([[Double]])
    /// Why there are none.
    case omitted(String)
  }

  /// Adds a document.
  mutating func add(id: String, _ outcomes: Document) {
    for (metric, outcome) in outcomes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      var rows =
        values[metric] ?? methods.map { _ in Array(repeating: nil, count: documents.count) }
      switch outcome {
      case .values(let found) where found.contains { !$0.isEmpty }:
        // A metric may say nothing of a method.
        for (method, values) in found.enumerated() {
          rows[method].append(
            values.isEmpty ? nil : values.reduce(0, +) / Double(values.count))
        }
      case .values:
        for method in methods.indices { rows[method].append(nil) }
        omitted[metric, default: [:]]["nothing to compare", default: 0] += 1
      case .omitted(let reason):
        for method in methods.indices { rows[method].append(nil) }
        omitted[metric, default: [:]][reason, default: 0] += 1
      }
      values[metric] = rows
    }
    documents.append(id)
    for (metric, rows) in values where rows[0].count < documents.count {
      values[metric] = rows.map { $0 + [nil] }
    }
  }

  /// One line of a table.
  struct Row {
    let method: String
    let estimate: Estimate?
    /// The method minus the first one; nil for that one.
    var comparison: Comparison?
  }

  /// Returns the table of a metric: each method's mean, and its difference to the first method
  /// with Holm's correction over the others.
  func rows(_ metric: EvaluationMetric) -> [Row] {
    guard let all = values[metric] else { return [] }
    var rows = zip(methods, all).map { name, values in
      Row(method: name, estimate: Statistics.estimate(values.compactMap(\.self)))
    }
    var tested: [(row: Int, difference: Estimate, p: Double)] = []
    for method in methods.indices.dropFirst() {
      let differences = zip(all[method], all[0]).compactMap { other, first in
        other.flatMap { other in first.map { other - $0 } }
      }
      guard let difference = Statistics.estimate(differences),
        let p = Statistics.signFlip(differences)
      else { continue }
      tested.append((method, difference, p))
    }
    for (test, corrected) in zip(tested, Statistics.holm(tested.map(\.p))) {
      rows[test.row].comparison = Comparison(
        difference: test.difference, p: test.p, corrected: corrected)
    }
    return rows
  }

  /// The metrics with a number, in the order of the groups.
  var metrics: [EvaluationMetric] {
    EvaluationMetric.groups.flatMap(\.metrics).filter { metric in
      values[metric]?.contains { $0.contains { $0 != nil } } == true
    }
  }
}
