internal import Lafa

/// The neighbours of documents asked for in order: searched block by block, since searches of a
/// block share the cost of preparing the pool.
struct SearchedNeighbours: Sendable {
  let pool: LafaPool
  private var range = 0..<0
  private var found: [LafaPool.Neighbours] = []

  /// Documents of a block.
  private static let block = NeighbourSearch.block

  init(_ pool: LafaPool) {
    self.pool = pool
  }

  /// Returns the neighbours of a document.
  ///
  /// - Parameter index: Its index; the one after the last asked for, as a rule.
  /// - Returns: For each explained output its hits.
  mutating func neighbours(of index: Int) -> LafaPool.Neighbours {
    if !range.contains(index) {
      range = index..<min(index + Self.block, pool.documents.count)
      found = pool.neighbours(range)
    }
    return found[index - range.lowerBound]
  }
}
