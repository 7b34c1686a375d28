/// One of the texts that a document is made of, as a premise or a hypothesis.
public struct RecordedField: Codable, Sendable, Equatable {
  /// What the data calls it.
  public var name: String
  /// First code point of the field in ``AttributionRecord/text``.
  public var start: Int
  /// The code point after the last; equal to `start` for an empty field.
  public var end: Int

  /// Makes a field from its parts.
  public init(name: String, start: Int, end: Int) {
    self.name = name
    self.start = start
    self.end = end
  }
}
