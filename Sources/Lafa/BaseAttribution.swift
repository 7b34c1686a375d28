public import AttributionRecords

/// What one pass over a document gives: computed once, used for every document it neighbours.
public struct BaseAttribution: Sendable, Equatable {
  /// The tokens.
  public var document: EncodedDocument
  /// What the model predicts.
  public var prediction: Prediction
  /// The pooled hidden state of the encoder layer: the mean over non-special tokens.
  public var vector: [Float]
  /// The base scores of each explained output.
  public var scores: [Scores]

  /// M(X) of one output: one number a token (equation 3).
  public struct Scores: Sendable, Equatable {
    /// Index of the output.
    public var output: Int
    /// Σ_j S_ij² for each token i, divided by the document's sum under scale `document`.
    public var tokens: [Double]

    /// Makes scores from their parts.
    public init(output: Int, tokens: [Double]) {
      self.output = output
      self.tokens = tokens
    }
  }

  /// Makes a base attribution from its parts.
  public init(
    document: EncodedDocument, prediction: Prediction, vector: [Float], scores: [Scores]
  ) {
    self.document = document
    self.prediction = prediction
    self.vector = vector
    self.scores = scores
  }

  /// Returns the scores of one output.
  ///
  /// - Parameter output: The output's index.
  /// - Returns: The token scores, or nil if the output was not explained.
  public func tokens(of output: Int) -> [Double]? {
    scores.first { $0.output == output }?.tokens
  }
}
