import CKernels
import Testing

struct KernelSmallProductTests {
  /// The rounding of a float sum, as a share of the sum of its terms' magnitudes.
  static let tolerance = 1e-6

  /// Rows, columns and depth: head dimensions of 8, 12, 32 and 64, every remainder of a vector.
  static let shapes =
    [(1, 1, 1), (9, 8, 20), (20, 12, 20), (32, 64, 32), (7, 20, 8), (17, 33, 130), (3, 5, 0)]
    + (1...40).map { ($0 % 11 + 1, $0, 13) }

  /// One call of `lafa_small_product`; element (i, k) of A is `a[i, k]`, or `a[k, i]` transposed.
  struct Call {
    var a: Grid
    var b: Grid
    var c: Grid
    let transposed: Bool

    init(_ shape: (rows: Int, columns: Int, depth: Int), transposed: Bool, gap: Int) {
      var noise = Noise(seed: UInt64(shape.rows * 101 + shape.columns * 7 + shape.depth))
      a =
        transposed
        ? Grid(rows: shape.depth, columns: shape.rows, stride: shape.rows + gap, using: &noise)
        : Grid(rows: shape.rows, columns: shape.depth, stride: shape.depth + gap, using: &noise)
      b = Grid(
        rows: shape.depth, columns: shape.columns, stride: shape.columns + gap, using: &noise)
      c = Grid(
        rows: shape.rows, columns: shape.columns, stride: shape.columns + gap, using: &noise)
      self.transposed = transposed
    }

    /// Computes the first `rows` rows of C.
    mutating func run(rows: Int? = nil, scale: Float, accumulates: Bool) {
      let (rows, columns, depth) = (rows ?? c.rows, c.columns, b.rows)
      let (a, b, cStride, transposed) = (a, b, c.stride, transposed)
      _ = c.withMutablePointer { c in
        a.withPointer { aStart in
          b.withPointer { bStart in
            lafa_small_product(
              transposed ? 1 : 0, rows, columns, depth, aStart, a.stride, bStart, b.stride, c,
              cStride, scale, accumulates ? 1 : 0)
          }
        }
      }
    }

    /// The first element that is not scale A B (+ `before`), in words.
    func firstDifference(scale: Float, before: Grid?) -> String? {
      for row in 0..<c.rows {
        for column in 0..<c.columns {
          var (wanted, magnitude) = (Double(before?[row, column] ?? 0), 1.0)
          for k in 0..<b.rows {
            let left = Double(transposed ? a[k, row] : a[row, k])
            let term = Double(scale) * left * Double(b[k, column])
            wanted += term
            magnitude += abs(term)
          }
          if !(abs(Double(c[row, column]) - wanted) <= tolerance * magnitude) {
            return "c[\(row), \(column)] is \(c[row, column]), not \(wanted)"
          }
        }
      }
      return nil
    }
  }

  @Test(arguments: InstructionSet.available)
  func multipliesInEveryMode(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      for shape in Self.shapes {
        for mode in 0..<8 {
          let (transposed, accumulates, gap) = (mode & 1 > 0, mode & 2 > 0, mode & 4)
          var call = Call(shape, transposed: transposed, gap: gap)
          let before = accumulates ? call.c : nil
          call.run(scale: 0.625, accumulates: accumulates)
          #expect(call.firstDifference(scale: 0.625, before: before) == nil, "\(shape) \(mode)")
          #expect(call.c.isIntact, "\(shape), mode \(mode)")
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func givesARowTheSameBytesWhateverItsNeighbours(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      for columns in [8, 12, 45] {
        var whole = Call((19, columns, 37), transposed: false, gap: 0)
        let fresh = whole
        whole.run(scale: 0.3, accumulates: false)
        for rows in [1, 2, 5, 8, 9, 18] {
          var part = fresh
          part.run(rows: rows, scale: 0.3, accumulates: false)
          for row in 0..<rows {
            #expect(part.c.bits(ofRow: row) == whole.c.bits(ofRow: row))
          }
        }
      }
    }
  }
}
