/// A name or a phrase that a model of token labels found in the text.
public struct Entity: Codable, Sendable, Equatable {
  /// What kind it is of: the label without its B- or I-, as `PER`.
  public var label: String
  /// Index in ``Prediction/outputs`` of the label of its first word, as `B-PER`.
  public var output: Int
  /// Index of its first word in ``AttributionRecord/words``.
  public var firstWord: Int
  /// The index after its last word.
  public var endWord: Int
  /// First code point of the text.
  public var start: Int
  /// The code point after the last.
  public var end: Int
  /// The mean of its words' probabilities.
  public var probability: Double

  /// Makes an entity from its parts.
  public init(
    label: String, output: Int, firstWord: Int, endWord: Int, start: Int, end: Int,
    probability: Double
  ) {
    self.label = label
    self.output = output
    self.firstWord = firstWord
    self.endWord = endWord
    self.start = start
    self.end = end
    self.probability = probability
  }
}
