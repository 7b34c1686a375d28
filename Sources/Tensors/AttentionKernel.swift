internal import CKernels

/// Attention of one head over one sequence, with its backward pass; no padding.
///
/// d is the size of a head. Queries, keys and values are rows of d floats with a common stride,
/// since they lie side by side. The work is cut into blocks, each a range of queries and the keys
/// that they see; q and k below are the numbers of both.
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

  /// Computes context = softmax(scale · Q Kᵀ) V for a block and leaves the probabilities.
  ///
  /// - Parameters:
  ///   - head: Q, K and V of the sequence.
  ///   - block: Which queries and keys.
  ///   - probabilities: q × stride; with `addsToTerms` terms of the scores before, −∞ where a
  ///     token does not see another.
  ///   - context: The sequence's, rows of d; nil if only the probabilities are wanted.
  ///   - contextStride: Floats from one row of `context` to the next.
  ///   - scratch: d × stride floats.
  ///   - addsToTerms: Whether `probabilities` holds terms already.
  package func forward(
    _ head: Head, _ block: AttentionBlock, probabilities: UnsafeMutablePointer<Float>,
    context: UnsafeMutablePointer<Float>?, contextStride: Int,
    scratch: UnsafeMutablePointer<Float>, addsToTerms: Bool = false
  ) {
    let (q, k, stride) = (block.queries.count, block.keys.count, block.stride)
    let query = head.query + block.queries.lowerBound * head.stride
    let key = head.key + block.keys.lowerBound * head.stride
    let value = head.value + block.keys.lowerBound * head.stride
    lafa_transpose(k, size, key, head.stride, scratch, stride)
    lafa_small_product(
      0, q, stride, size, query, head.stride, scratch, stride, probabilities, stride, scale,
      addsToTerms ? 1 : 0)
    lafa_softmax(q, k, probabilities, stride)
    guard let context else { return }
    lafa_small_product(
      0, q, size, k, probabilities, stride, value, head.stride,
      context + block.queries.lowerBound * contextStride, contextStride, 1, 0)
  }

  /// Computes a block's part of dQ, dK and dV from the gradient of the context.
  ///
  /// - Parameters:
  ///   - dContext: The sequence's, rows of d.
  ///   - contextStride: Floats from one row of `dContext` to the next.
  ///   - head: Q, K and V of the forward pass.
  ///   - block: Which queries and keys.
  ///   - probabilities: What the forward pass left.
  ///   - dHead: Where dQ, dK and dV go.
  ///   - adds: Whether dK and dV hold other blocks' parts already; dQ is always written.
  ///   - scratch: (q + d) × stride floats.
  /// - Returns: The gradient of the dot products, q × stride floats in `scratch`.
  package func backward(
    _ dContext: UnsafePointer<Float>, contextStride: Int, head: Head, _ block: AttentionBlock,
    probabilities: UnsafePointer<Float>, into dHead: Head, adds: Bool,
    scratch: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    let (q, k, stride) = (block.queries.count, block.keys.count, block.stride)
    let (firstQuery, firstKey) = (block.queries.lowerBound, block.keys.lowerBound)
    let dScores = scratch + size * stride
    let dRows = dContext + firstQuery * contextStride
    // dP = dContext Vᵀ
    lafa_transpose(k, size, head.value + firstKey * head.stride, head.stride, scratch, stride)
    lafa_small_product(
      0, q, stride, size, dRows, contextStride, scratch, stride, dScores, stride, 1, 0)
    // dV = Pᵀ dContext
    lafa_small_product(
      1, k, size, q, probabilities, stride, dRows, contextStride,
      dHead.value + firstKey * dHead.stride, dHead.stride, 1, adds ? 1 : 0)
    lafa_softmax_backward(q, probabilities, dScores, stride, scale)
    // dQ = dS K, dK = dSᵀ Q
    lafa_small_product(
      0, q, size, k, dScores, stride, head.key + firstKey * head.stride, head.stride,
      dHead.query + firstQuery * dHead.stride, dHead.stride, 1, 0)
    lafa_small_product(
      1, k, size, q, dScores, stride, head.query + firstQuery * head.stride, head.stride,
      dHead.key + firstKey * dHead.stride, dHead.stride, 1, adds ? 1 : 0)
    return UnsafePointer(dScores)
  }
}
