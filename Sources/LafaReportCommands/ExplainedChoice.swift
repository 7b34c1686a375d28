internal import ArgumentParser
internal import AttributionRecords
internal import Checkpoints
internal import Lafa

/// What `--explain` asks for.
enum ExplainedChoice: Sendable, Equatable {
  case predicted
  case gold
  /// As written: the names joined by commas.
  case named(String)

  init(argument: String) {
    switch argument {
    case "predicted": self = .predicted
    case "gold": self = .gold
    default: self = .named(argument)
    }
  }

  /// Known names that an error lists.
  private static let listed = 20

  /// Returns the outputs that are meant, and how a record writes them.
  ///
  /// - Parameter configuration: The model's labels and task.
  /// - Returns: For the engine, and for the record.
  /// - Throws: `ValidationError` if the model does not have a label.
  func resolve(
    _ configuration: ModelConfiguration
  ) throws -> (explained: LafaOptions.Explained, text: String) {
    let isTokens = configuration.task == .tokenLabels
    switch self {
    case .predicted: return (.predicted, "predicted")
    case .gold:
      guard !isTokens, configuration.task != .regression else {
        throw ValidationError(
          """
          --explain gold is for models that label texts; this one \
          \(isTokens ? "labels tokens" : "predicts a number"). Leave the option out.
          """)
      }
      return (.gold, "gold")
    case .named(let argument):
      let known =
        isTokens
        ? EntityLabels(configuration.labels).outputs
        : Dictionary(
          configuration.labels.enumerated().map { ($1, $0) },
          uniquingKeysWith: { first, _ in first })
      // A label may have a comma in it.
      let names =
        known[argument] != nil
        ? [argument] : argument.split(separator: ",").map { $0.trimming(while: \.isWhitespace) }
      var outputs: [Int] = []
      for name in names {
        guard let output = known[name] else { throw Self.unknown(name, known) }
        if !outputs.contains(output) { outputs.append(output) }
      }
      guard !outputs.isEmpty else { throw Self.unknown(argument, known) }
      return (.outputs(outputs), names.joined(separator: ", "))
    }
  }

  private static func unknown(_ name: String, _ known: [String: Int]) -> ValidationError {
    let all = known.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { "“\($0.key)”" }
    let more = all.count - listed
    return ValidationError(
      """
      --explain: the model has no label “\(name)”. It has \
      \(all.prefix(listed).joined(separator: ", "))\(more > 0 ? " and \(more) more" : "").
      """)
  }
}

extension Substring {
  fileprivate func trimming(while isRemoved: (Character) -> Bool) -> String {
    let start = drop(while: isRemoved)
    return String(start.reversed().drop(while: isRemoved).reversed())
  }
}
