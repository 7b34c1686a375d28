internal import Tensors

/// The vectors of a corpus, each once, in blocks that are packed for a product when it is due.
public struct VectorStore: Sendable {
  /// Vectors of a block: the block's products with a strip of queries fit a cache.
  static let blockCount = 1024

  private var blocks: [[Float]] = []
  /// The length of a vector.
  package private(set) var d = 0
  /// The number of vectors.
  public private(set) var count = 0

  /// Makes an empty store.
  public init() {}

  /// Makes a store of these vectors.
  ///
  /// - Parameter vectors: All of the same length.
  public init(_ vectors: [[Float]]) {
    for vector in vectors { append(vector) }
  }

  /// Adds a vector.
  ///
  /// - Parameter vector: As long as those before it.
  public mutating func append(_ vector: [Float]) {
    if count == 0 { d = vector.count }
    precondition(vector.count == d, "vectors of one model have one length")
    if count % Self.blockCount == 0 {
      blocks.append([])
      blocks[blocks.count - 1].reserveCapacity(Self.blockCount * d)
    }
    blocks[blocks.count - 1] += vector
    count += 1
  }

  /// Calls a closure with a vector.
  package func withVector<Result>(
    _ index: Int, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    let start = index % Self.blockCount * d
    return try blocks[index / Self.blockCount].withUnsafeBufferPointer { floats in
      try body(UnsafeBufferPointer(rebasing: floats[start..<start + d]))
    }
  }

  /// Returns the L2 distance of two vectors.
  func distance(_ a: Int, _ b: Int) -> Double {
    withVector(a) { a in
      withVector(b) { b in
        var sum = 0.0
        for index in a.indices {
          let difference = Double(a[index]) - Double(b[index])
          sum += difference * difference
        }
        return sum.squareRoot()
      }
    }
  }

  /// The ranges of the blocks.
  var blockRanges: [Range<Int>] {
    stride(from: 0, to: count, by: Self.blockCount).map {
      $0..<min($0 + Self.blockCount, count)
    }
  }

  /// Returns a block as the right side of products with queries.
  func packed(_ range: Range<Int>) -> PackedMatrix {
    PackedMatrix(
      FloatBuffer(blocks[range.lowerBound / Self.blockCount]), depth: d, columns: range.count,
      transposed: true)
  }

  /// Copies vectors one after the other.
  package func floats(_ indices: some Sequence<Int>) -> [Float] {
    indices.flatMap { index in withVector(index) { Array($0) } }
  }
}
