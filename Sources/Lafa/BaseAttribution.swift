public import AttributionRecords

/// What one pass over a document gives: computed once, used for every document it neighbours.
public struct BaseAttribution: Sendable, Equatable {
  /// The tokens.
  public var document: EncodedDocument
  /// What the model predicts.
  public var prediction: Prediction
  /// The entities that the model finds, if it labels tokens.
  public var entities: [FoundEntity]
  /// The pooled hidden state of the encoder layer: the mean over non-special tokens.
  public var vector: [Float]
  /// The base scores of each explained output or entity.
  public var scores: [Scores]
  /// How many explanations the options' bound left out.
  public var omitted: Int

  /// M(X) of one output: one number a token (equation 3).
  public struct Scores: Sendable, Equatable {
    /// Index of the output; for an entity the one that stands for its type.
    public var output: Int
    /// The entity's index in ``BaseAttribution/entities``, if one is explained.
    public var entity: Int?
    /// Σ_j S_ij² for each token i, divided by the document's sum under scale `document`.
    public var tokens: [Double]

    /// Makes scores from their parts.
    public init(output: Int, entity: Int? = nil, tokens: [Double]) {
      self.output = output
      self.entity = entity
      self.tokens = tokens
    }
  }

  /// Makes a base attribution from its parts.
  public init(
    document: EncodedDocument, prediction: Prediction, entities: [FoundEntity] = [],
    vector: [Float], scores: [Scores], omitted: Int = 0
  ) {
    self.document = document
    self.prediction = prediction
    self.entities = entities
    self.vector = vector
    self.scores = scores
    self.omitted = omitted
  }

  /// Returns the scores of one output, the mean over the document's entities of this type.
  ///
  /// - Parameter output: The output's index.
  /// - Returns: The token scores, or nil if the output was not explained.
  public func tokens(of output: Int) -> [Double]? {
    let found = scores.filter { $0.output == output }
    guard var sum = found.first?.tokens else { return nil }
    guard found.count > 1 else { return sum }
    for other in found.dropFirst() {
      for index in sum.indices { sum[index] += other.tokens[index] }
    }
    return sum.map { $0 / Double(found.count) }
  }
}

/// Neighbouring words to which the model gives labels of one type.
public struct FoundEntity: Sendable, Equatable {
  /// The type, such as PER.
  public var type: String
  /// The output that stands for the type.
  public var output: Int
  /// Its words among the document's.
  public var words: Range<Int>
  /// The predicted output of each word.
  public var outputs: [Int]
  /// The mean probability of its words' labels.
  public var probability: Double

  /// Makes an entity from its parts.
  public init(
    type: String, output: Int, words: Range<Int>, outputs: [Int], probability: Double
  ) {
    self.type = type
    self.output = output
    self.words = words
    self.outputs = outputs
    self.probability = probability
  }
}
