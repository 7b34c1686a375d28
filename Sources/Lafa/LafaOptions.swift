/// The options of METHOD's Steps I to III.
public struct LafaOptions: Sendable, Equatable {
  /// Which outputs are explained.
  public enum Explained: Sendable, Equatable {
    /// The predicted ones.
    case predicted
    /// Those that the data gives; the predicted ones of a document without.
    case gold
    /// These outputs; for entities, those of these types.
    case outputs([Int])
  }

  /// Which documents may be neighbours.
  public enum Filter: String, Sendable, CaseIterable {
    /// All.
    case any
    /// Those with the same prediction.
    case samePrediction = "same-prediction"
    /// Those with the same category.
    case sameCategory = "same-category"
  }

  /// How the states of a layer become one vector for a document.
  public enum VectorPooling: String, Sendable, CaseIterable {
    /// The mean over non-special tokens.
    case mean
    /// The first token's, [CLS].
    case first
  }

  /// The methods, the one that is shown first.
  public var methods: [AttributionMethod]
  /// The hidden layer that says which documents are near.
  ///
  /// 0 is the embedding output, nil the middle layer.
  public var encoderLayer: Int?
  /// How that layer's states become a document's vector.
  public var pooling: VectorPooling
  /// The hidden layer whose states the contextual kernel compares; nil for the encoder layer.
  public var kernelLayer: Int?
  /// M: how many nearest documents smooth a score.
  public var neighbours: Int
  /// ε as a quantile of the distances between documents of the pool; nil for no bound.
  public var nearerThan: Double?
  /// Which documents may be neighbours.
  public var filter: Filter
  /// How gradients become scores.
  public var reduction: Reduction
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
    methods: [AttributionMethod] = [AttributionMethod(name: "lafa", smoothing: Smoothing())],
    encoderLayer: Int? = nil, pooling: VectorPooling = .mean, kernelLayer: Int? = nil,
    neighbours: Int = 10, nearerThan: Double? = nil, filter: Filter = .any,
    reduction: Reduction = .squares, threshold: Double = 0.5, scalar: ExplainedScalar = .logit,
    explained: Explained = .predicted, maxExplanations: Int = 20
  ) {
    precondition(!methods.isEmpty, "something is computed")
    self.methods = methods
    self.encoderLayer = encoderLayer
    self.pooling = pooling
    self.kernelLayer = kernelLayer
    self.neighbours = neighbours
    self.nearerThan = nearerThan
    self.filter = filter
    self.reduction = reduction
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

  /// Returns the layer whose states the contextual kernel compares.
  ///
  /// - Parameter layers: L, the model's number of layers.
  /// - Returns: The chosen layer; nil if no method has that kernel.
  public func kernelLayer(of layers: Int) -> Int? {
    contextualBases.isEmpty ? nil : kernelLayer ?? encoderLayer(of: layers)
  }

  /// The base methods, each once, in the order of the methods.
  public var bases: [BaseMethod] { Self.distinct(methods.map(\.base)) }

  /// The base methods that a contextual kernel smooths.
  public var contextualBases: [BaseMethod] {
    Self.distinct(methods.filter { $0.smoothing?.kernel == .contextual }.map(\.base))
  }

  /// The base methods that some method smooths: all that neighbours need.
  public var smoothedBases: [BaseMethod] {
    Self.distinct(methods.filter { $0.smoothing != nil }.map(\.base))
  }

  private static func distinct(_ bases: [BaseMethod]) -> [BaseMethod] {
    bases.enumerated().filter { bases.firstIndex(of: $1) == $0 }.map(\.element)
  }
}
