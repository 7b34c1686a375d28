internal import Dispatch
internal import Tensors

/// Step I: the nearest documents of a pool by L2 distance, exactly.
///
/// A matrix product finds candidates, −2ab + |b|² for strips of queries against a block of the
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

  private let vectors: VectorStore
  private let count: Int
  private let squares: [Float]
  private let workers: Int

  /// Queries whose products with a block of the pool fit a cache.
  private static let strip = 64
  /// Candidates beyond M that are kept for the exact comparison: float products of neighbouring
  /// distances may swap places within their rounding.
  private static let reserve = 16

  /// Prepares a pool.
  ///
  /// - Parameters:
  ///   - vectors: One a document.
  ///   - count: How many of them, from the first, may be found; all if nil.
  ///   - workers: How many strips of queries are compared at the same time.
  public init(_ vectors: VectorStore, count: Int? = nil, workers: Int = 1) {
    self.vectors = vectors
    self.count = count ?? vectors.count
    self.workers = max(workers, 1)
    squares = (0..<vectors.count).map { index in
      vectors.withVector(index) { vector in
        Float(vector.reduce(0) { $0 + Double($1) * Double($1) })
      }
    }
  }

  /// Prepares a pool.
  ///
  /// - Parameter vectors: One a document, all of the same length.
  public init(_ vectors: [[Float]]) {
    self.init(VectorStore(vectors))
  }

  /// Finds the nearest pool documents of several pool documents.
  ///
  /// - Parameters:
  ///   - queries: Indices in the pool; some thousand of them share the cost of packing it.
  ///   - limit: M.
  ///   - eligible: Whether the second document may be a neighbour of the query at a place of
  ///     `queries`.
  /// - Returns: For each query up to M hits, nearest first, equal distances by index.
  public func nearest(
    of queries: [Int], count limit: Int,
    where eligible: @Sendable (_ place: Int, _ other: Int) -> Bool
  ) -> [[Hit]] {
    guard vectors.d > 0, limit > 0, !queries.isEmpty else { return queries.map { _ in [] } }
    var strips = stride(from: 0, to: queries.count, by: Self.strip).map { start in
      Strip(
        queries[start..<min(start + Self.strip, queries.count)], of: vectors,
        limit: limit + Self.reserve)
    }
    for range in vectors.blockRanges where range.lowerBound < count {
      let block = vectors.packed(range)
      strips.withUnsafeMutableBufferPointer { buffer in
        // Each worker has strips of its own.
        nonisolated(unsafe) let strips = buffer
        DispatchQueue.concurrentPerform(iterations: min(workers, strips.count)) { worker in
          for index in stride(from: worker, to: strips.count, by: workers) {
            strips[index].add(block, range, squares: squares) { $1 < count && eligible($0, $1) }
          }
        }
      }
    }
    let candidates = strips.flatMap(\.candidates)
    return zip(queries, candidates).map { query, candidates in
      let hits = candidates.map { Hit(index: $0, distance: vectors.distance(query, $0)) }
      return Array(hits.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }.prefix(limit))
    }
  }
}

/// Some queries, and the candidates found for them so far.
private struct Strip {
  private let places: Range<Int>
  private let input: FloatBuffer
  private var best: [CandidateList]

  init(_ queries: ArraySlice<Int>, of vectors: VectorStore, limit: Int) {
    places = queries.indices
    input = vectors.gathered(queries)
    best = queries.map { _ in CandidateList(limit: limit) }
  }

  /// For each query the indices, smallest value first.
  var candidates: [[Int]] { best.map(\.indices) }

  mutating func add(
    _ block: PackedMatrix, _ range: Range<Int>, squares: [Float],
    where eligible: (Int, Int) -> Bool
  ) {
    let products = FloatBuffer(uncleared: places.count * range.count)
    block.multiply(input.pointer, rows: places.count, into: products.pointer)
    squares.withUnsafeBufferPointer { all in
      let squares = UnsafeBufferPointer(rebasing: all[range])
      for (row, place) in places.enumerated() {
        let values = products.pointer + row * range.count
        var worst = best[row].worst
        for column in 0..<range.count {
          let value = squares[column] - 2 * values[column]
          if value < worst, eligible(place, range.lowerBound + column) {
            best[row].insert(range.lowerBound + column, value: value)
            worst = best[row].worst
          }
        }
      }
    }
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
