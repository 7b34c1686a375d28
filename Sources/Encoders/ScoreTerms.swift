internal import Tensors

/// What is added to the dot products of queries and keys before the softmax.
enum ScoreTerms: Sendable {
  /// A learned number for each distance.
  case bias(DistanceBias)
  /// DeBERTa's products of content and distance.
  case disentangled(DisentangledTerms)
  /// −∞ beyond this distance: the token is not seen.
  case window(Int)

  /// Writes the terms of one head, n × stride.
  func write(
    head: AttentionKernel.Head, index: Int, tokens: Int, scale: Float,
    into scores: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let stride = AttentionKernel.stride(tokens)
    switch self {
    case .bias(let bias):
      bias.write(head: index, tokens: tokens, into: scores, stride: stride)
    case .disentangled(let terms):
      terms.write(
        head, index: index, tokens: tokens, scale: scale, into: scores, scratch: scratch)
    case .window(let reach):
      for query in 0..<tokens {
        let row = scores + query * stride
        for key in 0..<tokens { row[key] = abs(query - key) <= reach ? 0 : -.infinity }
      }
    }
  }

  /// Adds to dQ and dK what the terms pass back from the gradient of the scores.
  func addGradient(
    _ dScores: UnsafePointer<Float>, index: Int, tokens: Int, to dHead: AttentionKernel.Head,
    scratch: UnsafeMutablePointer<Float>
  ) {
    // The other terms do not depend on the input.
    guard case .disentangled(let terms) = self else { return }
    terms.addGradient(dScores, index: index, tokens: tokens, to: dHead, scratch: scratch)
  }

  /// Floats of scratch memory for a text.
  func scratchCount(tokens: Int) -> Int {
    guard case .disentangled(let terms) = self else { return 0 }
    return terms.scratchCount(tokens: tokens)
  }
}
