/// A matrix whose surroundings are watched.
///
/// Every float that is not an element, before, after and between the rows, holds a NaN of known
/// bits: a kernel that reads it spoils its result, one that writes it is found by `isIntact`.
struct Grid {
  static let margin = 64
  static let canary = Float(bitPattern: 0x7fc1_2345)

  let rows: Int
  let columns: Int
  let stride: Int
  private(set) var storage: [Float]

  init(rows: Int, columns: Int, stride: Int? = nil, element: (Int, Int) -> Float) {
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
    storage = Array(repeating: Self.canary, count: 2 * Self.margin + rows * self.stride)
    for row in 0..<rows {
      for column in 0..<columns { self[row, column] = element(row, column) }
    }
  }

  /// A matrix of uniform random elements between -1 and 1.
  init(
    rows: Int, columns: Int, stride: Int? = nil, using noise: inout Noise
  ) {
    self.init(rows: rows, columns: columns, stride: stride) { _, _ in noise.next() }
  }

  subscript(row: Int, column: Int) -> Float {
    get { storage[Self.margin + row * stride + column] }
    set { storage[Self.margin + row * stride + column] = newValue }
  }

  /// Whether every float that is not an element still has its first value.
  var isIntact: Bool {
    storage.indices.allSatisfy { index in
      let place = index - Self.margin
      let isElement = place >= 0 && place < rows * stride && place % stride < columns
      return isElement || storage[index].bitPattern == Self.canary.bitPattern
    }
  }

  /// The bits of a row's elements.
  func bits(ofRow row: Int) -> [UInt32] {
    (0..<columns).map { self[row, $0].bitPattern }
  }

  func withPointer<Result>(_ body: (UnsafePointer<Float>) -> Result) -> Result? {
    storage.withUnsafeBufferPointer { $0.baseAddress.map { body($0 + Self.margin) } }
  }

  mutating func withMutablePointer<Result>(
    _ body: (UnsafeMutablePointer<Float>) -> Result
  ) -> Result? {
    storage.withUnsafeMutableBufferPointer { $0.baseAddress.map { body($0 + Self.margin) } }
  }
}

/// A repeatable stream of uniform floats between -1 and 1 (SplitMix64).
struct Noise {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> Float {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Float((z ^ (z >> 31)) >> 40) / Float(1 << 23) - 1
  }
}
