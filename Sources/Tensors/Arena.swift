/// Scratch memory that is handed out piece by piece and taken back all at once.
///
/// A worker keeps one for all its batches, so that a batch allocates nothing once the largest
/// has been seen. The pieces are not cleared.
public final class Arena {
  private var blocks: [FloatBuffer] = []
  private var block = 0
  private var used = 0

  /// The smallest block: 4 MB, so that a batch of short texts needs few of them.
  private static let leastBlock = 1 << 20
  /// Pieces begin at multiples of a cache line.
  private static let granule = 16

  /// Makes an empty arena.
  public init() {}

  /// Hands out memory that stays valid until ``reset()``.
  ///
  /// - Parameter count: The number of floats.
  /// - Returns: The first of them; the values are whatever was there before.
  package func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    let size = (count + Self.granule - 1) / Self.granule * Self.granule
    while block < blocks.count {
      if used + size <= blocks[block].count {
        defer { used += size }
        return blocks[block].pointer + used
      }
      block += 1
      used = 0
    }
    blocks.append(FloatBuffer(uncleared: max(size, Self.leastBlock)))
    used = size
    return blocks[block].pointer
  }

  /// Takes all memory back, to be handed out again.
  public func reset() {
    block = 0
    used = 0
  }
}
