internal import AttributionRecords
internal import Documents

/// Labels of the data that predictions are not compared with, for one warning about all of them.
struct UnusableLabels {
  private var documents = 0
  private var examples: [String] = []

  /// Labels that the warning names.
  private static let listed = 5

  /// Takes what ``GoldLabels/unusable(_:)`` says of a document.
  mutating func add(_ labels: [String]) {
    guard !labels.isEmpty else { return }
    documents += 1
    for label in labels where examples.count < Self.listed && !examples.contains(label) {
      examples.append(label)
    }
  }

  /// Returns the warning; nil if there is nothing to say.
  func sentence(_ task: Task) -> String? {
    guard documents > 0 else { return nil }
    let isNumber = task == .regression
    return """
      \(documents == 1 ? "One document has" : "\(documents) documents have") labels that \
      \(isNumber ? "are not a number" : "the model does not have"), such as \
      \(RowFault.list(examples)): pages show them, and compare \
      nothing with them. \(isNumber ? "Write them as 1299.00" : "Correct them"), or name another \
      field with --label-field (none reads no labels).
      """
  }
}
