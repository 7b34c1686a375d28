internal import CFaiss
public import Foundation

/// An inverted file over a pool's vectors (FAISS, `IVFn,Flat`): near vectors of a large pool
/// without a comparison with all.
///
/// k-means parts the vectors into lists; a search compares a query with the vectors of the nearest
/// lists. What it finds are candidates: whoever asks compares their distances again, exactly.
public final class NeighbourIndex: @unchecked Sendable {
  // FAISS's searches change nothing; building ends before an index is handed out.
  private let index: OpaquePointer

  /// Vectors that a list should hold on average, so that a probe costs little.
  private static let listSize = 1000.0
  /// Training vectors of each list, as FAISS advises at least 39 and at most 256.
  private static let trainingPerList = 64
  /// Vectors that are added at a time.
  private static let blockCount = 1 << 14

  private init(_ index: OpaquePointer) {
    self.index = index
  }

  deinit { lafa_index_free(index) }

  /// The number of vectors.
  public var count: Int { Int(lafa_index_count(index)) }
  /// The number of lists.
  public var lists: Int { Int(lafa_index_lists(index)) }
  /// The length of a vector.
  public var dimension: Int { Int(lafa_index_dimension(index)) }

  /// Returns how many lists a pool should have: four times the root of its size, but none small.
  static func lists(for count: Int) -> Int {
    let root = 4 * Double(count).squareRoot()
    return max(1, min(Int(root), Int(Double(count) / 39), Int(Double(count) * 4 / listSize)))
  }

  /// Builds an index; the same vectors give the same one.
  ///
  /// - Parameters:
  ///   - count: The number of vectors, at least one.
  ///   - dimension: Their length.
  ///   - threads: How many threads build it.
  ///   - vectors: Returns the vectors of these numbers, one after the other.
  /// - Returns: The index.
  /// - Throws: ``NeighbourIndexError/failed(detail:)``, such as for want of memory.
  public static func build(
    count: Int, dimension: Int, threads: Int, vectors: ([Int]) -> [Float]
  ) throws(NeighbourIndexError) -> NeighbourIndex {
    precondition(count > 0 && dimension > 0, "an index has vectors")
    lafa_index_set_threads(Int32(threads))
    let lists = lists(for: count)
    let trained = min(count, lists * trainingPerList)
    // Evenly taken: the first documents of a folder may be of one kind.
    let sample = vectors((0..<trained).map { $0 * count / trained })
    var pointer: OpaquePointer?
    try call { message, size in
      lafa_index_train(
        sample, Int64(trained), Int32(dimension), Int64(lists), &pointer, message, size)
    }
    guard let pointer else { throw .failed(detail: "no index was made") }
    let index = NeighbourIndex(pointer)
    for start in stride(from: 0, to: count, by: blockCount) {
      let block = Array(start..<min(start + blockCount, count))
      let floats = vectors(block)
      try call { message, size in
        lafa_index_add(pointer, floats, Int64(block.count), message, size)
      }
    }
    return index
  }

  /// Finds near vectors.
  ///
  /// - Parameters:
  ///   - queries: The queries, one after the other.
  ///   - limit: The most candidates of a query.
  ///   - probes: How many lists are looked through.
  ///   - threads: How many queries are compared at the same time.
  /// - Returns: For each query the numbers of candidates, nearest first.
  /// - Throws: ``NeighbourIndexError/failed(detail:)``.
  public func candidates(
    _ queries: [Float], count limit: Int, probes: Int, threads: Int
  ) throws(NeighbourIndexError) -> [[Int]] {
    let count = queries.count / dimension
    guard count > 0, limit > 0 else { return Array(repeating: [], count: count) }
    var numbers = [Int64](repeating: -1, count: count * limit)
    try Self.call { message, size in
      lafa_index_search(
        index, queries, Int64(count), Int64(limit), Int64(min(max(probes, 1), lists)),
        Int32(threads), &numbers, message, size)
    }
    return (0..<count).map { query in
      numbers[query * limit..<(query + 1) * limit].lazy.filter { $0 >= 0 }.map { Int($0) }
    }
  }

  /// Writes the file, which `faiss.read_index` of Python reads too.
  ///
  /// - Parameter url: The file.
  /// - Throws: ``NeighbourIndexError/failed(detail:)``.
  public func write(to url: URL) throws(NeighbourIndexError) {
    try Self.call { message, size in
      lafa_index_write(index, url.path(percentEncoded: false), message, size)
    }
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - url: A file that ``write(to:)`` wrote.
  ///   - count: The number of vectors that it must hold.
  ///   - dimension: The length that they must have.
  /// - Returns: The index.
  /// - Throws: ``NeighbourIndexError/damaged(path:detail:)`` if the file is another or broken.
  public static func read(
    _ url: URL, count: Int, dimension: Int
  ) throws(NeighbourIndexError) -> NeighbourIndex {
    let path = url.path(percentEncoded: false)
    if let fault = IndexFileLayout.fault(of: url, count: count, dimension: dimension) {
      throw .damaged(path: path, detail: fault)
    }
    var pointer: OpaquePointer?
    do {
      try call { message, size in lafa_index_read(path, &pointer, message, size) }
    } catch .failed(let detail) {
      throw .damaged(path: path, detail: detail)
    }
    guard let pointer else { throw .damaged(path: path, detail: "it holds no index") }
    return NeighbourIndex(pointer)
  }

  private static func call(
    _ body: (UnsafeMutablePointer<CChar>, Int) -> Int32
  ) throws(NeighbourIndexError) {
    let size = 400
    var detail: String?
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { message in
      guard let start = message.baseAddress else { return }
      start.initialize(repeating: 0, count: size)
      if body(start, size) != 0 { detail = String(cString: start) }
    }
    if let detail { throw .failed(detail: detail) }
  }
}

/// Why there is no index of neighbours.
public enum NeighbourIndexError: Error, Equatable, CustomStringConvertible {
  /// FAISS gave up.
  case failed(detail: String)
  /// The file is another or broken.
  case damaged(path: String, detail: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .failed(let detail): "The index of neighbours cannot be built or searched: \(detail)."
    case .damaged(let path, let detail):
      "\(path) is not the index of its pool: \(detail). Index the documents again."
    }
  }
}
