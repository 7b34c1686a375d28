internal import CKernels

/// Queries of a sequence and the keys that they see.
///
/// Short sequences are one block, whose probabilities are kept for the backward pass. Long ones
/// are cut, and their probabilities computed again, so that memory grows with the length and not
/// with its square; where tokens see only their surroundings, so does the time.
package struct AttentionBlock: Equatable, Sendable {
  /// The queries.
  package let queries: Range<Int>
  /// The keys.
  package let keys: Range<Int>

  /// Floats of a row of scores: the number of keys rounded up to whole vectors.
  package var stride: Int {
    let width = lafa_vector_width()
    return (keys.count + width - 1) / width * width
  }

  /// Floats of the block's scores.
  package var scoreCount: Int { queries.count * stride }

  /// The most tokens of a sequence whose probabilities are kept: BERT's length.
  package static let keptLength = 512
  /// The queries of a block of a longer one: enough to use the product kernels well.
  private static let blockLength = 128

  /// Cuts a sequence.
  ///
  /// - Parameters:
  ///   - tokens: The sequence's length.
  ///   - reach: How far a token sees to each side; nil if it sees all.
  /// - Returns: The blocks, in the order of their queries.
  package static func blocks(tokens: Int, reach: Int? = nil) -> [AttentionBlock] {
    let isNarrow = reach.map { tokens > 2 * $0 + blockLength } ?? false
    guard isNarrow || tokens > keptLength else {
      return [AttentionBlock(queries: 0..<tokens, keys: 0..<tokens)]
    }
    return Swift.stride(from: 0, to: tokens, by: blockLength).map { start in
      let end = min(start + blockLength, tokens)
      let first = reach.map { max(start - $0, 0) } ?? 0
      let last = reach.map { min(end + $0, tokens) } ?? tokens
      return AttentionBlock(queries: start..<end, keys: first..<last)
    }
  }

  /// Returns the block of a sequence's first query alone.
  ///
  /// - Parameters:
  ///   - tokens: The sequence's length.
  ///   - reach: How far a token sees to each side; nil if it sees all.
  /// - Returns: The block.
  package static func first(tokens: Int, reach: Int? = nil) -> AttentionBlock {
    AttentionBlock(queries: 0..<1, keys: 0..<min(tokens, reach.map { $0 + 1 } ?? tokens))
  }
}
