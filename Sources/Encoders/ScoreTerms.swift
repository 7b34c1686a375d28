internal import Tensors

/// What is added to the dot products of queries and keys before the softmax.
enum ScoreTerms: Sendable {
  /// A learned number for each distance.
  case bias(DistanceBias)
  /// DeBERTa's products of content and distance.
  case disentangled(DisentangledTerms)
  /// −∞ beyond this distance: the token is not seen.
  case window(Int)

  /// How far a token sees to each side; nil if it sees all.
  var reach: Int? {
    guard case .window(let reach) = self else { return nil }
    return reach
  }

  /// Writes the terms of a block of one head, q × stride.
  func write(
    head: AttentionKernel.Head, index: Int, _ block: AttentionBlock, scale: Float,
    into scores: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .bias(let bias):
      bias.write(head: index, block, into: scores)
    case .disentangled(let terms):
      terms.write(head, index: index, block, scale: scale, into: scores, scratch: scratch)
    case .window(let reach):
      for (line, query) in block.queries.enumerated() {
        let row = scores + line * block.stride
        for (place, key) in block.keys.enumerated() {
          row[place] = abs(query - key) <= reach ? 0 : -.infinity
        }
      }
    }
  }

  /// Adds to dQ and dK what the terms pass back from the gradient of the scores.
  func addGradient(
    _ dScores: UnsafePointer<Float>, index: Int, _ block: AttentionBlock,
    to dHead: AttentionKernel.Head, scratch: UnsafeMutablePointer<Float>
  ) {
    // The other terms do not depend on the input.
    guard case .disentangled(let terms) = self else { return }
    terms.addGradient(dScores, index: index, block, to: dHead, scratch: scratch)
  }

  /// Floats of scratch memory for a block.
  func scratchCount(_ block: AttentionBlock) -> Int {
    guard case .disentangled(let terms) = self else { return 0 }
    return terms.scratchCount(block)
  }
}
