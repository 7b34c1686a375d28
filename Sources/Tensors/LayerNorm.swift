internal import CKernels

/// Layer normalisation with its backward pass: y = γ · (x − mean) / √(variance + ε) + β.
public struct LayerNorm: Sendable {
  /// The length of a row.
  public var columns: Int { gamma.count }
  private let gamma: FloatBuffer
  private let beta: FloatBuffer
  private let epsilon: Float

  /// Makes a normalisation from its weights.
  ///
  /// - Parameters:
  ///   - gamma: The scale, one float a column.
  ///   - beta: The shift, one float a column.
  ///   - epsilon: What is added to the variance.
  public init(gamma: FloatBuffer, beta: FloatBuffer, epsilon: Float) {
    precondition(gamma.count == beta.count, "γ and β have the same length")
    self.gamma = gamma
    self.beta = beta
    self.epsilon = epsilon
  }

  /// What the forward pass keeps for the backward pass.
  package struct Kept {
    /// (x − mean) / √(variance + ε), rows × columns.
    let normalised: UnsafeMutablePointer<Float>
    /// 1 / √(variance + ε), one float a row.
    let inverseDeviation: UnsafeMutablePointer<Float>
  }

  /// Computes y; y may be x.
  ///
  /// - Parameters:
  ///   - x: rows × columns.
  ///   - rows: The number of rows.
  ///   - y: rows × columns.
  ///   - arena: Where what is kept lies.
  /// - Returns: What the backward pass needs.
  package func forward(
    _ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>, arena: Arena
  ) -> Kept {
    let kept = Kept(
      normalised: arena.floats(rows * columns), inverseDeviation: arena.floats(rows))
    lafa_layer_norm(
      rows, columns, x, gamma.pointer, beta.pointer, epsilon, kept.normalised,
      kept.inverseDeviation, y)
    return kept
  }

  /// Computes dx from dy; dx may be dy.
  ///
  /// - Parameters:
  ///   - dy: rows × columns.
  ///   - kept: What the forward pass kept.
  ///   - rows: The number of rows.
  ///   - dx: rows × columns.
  package func backward(
    _ dy: UnsafePointer<Float>, kept: Kept, rows: Int, into dx: UnsafeMutablePointer<Float>
  ) {
    lafa_layer_norm_backward(
      rows, columns, kept.normalised, kept.inverseDeviation, gamma.pointer, dy, dx)
  }
}
