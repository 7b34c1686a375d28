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

  /// Finds candidates in a large pool without comparing with all of it: for each of the queries,
  /// one after the other, the numbers of about this many near vectors of the pool.
  public typealias Candidates = @Sendable (_ queries: [Float], _ count: Int) -> [[Int]]

  /// Queries that should be searched together: enough to be worth packing the pool for.
  public static let block = 4096

  private let vectors: VectorStore
  private let count: Int
  private let squares: [Float]
  private let workers: Int
  private let candidates: Candidates?

  /// Queries whose products with a block of the pool fit a cache.
  private static let strip = 64
  /// Candidates beyond M that are kept for the exact comparison: float products of neighbouring
  /// distances may swap places within their rounding.
  private static let reserve = 16
  /// Candidates of an index for each neighbour that is wanted: some may not be eligible.
  private static let candidatesPerNeighbour = 8

  /// Prepares a pool.
  ///
  /// - Parameters:
  ///   - vectors: One a document.
  ///   - count: How many of them, from the first, may be found; all if nil.
  ///   - workers: How many strips of queries are compared at the same time.
  ///   - candidates: What an index over the pool finds; nil to compare with all vectors.
  public init(
    _ vectors: VectorStore, count: Int? = nil, workers: Int = 1, candidates: Candidates? = nil
  ) {
    self.candidates = candidates
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
    guard let candidates else { return exactly(queries, limit, eligible) }
    let wanted = limit * Self.candidatesPerNeighbour + Self.reserve
    let found = candidates(vectors.floats(queries), wanted)
    var hits = zip(queries, found).enumerated().map { place, pair in
      sorted(pair.1.filter { $0 < count && eligible(place, $0) }, by: pair.0, limit)
    }
    // Where a filter left too few, all are compared.
    let places = hits.indices.filter { hits[$0].count < limit }
    let others = exactly(places.map { queries[$0] }, limit) { eligible(places[$0], $1) }
    for (place, other) in zip(places, others) { hits[place] = other }
    return hits
  }

  /// Packs blocks of the pool, each worker one.
  private func packed(_ ranges: ArraySlice<Range<Int>>) -> [PackedMatrix] {
    let ranges = Array(ranges)
    var blocks: [PackedMatrix?] = ranges.map { _ in nil }
    blocks.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let blocks = buffer
      DispatchQueue.concurrentPerform(iterations: ranges.count) { place in
        blocks[place] = vectors.packed(ranges[place])
      }
    }
    return blocks.compactMap(\.self)
  }

  /// Returns the nearest by exact distances.
  private func sorted(_ candidates: [Int], by query: Int, _ limit: Int) -> [Hit] {
    let hits = candidates.map { Hit(index: $0, distance: vectors.distance(query, $0)) }
    return Array(hits.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }.prefix(limit))
  }

  /// Compares with all vectors.
  private func exactly(
    _ queries: [Int], _ limit: Int, _ eligible: @Sendable (_ place: Int, _ other: Int) -> Bool
  ) -> [[Hit]] {
    guard !queries.isEmpty else { return [] }
    var strips = stride(from: 0, to: queries.count, by: Self.strip).map { start in
      Strip(
        queries[start..<min(start + Self.strip, queries.count)], of: vectors,
        limit: limit + Self.reserve)
    }
    let ranges = vectors.blockRanges.filter { $0.lowerBound < count }
    for start in stride(from: 0, to: ranges.count, by: workers) {
      let near = ranges[start..<min(start + workers, ranges.count)]
      let blocks = packed(near)
      strips.withUnsafeMutableBufferPointer { buffer in
        // Each worker has strips of its own.
        nonisolated(unsafe) let strips = buffer
        DispatchQueue.concurrentPerform(iterations: min(workers, strips.count)) { worker in
          for index in stride(from: worker, to: strips.count, by: workers) {
            for (range, block) in zip(near, blocks) {
              strips[index].add(block, range, squares: squares) { $1 < count && eligible($0, $1) }
            }
          }
        }
      }
    }
    return zip(queries, strips.flatMap(\.candidates)).map { sorted($1, by: $0, limit) }
  }
}

/// Some queries, and the candidates found for them so far.
private struct Strip {
  private let places: Range<Int>
  private let input: FloatBuffer
  private var best: [CandidateList]

  init(_ queries: ArraySlice<Int>, of vectors: VectorStore, limit: Int) {
    places = queries.indices
    input = FloatBuffer(vectors.floats(queries))
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
      guard let start = all.baseAddress else { return }
      let squares = start + range.lowerBound
      for (row, place) in places.enumerated() {
        let values = products.pointer + row * range.count
        var worst = best[row].worst
        func compare(_ column: Int) {
          let value = squares[column] - 2 * values[column]
          if value < worst, eligible(place, range.lowerBound + column) {
            best[row].insert(range.lowerBound + column, value: value)
            worst = best[row].worst
          }
        }
        // Nearly all values are too large: eight are looked at together.
        let whole = range.count / Self.width * Self.width
        for start in stride(from: 0, to: whole, by: Self.width) {
          let product = UnsafeRawPointer(values + start).loadUnaligned(as: SIMD8<Float>.self)
          let square = UnsafeRawPointer(squares + start)
            .loadUnaligned(as: SIMD8<Float>.self)
          guard any(square - 2 * product .< worst) else { continue }
          for column in start..<start + Self.width { compare(column) }
        }
        for column in whole..<range.count { compare(column) }
      }
    }
  }

  private static let width = 8
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
