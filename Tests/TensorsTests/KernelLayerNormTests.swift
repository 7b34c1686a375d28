import CKernels
import Foundation
import Testing

struct KernelLayerNormTests {
  /// Sums of up to 770 floats and one square root, on results of size 1 to 4.
  static let tolerance = 3e-6

  /// One LayerNorm of some rows, with all it keeps.
  struct Call {
    var x: Grid
    var gamma: Grid
    var beta: Grid
    var normalised: Grid
    var inverse: Grid
    var y: Grid
    static let epsilon: Float = 1e-5

    init(rows: Int, columns: Int, shift: Float = 0, using noise: inout Noise) {
      x = Grid(rows: rows, columns: columns) { _, _ in noise.next() + shift }
      gamma = Grid(rows: 1, columns: columns) { _, _ in noise.next() + 1 }
      beta = Grid(rows: 1, columns: columns, using: &noise)
      normalised = x
      inverse = Grid(rows: 1, columns: rows) { _, _ in 0 }
      y = x
    }

    mutating func run() {
      let (x, gamma, beta) = (x, gamma, beta)
      var (normalised, inverse, y) = (normalised, inverse, y)
      _ = x.withPointer { x in
        gamma.withPointer { gamma in
          beta.withPointer { beta in
            normalised.withMutablePointer { normalised in
              inverse.withMutablePointer { inverse in
                y.withMutablePointer { y in
                  lafa_layer_norm(
                    self.x.rows, self.x.columns, x, gamma, beta, Self.epsilon, normalised, inverse,
                    y)
                }
              }
            }
          }
        }
      }
      (self.normalised, self.inverse, self.y) = (normalised, inverse, y)
    }

    func backward(_ dy: Grid) -> Grid {
      var dx = dy
      _ = dx.withMutablePointer { dx in
        normalised.withPointer { normalised in
          inverse.withPointer { inverse in
            gamma.withPointer { gamma in
              lafa_layer_norm_backward(
                x.rows, x.columns, normalised, inverse, gamma, dx, dx)
            }
          }
        }
      }
      return dx
    }

    /// One row of the result in double precision.
    func expected(_ point: [Double]) -> [Double] {
      let mean = point.reduce(0, +) / Double(point.count)
      let variance = point.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(point.count)
      let inverse = 1 / (variance + Double(Self.epsilon)).squareRoot()
      return point.indices.map {
        Double(gamma[0, $0]) * (point[$0] - mean) * inverse + Double(beta[0, $0])
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func normalisesEveryRow(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      var noise = Noise(seed: 21)
      for columns in [1, 2, 3, 8, 12, 17, 31, 64, 128, 384, 770] {
        var call = Call(rows: 3, columns: columns, shift: 2, using: &noise)
        call.run()
        for row in 0..<3 {
          let wanted = call.expected((0..<columns).map { Double(call.x[row, $0]) })
          for column in 0..<columns {
            #expect(
              abs(Double(call.y[row, column]) - wanted[column]) <= Self.tolerance,
              "\(columns) columns, y[\(row), \(column)]")
          }
        }
        #expect(call.y.isIntact && call.normalised.isIntact && call.inverse.isIntact)
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func normalisesTheToyOfFourByHand(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      var noise = Noise(seed: 22)
      var call = Call(rows: 1, columns: 4, using: &noise)
      call.x = Grid(rows: 1, columns: 4) { [1, 3, 1, 3][$0 + $1] }  // mean 2, deviation 1
      call.gamma = Grid(rows: 1, columns: 4) { [1, 2, 3, 4][$0 + $1] }
      call.beta = Grid(rows: 1, columns: 4) { _, _ in 10 }
      call.run()
      // gamma * (-1, 1, -1, 1) + beta, each short by epsilon / 2 of a deviation.
      for (column, wanted) in [Float(9), 12, 7, 14].enumerated() {
        #expect(abs(call.y[0, column] - wanted) <= 4 * Call.epsilon)
      }
      // d = gamma * dy = (1, 2, 3, 4): mean 2.5, d . n / 4 = 0.5; dx = d - 2.5 - 0.5 n.
      let dx = call.backward(Grid(rows: 1, columns: 4) { _, _ in 1 })
      for (column, wanted) in [Float(-1), -1, 1, 1].enumerated() {
        #expect(abs(dx[0, column] - wanted) <= 4 * Call.epsilon)
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func differentiatesLikeFiniteDifferences(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      var noise = Noise(seed: 23)
      for columns in [3, 8, 12, 33] {
        var call = Call(rows: 2, columns: columns, using: &noise)
        call.run()
        let dy = Grid(rows: 2, columns: columns, using: &noise)
        let dx = call.backward(dy)
        for row in 0..<2 {
          let loss = { (point: [Double]) in
            call.expected(point).enumerated().reduce(0.0) {
              $0 + $1.element * Double(dy[row, $1.offset])
            }
          }
          let point = (0..<columns).map { Double(call.x[row, $0]) }
          for column in 0..<columns {
            let wanted = slope(of: loss, at: point, along: column)
            #expect(abs(Double(dx[row, column]) - wanted) <= slopeTolerance * (1 + abs(wanted)))
          }
        }
        #expect(dx.isIntact)
      }
    }
  }
}
