internal import Lafa

/// The neighbours of documents asked for in order: searched block by block, since searches of a
/// block share the cost of preparing the pool.
struct SearchedNeighbours: Sendable {
  let pool: LafaPool
  private var range = 0..<0
  private var found: [LafaPool.Neighbours] = []
  private var opposites: [NeighbourSearch.Hit?] = []

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
    search(index)
    return found[index - range.lowerBound]
  }

  /// Returns the nearest document with another prediction; nil if there is none.
  ///
  /// - Parameter index: The document's index.
  /// - Returns: The nearest.
  mutating func opposite(of index: Int) -> NeighbourSearch.Hit? {
    search(index)
    if opposites.isEmpty { opposites = pool.opposites(range) }
    return opposites[index - range.lowerBound]
  }

  private mutating func search(_ index: Int) {
    guard !range.contains(index) else { return }
    range = index..<min(index + Self.block, pool.documents.count)
    found = pool.neighbours(range)
    opposites = []
  }
}
