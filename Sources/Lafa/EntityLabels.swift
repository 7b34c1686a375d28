/// The labels of a model that labels tokens, taken apart into prefix and type.
///
/// B-PER and I-PER (IOB2, BILOU, BMES) name a type and where in an entity the word is; labels
/// without such a prefix are types themselves. “O” is no entity.
public struct EntityLabels: Sendable {
  private struct Label {
    /// Whether a word with this label begins an entity whatever comes before it.
    let begins: Bool
    /// Whether a word with this label ends its entity.
    let ends: Bool
    let type: String?
  }

  private let labels: [Label]
  /// The output that stands for each type: the first of its labels.
  public let outputs: [String: Int]

  /// Takes labels apart.
  ///
  /// - Parameter labels: The labels in the order of the outputs.
  public init(_ labels: [String]) {
    let parts = labels.map { label -> (prefix: Character?, type: String?) in
      if label == "O" { return (nil, nil) }
      let second = label.dropFirst().first
      guard label.count > 2, let prefix = label.first, second == "-" || second == "_",
        "BILUESM".contains(prefix)
      else { return (nil, label) }
      return (prefix, String(label.dropFirst(2)))
    }
    // S_5 is no prefix where no label begins an entity.
    let hasPrefixes = parts.contains { $0.prefix == "B" || $0.prefix == "I" }
    var outputs: [String: Int] = [:]
    self.labels = zip(labels, parts).enumerated().map { index, item in
      let (label, part) = item
      let prefix = hasPrefixes ? part.prefix : nil
      let type = hasPrefixes ? part.type : label == "O" ? nil : label
      if let type, outputs[type] == nil { outputs[type] = index }
      return Label(
        begins: prefix.map { "BUS".contains($0) } ?? false,
        ends: prefix.map { "LUES".contains($0) } ?? false, type: type)
    }
    self.outputs = outputs
  }

  /// Returns the type that an output names; nil for “O”.
  ///
  /// - Parameter output: The output.
  /// - Returns: The type.
  public func type(of output: Int) -> String? { labels[output].type }

  /// Groups words into entities.
  ///
  /// A word goes on with the entity before it if it has the same type, does not begin one, and the
  /// word before did not end one.
  ///
  /// - Parameter words: The predicted output of each word.
  /// - Returns: The words of each entity, in order.
  public func entities(_ words: [Int]) -> [Range<Int>] {
    var entities: [Range<Int>] = []
    for (index, output) in words.enumerated() {
      let label = labels[output]
      guard label.type != nil else { continue }
      if let last = entities.last, last.upperBound == index, !label.begins {
        let before = labels[words[index - 1]]
        if before.type == label.type, !before.ends {
          entities[entities.count - 1] = last.lowerBound..<index + 1
          continue
        }
      }
      entities.append(index..<index + 1)
    }
    return entities
  }
}
