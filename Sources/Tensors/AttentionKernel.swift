internal import CKernels

/// Attention of one head over one sequence, with its backward pass; no padding.
///
/// n is the number of tokens, d the size of a head. Queries, keys and values are n × d with a
/// common row stride, since they lie side by side.
package struct AttentionKernel {
  /// The size of a head.
  let size: Int
  /// What dot products are multiplied by: 1/√(d · terms).
  package let scale: Float

  /// Makes the kernel.
  ///
  /// - Parameters:
  ///   - headSize: d.
  ///   - terms: How many products of vectors a score is the sum of (DeBERTa); 1 without positions.
  package init(headSize: Int, terms: Int = 1) {
    size = headSize
    scale = 1 / Float(headSize * terms).squareRoot()
  }

  /// Returns the row stride of the probabilities: n rounded up to whole vectors.
  ///
  /// - Parameter tokens: n.
  /// - Returns: The stride in floats.
  package static func stride(_ tokens: Int) -> Int {
    let width = lafa_vector_width()
    return (tokens + width - 1) / width * width
  }

  /// Pointers to a head's queries, keys and values, or to their gradients.
  package struct Head {
    package let query: UnsafeMutablePointer<Float>
    package let key: UnsafeMutablePointer<Float>
    package let value: UnsafeMutablePointer<Float>
    package let stride: Int

    package init(
      query: UnsafeMutablePointer<Float>, key: UnsafeMutablePointer<Float>,
      value: UnsafeMutablePointer<Float>, stride: Int
    ) {
      self.query = query
      self.key = key
      self.value = value
      self.stride = stride
    }
  }

  /// Computes context = softmax(scale · Q Kᵀ) V and keeps the probabilities.
  ///
  /// - Parameters:
  ///   - head: Q, K and V.
  ///   - tokens: n.
  ///   - probabilities: n × ``stride(_:)``, kept for the backward pass.
  ///   - context: n × d.
  ///   - contextStride: Floats from one row of `context` to the next.
  ///   - scratch: d × ``stride(_:)`` floats.
  ///   - addsToTerms: Whether `probabilities` holds terms of the scores already, −∞ where a token
  ///     does not see another.
  package func forward(
    _ head: Head, tokens: Int, probabilities: UnsafeMutablePointer<Float>,
    context: UnsafeMutablePointer<Float>, contextStride: Int, scratch: UnsafeMutablePointer<Float>,
    addsToTerms: Bool = false
  ) {
    let padded = Self.stride(tokens)
    lafa_transpose(tokens, size, head.key, head.stride, scratch, padded)
    lafa_small_product(
      0, tokens, padded, size, head.query, head.stride, scratch, padded, probabilities, padded,
      scale, addsToTerms ? 1 : 0)
    lafa_softmax(tokens, tokens, probabilities, padded)
    lafa_small_product(
      0, tokens, size, tokens, probabilities, padded, head.value, head.stride, context,
      contextStride, 1, 0)
  }

  /// Computes dQ, dK and dV from the gradient of the context.
  ///
  /// - Parameters:
  ///   - dContext: n × d.
  ///   - contextStride: Floats from one row of `dContext` to the next.
  ///   - head: Q, K and V of the forward pass.
  ///   - probabilities: What the forward pass kept.
  ///   - tokens: n.
  ///   - dHead: Where dQ, dK and dV go.
  ///   - scratch: (n + d) × ``stride(_:)`` floats.
  /// - Returns: The gradient of the dot products, n × ``stride(_:)`` floats in `scratch`.
  @discardableResult
  package func backward(
    _ dContext: UnsafePointer<Float>, contextStride: Int, head: Head,
    probabilities: UnsafePointer<Float>, tokens: Int, into dHead: Head,
    scratch: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    let padded = Self.stride(tokens)
    let dScores = scratch + size * padded
    // dP = dContext Vᵀ
    lafa_transpose(tokens, size, head.value, head.stride, scratch, padded)
    lafa_small_product(
      0, tokens, padded, size, dContext, contextStride, scratch, padded, dScores, padded, 1, 0)
    // dV = Pᵀ dContext
    lafa_small_product(
      1, tokens, size, tokens, probabilities, padded, dContext, contextStride, dHead.value,
      dHead.stride, 1, 0)
    lafa_softmax_backward(tokens, probabilities, dScores, padded, scale)
    // dQ = dS K, dK = dSᵀ Q
    lafa_small_product(
      0, tokens, size, tokens, dScores, padded, head.key, head.stride, dHead.query, dHead.stride,
      1, 0)
    lafa_small_product(
      1, tokens, size, tokens, dScores, padded, head.query, head.stride, dHead.key, dHead.stride,
      1, 0)
    return UnsafePointer(dScores)
  }
}
