internal import AttributionRecords

extension ConfigurationFile {
  /// The most outputs of a head.
  private static let labelLimit = 100_000

  /// Returns the labels in the order of the outputs; Transformers' defaults if there are none.
  func labels() throws(CheckpointError) -> [String] {
    guard let table = try group("id2label") else {
      let count = try int("num_labels") ?? 2
      guard (1...Self.labelLimit).contains(count) else {
        throw .malformed(path: path, detail: "“num_labels” cannot be \(count)")
      }
      return (0..<count).map { "LABEL_\($0)" }
    }
    guard (1...Self.labelLimit).contains(table.count) else {
      throw .malformed(path: path, detail: "“id2label” has \(table.count) labels")
    }
    var labels: [String] = []
    // What looks the same is the same to a reader, however it is composed.
    var outputs: [String: Int] = [:]
    for index in 0..<table.count {
      guard let label = try table.string(String(index)) else {
        throw .malformed(path: path, detail: "“id2label” has no label \(index)")
      }
      if let other = outputs.updateValue(index, forKey: label) {
        throw .malformed(
          path: path,
          detail: "“id2label” calls the outputs \(other) and \(index) both “\(label)”: rename one")
      }
      labels.append(label)
    }
    return labels
  }

  /// Returns what the head answers: as told, else a number for one output, else one label.
  func task(_ head: Head, labels count: Int) throws(CheckpointError) -> Task {
    if head == .tokens { return .tokenLabels }
    switch try string("problem_type") {
    case "regression":
      guard count == 1 || head == .none else {
        throw unsupported(
          "problem_type", "regression with \(count) outputs",
          supported: "regression with one output")
      }
      return .regression
    case "single_label_classification":
      return .singleLabel
    case "multi_label_classification":
      return .multiLabel
    case nil:
      return count == 1 ? .regression : .singleLabel
    case .some(let other):
      throw unsupported(
        "problem_type", "“\(other)”",
        supported: "regression, single_label_classification, multi_label_classification")
    }
  }
}
