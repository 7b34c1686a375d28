internal import AttributionRecords
internal import Foundation

/// The labels that the data gives, in the model's own terms.
///
/// A label is looked up by its name, then by its name but for case and the space around it, if one
/// label alone has that; if none has it and it is a whole number, it is the number of an output, as
/// data sets write classes.
struct GoldLabels: Sendable {
  private let outputs: [String: Int]
  /// By folded names that one label alone has.
  private let folded: [String: Int]
  private let labels: [String]
  private let task: Task

  /// Makes the look-up.
  ///
  /// - Parameters:
  ///   - labels: The model's labels, in the order of its outputs.
  ///   - task: What the model answers; only texts have labels that can be looked up.
  init(_ labels: [String], task: Task) {
    self.task = task
    self.labels = task == .singleLabel || task == .multiLabel ? labels : []
    outputs = Dictionary(
      self.labels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    folded = Dictionary(grouping: self.labels.indices) { [labels = self.labels] in
      Self.folded(labels[$0])
    }.compactMapValues { $0.count == 1 ? $0[0] : nil }
  }

  private static func trimmed(_ label: String) -> String {
    label.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func folded(_ label: String) -> String { trimmed(label).lowercased() }

  /// Returns the output of a label; nil if the model does not have it.
  func output(_ label: String) -> Int? {
    outputs[label] ?? outputs[Self.trimmed(label)] ?? folded[Self.folded(label)]
      ?? Int(Self.trimmed(label)).flatMap { labels.indices.contains($0) ? $0 : nil }
  }

  /// Returns the outputs that a document's labels name, each once.
  func outputs(_ gold: [String]) -> [Int] {
    var seen: Set<Int> = []
    return gold.compactMap(output).filter { seen.insert($0).inserted }
  }

  /// Returns a document's labels by the model's names, numbers without space around them; others
  /// as they are.
  func names(_ gold: [String]) -> [String] {
    guard task != .regression else { return gold.map { Self.number($0) ?? $0 } }
    return gold.map { label in output(label).map { labels[$0] } ?? label }
  }

  /// Returns those of a document's labels that a prediction cannot be compared with: labels that
  /// the model does not have, or anything but one number; none for a model that labels tokens.
  func unusable(_ gold: [String]) -> [String] {
    switch task {
    case .tokenLabels: []
    case .regression: gold.count == 1 && Self.number(gold[0]) != nil ? [] : gold
    case .singleLabel, .multiLabel: gold.filter { output($0) == nil }
    }
  }

  private static func number(_ label: String) -> String? {
    let text = trimmed(label)
    return Double(text)?.isFinite == true ? text : nil
  }
}
