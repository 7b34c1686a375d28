/// One way to score tokens: a base method, smoothed by neighbours or not.
public struct AttributionMethod: Sendable, Hashable {
  /// What users call it.
  public var name: String
  /// Step II.
  public var base: BaseMethod
  /// Step III; nil for the base method alone.
  public var smoothing: Smoothing?

  /// Makes a method.
  ///
  /// - Parameters:
  ///   - name: What users call it.
  ///   - base: Step II.
  ///   - smoothing: Step III; nil for the base method alone.
  public init(name: String, base: BaseMethod = .gradient, smoothing: Smoothing? = nil) {
    self.name = name
    self.base = base
    self.smoothing = smoothing
  }

  /// LAFA as the paper has it: squared gradients, unscaled, joined by equal tokens, λ = 1.
  public static let paper = AttributionMethod(
    name: "lafa-paper", smoothing: Smoothing(kernel: .indicator, lambda: 1, scale: .none))
}

/// Step III: how scores of neighbours are added to a document's own.
public struct Smoothing: Sendable, Hashable {
  /// Whether base attributions are scaled before they are added up.
  public enum Scale: String, Sendable, CaseIterable {
    /// The paper's: raw squared gradients.
    case none
    /// Each document's base attribution is divided by the sum of its magnitudes.
    case document
  }

  /// κ of equation 7.
  public var kernel: TokenKernel
  /// λ of equation 6.
  public var lambda: Double
  /// How base attributions are scaled.
  public var scale: Scale
  /// 1 − α of METHOD's shrinkage: the part of the neighbours' term that comes from all documents.
  ///
  /// From all of the pool with the same label, that is; for the contextual kernel only.
  public var poolPart: Double
  /// How many of the neighbours that were found count, the nearest first; all if nil.
  public var neighbours: Int?
  /// What stands in the place of the neighbours, to show what they are worth.
  public var control: Control?

  /// Documents that are not neighbours, in their place.
  public enum Control: Sendable, Hashable {
    /// As many documents by chance.
    case random(seed: UInt64)
    /// As many by chance of those with another prediction; of all for a regression.
    case otherPrediction(seed: UInt64)
  }

  /// Makes a smoothing.
  public init(
    kernel: TokenKernel = .indicator, lambda: Double = 1, scale: Scale = .document,
    poolPart: Double = 0, neighbours: Int? = nil, control: Control? = nil
  ) {
    self.neighbours = neighbours
    self.control = control
    self.kernel = kernel
    self.lambda = lambda
    self.scale = scale
    self.poolPart = poolPart
  }

  /// Returns the factor that scales a document's base scores.
  func factor(_ scores: [Double]) -> Double {
    guard scale == .document else { return 1 }
    let sum = scores.reduce(0) { $0 + abs($1) }
    return sum > 0 ? 1 / sum : 1
  }
}

/// κ of equation 7: how alike two tokens are.
public enum TokenKernel: Sendable, Hashable {
  /// 1 for the same token, else 0.
  case indicator
  /// The cosine of the tokens' rows in the input embedding table.
  case cosine
  /// exp(−‖a − b‖₂ / l²) of these rows.
  case rbf(l: Double)
  /// exp(−‖a − b‖₁ / l²).
  case laplacian(l: Double)
  /// 1 / ‖a − b‖₂, the distance kept between 0.3 and 3.
  case inverseDistance
  /// (γ aᵀb + c₀)^p.
  case polynomial(gamma: Double, c: Double, p: Int)
  /// The cosine of the tokens' hidden states after the pool's mean was taken away; it reads texts,
  /// not only tokens (METHOD: contextual LAFA).
  case contextual

  /// The kernel's name, as METHOD's table has it.
  public var name: String {
    switch self {
    case .indicator: "indicator"
    case .cosine: "cosine"
    case .rbf: "rbf"
    case .laplacian: "laplacian"
    case .inverseDistance: "inverseDistance"
    case .polynomial: "polynomial"
    case .contextual: "contextual"
    }
  }
}
