/// The options of METHOD's Steps I to III.
public struct LafaOptions: Sendable, Equatable {
  /// Whether base attributions are scaled before they are added up.
  public enum Scale: String, Sendable, CaseIterable {
    /// The paper's: raw squared gradients.
    case none
    /// Each document's base attribution is divided by its sum.
    case document
  }

  /// The hidden layer that says which documents are near.
  ///
  /// 0 is the embedding output, nil the middle layer.
  public var encoderLayer: Int?
  /// M: how many nearest documents smooth a score.
  public var neighbours: Int
  /// λ of equation 6.
  public var lambda: Double
  /// How base attributions are scaled.
  public var scale: Scale
  /// The probability from which a label of a multi-label task counts as predicted.
  public var threshold: Double

  /// Makes options; the defaults are METHOD's.
  public init(
    encoderLayer: Int? = nil, neighbours: Int = 10, lambda: Double = 1, scale: Scale = .document,
    threshold: Double = 0.5
  ) {
    self.encoderLayer = encoderLayer
    self.neighbours = neighbours
    self.lambda = lambda
    self.scale = scale
    self.threshold = threshold
  }

  /// Returns the encoder layer for a model.
  ///
  /// - Parameter layers: L, the model's number of layers.
  /// - Returns: The chosen layer, or the middle one.
  public func encoderLayer(of layers: Int) -> Int { encoderLayer ?? layers / 2 }
}
