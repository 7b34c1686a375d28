internal import CKernels

/// Attention of one query a sequence, without keys and values of the other tokens.
///
/// With one query q a head, q · (W_k x) = (W_kᵀ q) · x and Σ p (W_v x) = W_v Σ p x: the weights act
/// on the query's side, once a sequence, and the tokens' states x are read as they are. The key's
/// bias adds the same to all scores of a head and has no effect. H is the number of heads, d the
/// model's size, T the sequence's length; rows of heads have a stride of their own.
package struct FirstQueryKernel {
  /// H.
  let heads: Int
  /// d.
  let size: Int
  /// What scores are multiplied by.
  let scale: Float

  /// Makes the kernel.
  ///
  /// - Parameters:
  ///   - heads: H.
  ///   - size: d.
  package init(heads: Int, size: Int) {
    self.heads = heads
    self.size = size
    scale = 1 / Float(size / heads).squareRoot()
  }

  /// Floats of a row of `count` numbers rounded up to whole vectors.
  package static func stride(_ count: Int) -> Int {
    let width = lafa_vector_width()
    return (count + width - 1) / width * width
  }

  /// Floats of scratch memory for a sequence of T tokens.
  package func scratchCount(tokens: Int) -> Int {
    let columns = Self.stride(heads)
    return size * columns + tokens * columns + heads * Self.stride(tokens)
  }

  /// Computes the probabilities P = softmax(scale · U xᵀ) and Z = P x.
  ///
  /// - Parameters:
  ///   - u: W_kᵀ q of each head, H × d.
  ///   - x: The sequence's states, T × d.
  ///   - tokens: T.
  ///   - rowStride: Floats from one head's row of `u` and `z` to the next.
  ///   - probabilities: H × stride(T).
  ///   - z: H × d.
  ///   - scratch: ``scratchCount(tokens:)`` floats.
  package func forward(
    _ u: UnsafePointer<Float>, _ x: UnsafePointer<Float>, tokens: Int, rowStride: Int,
    probabilities: UnsafeMutablePointer<Float>, z: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let stride = Self.stride(tokens)
    dots(u, x, tokens: tokens, rowStride: rowStride, scale, into: probabilities, scratch)
    lafa_softmax(heads, tokens, probabilities, stride)
    lafa_small_product(
      0, heads, size, tokens, probabilities, stride, x, size, z, rowStride, 1, 0)
  }

  /// Computes dx, written, and dU from dZ.
  ///
  /// - Parameters:
  ///   - dz: H × d.
  ///   - u: As in the forward pass.
  ///   - x: As in the forward pass.
  ///   - tokens: T.
  ///   - rowStride: Floats from one head's row of `dz`, `u` and `du` to the next.
  ///   - probabilities: What the forward pass left.
  ///   - dx: T × d.
  ///   - du: H × d.
  ///   - scratch: ``scratchCount(tokens:)`` floats.
  package func backward(
    _ dz: UnsafePointer<Float>, _ u: UnsafePointer<Float>, _ x: UnsafePointer<Float>, tokens: Int,
    rowStride: Int, probabilities: UnsafePointer<Float>, dx: UnsafeMutablePointer<Float>,
    du: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let stride = Self.stride(tokens)
    let dScores = scratch
    dots(
      dz, x, tokens: tokens, rowStride: rowStride, 1, into: dScores, scratch + heads * stride)
    lafa_softmax_backward(heads, probabilities, dScores, stride, scale)
    // dx = Pᵀ dZ + dSᵀ U, dU = dS x
    lafa_small_product(
      1, tokens, size, heads, probabilities, stride, dz, rowStride, dx, size, 1, 0)
    lafa_small_product(1, tokens, size, heads, dScores, stride, u, rowStride, dx, size, 1, 1)
    lafa_small_product(0, heads, size, tokens, dScores, stride, x, size, du, rowStride, 1, 0)
  }

  /// Computes scale · rows xᵀ (H × stride(T), zero behind T) by way of its transpose.
  private func dots(
    _ rows: UnsafePointer<Float>, _ x: UnsafePointer<Float>, tokens: Int, rowStride: Int,
    _ scale: Float, into result: UnsafeMutablePointer<Float>,
    _ scratch: UnsafeMutablePointer<Float>
  ) {
    let columns = Self.stride(heads)
    let products = scratch + size * columns
    lafa_transpose(heads, size, rows, rowStride, scratch, columns)
    lafa_small_product(
      0, tokens, columns, size, x, size, scratch, columns, products, columns, scale, 0)
    lafa_transpose(tokens, heads, products, columns, result, Self.stride(tokens))
  }
}
