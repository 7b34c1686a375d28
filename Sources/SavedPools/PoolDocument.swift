public import AttributionRecords

/// A document of a saved pool, without its numbers.
public struct PoolDocument: Sendable, Equatable {
  /// A part of the text with a name.
  public struct Field: Codable, Sendable, Equatable {
    /// The row's key.
    public var name: String
    /// Its first byte in the text.
    public var start: Int
    /// The byte behind its last.
    public var end: Int

    /// Makes a field from its parts.
    public init(name: String, start: Int, end: Int) {
      self.name = name
      self.start = start
      self.end = end
    }
  }

  /// What names it.
  public var id: String
  /// Where it was read.
  public var source: String
  /// What a reader calls it.
  public var title: String
  /// SHA-256 of its bytes.
  public var sha256: String
  /// The category that the data gives.
  public var category: String?
  /// The labels that the data gives.
  public var gold: [String]
  /// The label that the model predicts first, for people who read the table.
  public var label: String?
  /// Its probability.
  public var probability: Double?
  /// A regression's value.
  public var value: Double?
  /// The text, if the pool keeps texts.
  public var text: String?
  /// The parts of the text.
  public var fields: [Field]
  /// Excerpts by the output and the base method whose scores they show, if the pool keeps those.
  public var excerpts: [ExcerptKey: Excerpt]

  /// Whose scores an excerpt shows.
  public struct ExcerptKey: Hashable, Sendable {
    /// The output.
    public var output: Int
    /// The base method's place in the manifest.
    public var base: Int

    /// Makes a key.
    public init(output: Int, base: Int) {
      self.output = output
      self.base = base
    }
  }

  /// Makes a document from its parts.
  public init(
    id: String, source: String, title: String, sha256: String, category: String? = nil,
    gold: [String] = [], label: String? = nil, probability: Double? = nil, value: Double? = nil,
    text: String? = nil, fields: [Field] = [], excerpts: [ExcerptKey: Excerpt] = [:]
  ) {
    self.id = id
    self.source = source
    self.title = title
    self.sha256 = sha256
    self.category = category
    self.gold = gold
    self.label = label
    self.probability = probability
    self.value = value
    self.text = text
    self.fields = fields
    self.excerpts = excerpts
  }
}
