import Foundation
import Tensors
import Testing

/// One query a head over raw states: by hand, and against differences in double precision.
struct FirstQueryKernelTests {
  /// Float32 sums of some dozen terms of size 1.
  static let tolerance = 2e-6
  /// Differences with h = 1e-5 in double precision: their own error is below 1e-9, the rest is the
  /// kernel's float32.
  static let differenceTolerance = 1e-5

  @Test func byHand() {
    // One head, d = 1: scores are u x = (0, ln 3), so P = (1/4, 3/4) and z = 3/4 ln 3.
    let x = FloatBuffer([0, Float(log(3.0))])
    let result = Self.run(heads: 1, size: 1, u: FloatBuffer([1]), x: x, tokens: 2)
    #expect(abs(Double(result.probabilities[0]) - 0.25) < Self.tolerance)
    #expect(abs(Double(result.probabilities[1]) - 0.75) < Self.tolerance)
    #expect(abs(Double(result.z[0]) - 0.75 * log(3.0)) < Self.tolerance)
    // dz = 1: dS = P (x - z), du = Σ dS x, dx = P + dS u.
    let z = 0.75 * log(3.0)
    let dS = [0.25 * (0 - z), 0.75 * (log(3.0) - z)]
    #expect(abs(Double(result.du[0]) - dS[1] * log(3.0)) < Self.tolerance)
    #expect(abs(Double(result.dx[0]) - (0.25 + dS[0])) < Self.tolerance)
    #expect(abs(Double(result.dx[1]) - (0.75 + dS[1])) < Self.tolerance)
  }

  @Test(arguments: [(2, 6, 5), (3, 12, 17), (12, 24, 40)])
  func equalsDifferences(heads: Int, size: Int, tokens: Int) {
    let u = Self.values(heads * size, seed: 1)
    let x = Self.values(tokens * size, seed: 2)
    let result = Self.run(
      heads: heads, size: size, u: FloatBuffer(u), x: FloatBuffer(x), tokens: tokens)
    func sum(_ u: [Double], _ x: [Double]) -> Double {
      Self.reference(u, x, heads: heads, size: size, tokens: tokens).reduce(0, +)
    }
    let (uu, xx) = (u.map(Double.init), x.map(Double.init))
    for (one, other) in zip(
      result.z, Self.reference(uu, xx, heads: heads, size: size, tokens: tokens))
    {
      #expect(abs(Double(one) - other) < Self.tolerance)
    }
    let h = 1e-5
    for index in [0, size - 1, heads * size - 1] {
      var (high, low) = (uu, uu)
      high[index] += h
      low[index] -= h
      let slope = (sum(high, xx) - sum(low, xx)) / (2 * h)
      #expect(abs(Double(result.du[index]) - slope) < Self.differenceTolerance)
    }
    for index in [0, size, tokens * size - 1] {
      var (high, low) = (xx, xx)
      high[index] += h
      low[index] -= h
      let slope = (sum(uu, high) - sum(uu, low)) / (2 * h)
      #expect(abs(Double(result.dx[index]) - slope) < Self.differenceTolerance)
    }
  }

  private static func values(_ count: Int, seed: Int) -> [Float] {
    (0..<count).map { Float(sin(Double($0 * 37 + seed * 11) * 1.7)) }
  }

  /// Z in double precision.
  private static func reference(
    _ u: [Double], _ x: [Double], heads: Int, size: Int, tokens: Int
  ) -> [Double] {
    let scale = 1 / Double(size / heads).squareRoot()
    return (0..<heads).flatMap { head -> [Double] in
      let weights = (0..<tokens).map { token in
        exp(scale * (0..<size).reduce(0) { $0 + u[head * size + $1] * x[token * size + $1] })
      }
      let total = weights.reduce(0, +)
      return (0..<size).map { column in
        (0..<tokens).reduce(0) { $0 + weights[$1] / total * x[$1 * size + column] }
      }
    }
  }

  private struct Result {
    let probabilities: [Float]
    let z: [Float]
    let du: [Float]
    let dx: [Float]
  }

  /// Forward and backward pass with dZ = 1.
  private static func run(
    heads: Int, size: Int, u: FloatBuffer, x: FloatBuffer, tokens: Int
  ) -> Result {
    let kernel = FirstQueryKernel(heads: heads, size: size)
    let stride = FirstQueryKernel.stride(tokens)
    let probabilities = FloatBuffer(zeros: heads * stride)
    let scratch = FloatBuffer(zeros: kernel.scratchCount(tokens: tokens))
    let (z, du) = (FloatBuffer(zeros: heads * size), FloatBuffer(zeros: heads * size))
    let dx = FloatBuffer(zeros: tokens * size)
    let dz = FloatBuffer([Float](repeating: 1, count: heads * size))
    kernel.forward(
      u.pointer, x.pointer, tokens: tokens, rowStride: size, probabilities: probabilities.pointer,
      z: z.pointer, scratch: scratch.pointer)
    kernel.backward(
      dz.pointer, u.pointer, x.pointer, tokens: tokens, rowStride: size,
      probabilities: probabilities.pointer, dx: dx.pointer, du: du.pointer,
      scratch: scratch.pointer)
    return Result(
      probabilities: probabilities.withElements(Array.init), z: z.withElements(Array.init),
      du: du.withElements(Array.init), dx: dx.withElements(Array.init))
  }
}
