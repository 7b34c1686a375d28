internal import AttributionRecords

/// The labels that the data gives, in the model's own terms.
///
/// A label is looked up by its name; if no label has it and it is a whole number, it is the number
/// of an output, as data sets write classes.
struct GoldLabels: Sendable {
  private let outputs: [String: Int]
  private let labels: [String]

  /// Makes the look-up.
  ///
  /// - Parameters:
  ///   - labels: The model's labels, in the order of its outputs.
  ///   - task: What the model answers; only texts have labels that can be looked up.
  init(_ labels: [String], task: Task) {
    self.labels = task == .singleLabel || task == .multiLabel ? labels : []
    outputs = Dictionary(
      self.labels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Returns the output of a label; nil if the model does not have it.
  func output(_ label: String) -> Int? {
    outputs[label] ?? Int(label).flatMap { labels.indices.contains($0) ? $0 : nil }
  }

  /// Returns the outputs that a document's labels name, each once.
  func outputs(_ gold: [String]) -> [Int] {
    var seen: Set<Int> = []
    return gold.compactMap(output).filter { seen.insert($0).inserted }
  }

  /// Returns a document's labels by the model's names; others as they are.
  func names(_ gold: [String]) -> [String] {
    gold.map { label in output(label).map { labels[$0] } ?? label }
  }
}
