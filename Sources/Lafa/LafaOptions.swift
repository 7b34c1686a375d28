/// The options of METHOD's Steps I to III.
public struct LafaOptions: Sendable, Equatable {
  /// Whether base attributions are scaled before they are added up.
  public enum Scale: String, Sendable, CaseIterable {
    /// The paper's: raw squared gradients.
    case none
    /// Each document's base attribution is divided by its sum.
    case document
  }

  /// Which outputs are explained.
  public enum Explained: Sendable, Equatable {
    /// The predicted ones.
    case predicted
    /// Those that the data gives; the predicted ones of a document without.
    case gold
    /// These outputs; for entities, those of these types.
    case outputs([Int])
  }

  /// The hidden layer that says which documents are near.
  ///
  /// 0 is the embedding output, nil the middle layer.
  public var encoderLayer: Int?
  /// M: how many nearest documents smooth a score.
  public var neighbours: Int
  /// λ of equation 6.
  public var lambda: Double
  /// Step II: what base attributions are.
  public var base: BaseMethod
  /// How base attributions are scaled.
  public var scale: Scale
  /// The probability from which a label of a multi-label task counts as predicted.
  public var threshold: Double
  /// F: what the gradient is taken of.
  public var scalar: ExplainedScalar
  /// Which outputs are explained.
  public var explained: Explained
  /// The most explanations of a document, the most probable first.
  public var maxExplanations: Int

  /// Makes options; the defaults are METHOD's.
  public init(
    encoderLayer: Int? = nil, neighbours: Int = 10, lambda: Double = 1,
    base: BaseMethod = .gradient, scale: Scale = .document, threshold: Double = 0.5,
    scalar: ExplainedScalar = .logit, explained: Explained = .predicted,
    maxExplanations: Int = 20
  ) {
    self.encoderLayer = encoderLayer
    self.neighbours = neighbours
    self.lambda = lambda
    self.base = base
    self.scale = scale
    self.threshold = threshold
    self.scalar = scalar
    self.explained = explained
    self.maxExplanations = maxExplanations
  }

  /// Returns the encoder layer for a model.
  ///
  /// - Parameter layers: L, the model's number of layers.
  /// - Returns: The chosen layer, or the middle one.
  public func encoderLayer(of layers: Int) -> Int { encoderLayer ?? layers / 2 }
}
