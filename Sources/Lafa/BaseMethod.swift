/// Step II: what a document's base scores are made of, S in METHOD's table.
public enum BaseMethod: Sendable, Hashable {
  /// Uniform noise, one number a word: the control.
  case random(seed: UInt64)
  /// S = ∂F/∂H₀.
  case gradient
  /// S = H₀ ∘ ∂F/∂H₀.
  case inputGradient
  /// S = (H₀ − H′) ∘ the mean of the gradient on the line from H′ to H₀, by Gauss and Legendre's
  /// rule with this many points (Sundararajan and others, 2017).
  case integratedGradient(steps: Int, from: Reference = .zero)
  /// S = the mean over samples of the gradient at H₀ + ε, ε normal with this standard deviation
  /// (Smilkov and others, 2017). The noise depends on the seed and on the document's tokens alone.
  case smoothGradient(samples: Int, deviation: Double, seed: UInt64)
  /// S = the mean over samples of the gradient at αH₀ + (1 − α)H′, α uniform, H′ the references
  /// in turn (SHAP-Grad of the paper).
  case shapGradient(samples: Int, from: Reference, seed: UInt64)
  /// S = the mean over references of the gradient at H′ times (H₀ − H′) (SHAP-Deep of the paper).
  case shapDeep(from: Reference)

  /// H′: what a document's embeddings are compared with.
  public enum Reference: Sendable, Hashable {
    /// Zero rows.
    case zero
    /// This token's row in place of every non-special token's: [PAD] or [MASK].
    case token(Int)
    /// The rows of ``EncodedDocument/references``; zero rows for a document without.
    case texts
  }

  /// The method's name, as METHOD's table has it.
  public var name: String {
    switch self {
    case .random: "random"
    case .gradient: "gradient"
    case .inputGradient: "inputGradient"
    case .integratedGradient: "integratedGradient"
    case .smoothGradient: "smoothGradient"
    case .shapGradient: "shapGradient"
    case .shapDeep: "shapDeep"
    }
  }

  /// Whether a document's references must be known.
  public var needsTexts: Bool {
    switch self {
    case .integratedGradient(_, from: .texts), .shapGradient(_, from: .texts, _),
      .shapDeep(from: .texts):
      true
    default: false
    }
  }
}

/// How a row of S becomes a token's score M.
public enum Reduction: String, Sendable, CaseIterable {
  /// Σ_j S_ij² (equation 3).
  case squares
  /// The root of that.
  case norm
  /// Σ_j S_ij, with its sign; it has a meaning for `inputGradient`, `integratedGradient` and
  /// `shapDeep`.
  case sum

  /// Returns the score of a row.
  func score(_ row: some Sequence<Double>) -> Double {
    switch self {
    case .squares: row.reduce(0) { $0 + $1 * $1 }
    case .norm: row.reduce(0) { $0 + $1 * $1 }.squareRoot()
    case .sum: row.reduce(0, +)
    }
  }
}
