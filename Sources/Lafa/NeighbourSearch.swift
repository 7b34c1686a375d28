internal import Tensors

/// Step I: the nearest documents of a pool by L2 distance, exactly.
///
/// A matrix product finds candidates, −2ab + |b|² for a block of queries against a block of the
/// pool; their distances are then computed again, each on its own in double precision, so that
/// rounding in the product never decides the order.
public struct NeighbourSearch: Sendable {
  /// One near document.
  public struct Hit: Sendable, Equatable {
    /// Its index in the pool.
    public var index: Int
    /// The L2 distance.
    public var distance: Double

    /// Makes a hit from its parts.
    public init(index: Int, distance: Double) {
      self.index = index
      self.distance = distance
    }
  }

  private let vectors: [[Float]]
  private let squares: [Float]
  private let blocks: [(range: Range<Int>, matrix: PackedMatrix)]
  private let d: Int

  /// Pool vectors of a block: the block's products with 64 queries fit a cache.
  private static let poolBlock = 2048
  /// Candidates beyond M that are kept for the exact comparison: float products of neighbouring
  /// distances may swap places within their rounding.
  private static let reserve = 16

  /// Prepares a pool.
  ///
  /// - Parameter vectors: One a document, all of the same length.
  public init(_ vectors: [[Float]]) {
    self.vectors = vectors
    d = vectors.first?.count ?? 0
    squares = vectors.map { vector in Float(vector.reduce(0) { $0 + Double($1) * Double($1) }) }
    let d = d
    blocks = stride(from: 0, to: vectors.count, by: Self.poolBlock).map { start in
      let range = start..<min(start + Self.poolBlock, vectors.count)
      let values = FloatBuffer(vectors[range].flatMap(\.self))
      return (
        range, PackedMatrix(values, depth: d, columns: range.count, transposed: true)
      )
    }
  }

  /// Finds the nearest pool documents of several pool documents.
  ///
  /// - Parameters:
  ///   - queries: Indices in the pool.
  ///   - count: M.
  ///   - eligible: Whether the second document may be a neighbour of the first.
  /// - Returns: For each query up to M hits, nearest first, equal distances by index.
  public func nearest(
    of queries: Range<Int>, count: Int, where eligible: (Int, Int) -> Bool
  ) -> [[Hit]] {
    guard d > 0, count > 0, !queries.isEmpty else { return queries.map { _ in [] } }
    let input = FloatBuffer(vectors[queries].flatMap(\.self))
    let products = FloatBuffer(zeros: queries.count * min(Self.poolBlock, vectors.count))
    var best = queries.map { _ in CandidateList(limit: count + Self.reserve) }
    for block in blocks {
      block.matrix.multiply(input.pointer, rows: queries.count, into: products.pointer)
      for (row, query) in queries.enumerated() {
        let values = products.pointer + row * block.range.count
        for (column, index) in block.range.enumerated() {
          let value = squares[index] - 2 * values[column]
          if value < best[row].worst, eligible(query, index) {
            best[row].insert(index, value: value)
          }
        }
      }
    }
    return zip(queries, best).map { query, candidates in
      let hits = candidates.indices.map {
        Hit(index: $0, distance: distance(vectors[query], vectors[$0]))
      }
      return Array(hits.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }.prefix(count))
    }
  }

  private func distance(_ a: [Float], _ b: [Float]) -> Double {
    var sum = 0.0
    for index in 0..<d {
      let difference = Double(a[index]) - Double(b[index])
      sum += difference * difference
    }
    return sum.squareRoot()
  }
}

/// The smallest values seen, in a short sorted list.
private struct CandidateList {
  private let limit: Int
  private var items: [(value: Float, index: Int)] = []

  init(limit: Int) {
    self.limit = limit
  }

  /// A value must be below this to get in.
  var worst: Float { items.count < limit ? .infinity : (items.last?.value ?? .infinity) }

  /// The indices, smallest value first.
  var indices: [Int] { items.map(\.index) }

  mutating func insert(_ index: Int, value: Float) {
    if items.count == limit { items.removeLast() }
    var low = 0
    var high = items.count
    while low < high {
      let middle = (low + high) / 2
      if items[middle].value <= value { low = middle + 1 } else { high = middle }
    }
    items.insert((value, index), at: low)
  }
}
