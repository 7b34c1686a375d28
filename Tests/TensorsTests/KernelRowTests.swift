import CKernels
import Foundation
import Testing

struct KernelRowTests {
  /// The errors of exp (1e-7), of a sum of up to 200 terms and of a division.
  ///
  /// The rounding of a score's distance to the largest one is relative to the distance, hence times
  /// its size.
  static let softmaxTolerance = 5e-7

  static let widths = [1, 2, 3, 7, 8, 15, 16, 17, 20, 32, 100, 129, 200]

  @Test(arguments: InstructionSet.available)
  func transposesAndPadsWithZeros(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      var noise = Noise(seed: 5)
      // Squares of four rows, a rest with room for a square behind it, and a rest without.
      for (rows, columns, gap) in [
        (1, 1, 6), (5, 8, 6), (20, 32, 6), (33, 12, 3), (64, 64, 6), (7, 9, 1), (7, 9, 0),
        (2, 4, 1),
      ] {
        let source = Grid(rows: rows, columns: columns, stride: columns + 3, using: &noise)
        var out = Grid(rows: columns, columns: rows + gap) { _, _ in 9 }
        let stride = out.stride
        _ = out.withMutablePointer { out in
          source.withPointer { lafa_transpose(rows, columns, $0, source.stride, out, stride) }
        }
        for row in 0..<columns {
          for column in 0..<rows + gap {
            #expect(out[row, column] == (column < rows ? source[column, row] : 0))
          }
        }
        #expect(out.isIntact)
      }
    }
  }

  /// Softmax of a matrix, its rows padded to whole vectors.
  static func softmax(_ x: Grid) -> Grid {
    let width = lafa_vector_width()
    let stride = (x.columns + width - 1) / width * width + width
    var padded = Grid(rows: x.rows, columns: stride) { $1 < x.columns ? x[$0, $1] : .nan }
    _ = padded.withMutablePointer { lafa_softmax(x.rows, x.columns, $0, stride) }
    return padded
  }

  @Test(arguments: InstructionSet.available)
  func takesTheSoftmaxOfEveryRow(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      let scales = [1.0, 20, 90, 0]
      var noise = Noise(seed: 6)
      for columns in Self.widths {
        let x = Grid(rows: 4, columns: columns) { row, _ in noise.next() * Float(scales[row]) }
        let p = Self.softmax(x)
        for row in 0..<4 {
          let largest = (0..<columns).map { Double(x[row, $0]) }.max() ?? 0
          let terms = (0..<columns).map { exp(Double(x[row, $0]) - largest) }
          let sum = terms.reduce(0, +)
          for column in 0..<p.columns {
            let wanted = column < columns ? terms[column] / sum : 0
            // Below e^-87 the kernel's exp is 0.
            let tolerance = Self.softmaxTolerance * (1 + 2 * scales[row]) * wanted + 1e-37
            #expect(abs(Double(p[row, column]) - wanted) <= tolerance, "\(columns), row \(row)")
          }
        }
        #expect(p.isIntact)
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func keepsSoftmaxFiniteForHugeScores(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      let x = Grid(rows: 1, columns: 4) { [3e38, -3e38, 0, -.infinity][$1 + $0] }
      let p = Self.softmax(x)
      #expect((0..<4).map { p[0, $0] } == [1, 0, 0, 0])
      // A score that is no number must show, not vanish.
      let broken = Self.softmax(Grid(rows: 1, columns: 3) { [0, .nan, 1][$1 + $0] })
      #expect(broken[0, 0].isNaN && broken[0, 1].isNaN)
    }
  }

  @Test(arguments: InstructionSet.available)
  func differentiatesSoftmaxLikeFiniteDifferences(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      var noise = Noise(seed: 8)
      for columns in [1, 5, 16, 21] {
        let x = Grid(rows: 2, columns: columns, using: &noise)
        let p = Self.softmax(x)
        // The padding of dp is no number: it must not spread, as p is 0 there.
        var dp = Grid(rows: 2, columns: p.columns) { $1 < columns ? noise.next() : .nan }
        let upstream = dp
        let stride = p.stride
        _ = dp.withMutablePointer { dp in
          p.withPointer { lafa_softmax_backward(2, $0, dp, stride, 0.5) }
        }
        for row in 0..<2 {
          let loss = { (point: [Double]) in
            let terms = point.map(exp)
            let sum = terms.reduce(0, +)
            return (0..<columns).reduce(0.0) { $0 + terms[$1] / sum * Double(upstream[row, $1]) }
          }
          let point = (0..<columns).map { Double(x[row, $0]) }
          for column in 0..<p.columns {
            let wanted = column < columns ? 0.5 * slope(of: loss, at: point, along: column) : 0
            #expect(abs(Double(dp[row, column]) - wanted) <= slopeTolerance)
          }
        }
        #expect(dp.isIntact)
      }
    }
  }
}

/// Rounding of float kernels on values near 1, and of central differences in double precision
/// (1e-10): what a float gradient may differ from a finite difference.
let slopeTolerance = 2e-6

/// The partial derivative of a function by central differences in double precision.
func slope(
  of function: ([Double]) -> Double, at point: [Double], along index: Int
) -> Double {
  let step = 1e-5
  var (above, below) = (point, point)
  above[index] += step
  below[index] -= step
  return (function(above) - function(below)) / (2 * step)
}
