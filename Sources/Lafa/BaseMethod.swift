/// Step II: what a document's base scores are made of, S in METHOD's table.
public enum BaseMethod: Sendable, Equatable {
  /// S = ∂F/∂H₀.
  case gradient
  /// S = H₀ ∘ the mean of the gradient on the line from zero to H₀, by Gauss and Legendre's rule
  /// with this many points (Sundararajan and others, 2017).
  case integratedGradient(steps: Int)
  /// S = the mean over samples of the gradient at H₀ + ε, ε normal with this standard deviation
  /// (Smilkov and others, 2017). The noise depends on the seed and on the document's tokens alone.
  case smoothGradient(samples: Int, deviation: Double, seed: UInt64)
}
