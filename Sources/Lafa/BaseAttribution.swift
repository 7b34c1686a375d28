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

  /// What was computed for one explained output: M(X), one number a token, for each base method.
  public struct Scores: Sendable, Equatable {
    /// Index of the output; for an entity the one that stands for its type.
    public var output: Int
    /// The entity's index in ``BaseAttribution/entities``, if one is explained.
    public var entity: Int?
    /// For each base method the score of each token, as the reduction gives it (equation 3).
    public var bases: [[Double]]
    /// For each base method Σ S − (F(H₀) − F(H′)), if the method is complete in theory.
    public var gaps: [Double?]
    /// For each base method with a contextual kernel g = Σ_k m_k û_k, d floats.
    public var directions: [[Float]]

    /// Makes scores from their parts.
    public init(
      output: Int, entity: Int? = nil, bases: [[Double]], gaps: [Double?]? = nil,
      directions: [[Float]] = []
    ) {
      self.output = output
      self.entity = entity
      self.bases = bases
      self.gaps = gaps ?? bases.map { _ in nil }
      self.directions = directions
    }

    /// Makes scores of one base method.
    public init(output: Int, entity: Int? = nil, tokens: [Double]) {
      self.init(output: output, entity: entity, bases: [tokens])
    }

    /// The scores of the first base method.
    public var tokens: [Double] { bases.first ?? [] }
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

  /// Returns what was computed for one output, the mean over the document's entities of this type.
  ///
  /// - Parameter output: The output's index.
  /// - Returns: The scores, or nil if the output was not explained.
  public func scores(of output: Int) -> Scores? {
    let found = scores.filter { $0.output == output }
    guard var sum = found.first else { return nil }
    guard found.count > 1 else { return sum }
    for other in found.dropFirst() {
      for base in sum.bases.indices {
        for token in sum.bases[base].indices { sum.bases[base][token] += other.bases[base][token] }
      }
      for place in sum.directions.indices {
        for column in sum.directions[place].indices {
          sum.directions[place][column] += other.directions[place][column]
        }
      }
    }
    let count = Double(found.count)
    sum.bases = sum.bases.map { $0.map { $0 / count } }
    sum.directions = sum.directions.map { $0.map { $0 / Float(count) } }
    return sum
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
