import CKernels

/// One call of `lafa_product`, with all its operands.
struct ProductCall {
  /// The rounding of a float sum against a sum in double precision, as a share of the sum of the
  /// terms' magnitudes: 2^-24 for each of a few hundred steps, most of which cancel.
  static let tolerance = 1e-6

  var a: Grid
  var b: Grid
  var c: Grid
  var bias: Grid?
  var auxiliary: Grid?
  var operation = LAFA_STORE
  private(set) var packed: [Float]
  private let transposed: Bool

  init(rows: Int, columns: Int, depth: Int, gap: Int = 0, transposed: Bool = false) {
    self.transposed = transposed
    var noise = Noise(seed: UInt64(rows * 1_000_003 + columns * 1009 + depth))
    a = Grid(rows: rows, columns: depth, stride: depth + gap, using: &noise)
    b =
      transposed
      ? Grid(rows: columns, columns: depth, stride: depth + gap, using: &noise)
      : Grid(rows: depth, columns: columns, stride: columns + gap, using: &noise)
    c = Grid(rows: rows, columns: columns, stride: columns + gap, using: &noise)
    var packed = Array(repeating: Grid.canary, count: lafa_packed_count(depth, columns))
    _ = b.withPointer { [stride = b.stride] in
      lafa_pack(depth, columns, $0, stride, transposed ? 1 : 0, &packed)
    }
    self.packed = packed
  }

  mutating func addBias() {
    var noise = Noise(seed: 77)
    bias = Grid(rows: 1, columns: c.columns, using: &noise)
  }

  mutating func addAuxiliary() {
    var noise = Noise(seed: 78)
    auxiliary = Grid(rows: c.rows, columns: c.columns, stride: c.stride + 3, using: &noise)
  }

  /// Runs the kernel on all rows, or some of them; `inPlace` makes C its own auxiliary.
  mutating func run(rows: Range<Int>? = nil, inPlace: Bool = false) {
    let rows = rows ?? 0..<c.rows
    let (columns, depth, aStride) = (c.columns, a.columns, a.stride)
    let (packed, operation, cStride) = (packed, operation, c.stride)
    let biasStart = bias?.storage.dropFirst(Grid.margin)
    let auxiliaryStride = inPlace ? c.stride : auxiliary?.stride ?? 0
    var auxiliary = auxiliary
    let a = a
    var c = c
    _ = a.withPointer { a in
      c.withMutablePointer { c in
        func call(_ bias: UnsafePointer<Float>?, _ other: UnsafeMutablePointer<Float>?) {
          var epilogue = lafa_epilogue(
            bias: bias, operation: operation,
            auxiliary: inPlace ? c + rows.lowerBound * cStride : other,
            auxiliary_stride: auxiliaryStride)
          lafa_product(
            rows.count, columns, depth, a + rows.lowerBound * aStride, aStride, packed,
            c + rows.lowerBound * cStride, cStride, &epilogue)
        }
        func callWithBias(_ other: UnsafeMutablePointer<Float>?) {
          guard let biasStart else { return call(nil, other) }
          biasStart.withUnsafeBufferPointer { call($0.baseAddress, other) }
        }
        if auxiliary == nil { callWithBias(nil) }
        _ = auxiliary?.withMutablePointer {
          callWithBias($0 + rows.lowerBound * auxiliaryStride)
        }
      }
    }
    self.c = c
    self.auxiliary = auxiliary
  }

  /// The element of A B + bias in double precision, and the sum of its terms' magnitudes.
  func expected(_ row: Int, _ column: Int) -> (value: Double, magnitude: Double) {
    var (value, magnitude) = (0.0, 1.0)
    for k in 0..<a.columns {
      let term = Double(a[row, k]) * Double(transposed ? b[column, k] : b[k, column])
      value += term
      magnitude += abs(term)
    }
    return (value + Double(bias?[0, column] ?? 0), magnitude)
  }

  /// The first element of C that is not `final(A B + bias, row, column)`, in words.
  func firstDifference(
    final: (Double, Int, Int) -> Double = { value, _, _ in value }
  ) -> String? {
    for row in 0..<c.rows {
      for column in 0..<c.columns {
        let (value, magnitude) = expected(row, column)
        let wanted = final(value, row, column)
        let difference = abs(Double(c[row, column]) - wanted)
        if !(difference <= Self.tolerance * magnitude) {
          return "c[\(row), \(column)] is \(c[row, column]), not \(wanted)"
        }
      }
    }
    return nil
  }
}
