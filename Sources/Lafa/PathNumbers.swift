internal import Foundation
internal import Tensors

/// The nodes and weights of Gauss and Legendre's rule on [0, 1].
package struct GaussLegendre {
  package private(set) var nodes: [Double]
  package private(set) var weights: [Double]

  /// Computes the rule; exact for polynomials of degree 2n − 1.
  package init(points n: Int) {
    nodes = Array(repeating: 0, count: n)
    weights = nodes
    for index in 0..<n {
      // A root of the Legendre polynomial, by Newton from its asymptotic place.
      var x = -cos(Double.pi * (Double(index) + 0.75) / (Double(n) + 0.5))
      var slope = 1.0
      // It doubles its digits at each step; from the first place five always reach rounding.
      for _ in 0..<8 {
        var (last, value) = (1.0, x)
        for degree in 1..<max(n, 1) {
          let k = Double(degree)
          (last, value) = (value, ((2 * k + 1) * x * value - k * last) / (k + 1))
        }
        slope = Double(n) * (x * value - last) / (x * x - 1)
        x -= value / slope
      }
      nodes[index] = (x + 1) / 2
      weights[index] = 1 / ((1 - x * x) * slope * slope)
    }
  }
}

/// Normal numbers from a seed and a stream, by Box and Muller from ``SplitMix64``.
package struct NormalNoise {
  private var numbers: SplitMix64
  private var spare: Float?
  private let deviation: Double

  package init(seed: UInt64, stream: UInt64, deviation: Double) {
    numbers = SplitMix64(
      seed: SplitMix64.mixed(seed ^ SplitMix64.mixed(stream &+ SplitMix64.step)))
    self.deviation = deviation
  }

  /// A uniform number in (0, 1).
  private mutating func uniform() -> Double { (Double(numbers.next() >> 11) + 0.5) * 0x1p-53 }

  /// Returns the next number.
  package mutating func next() -> Float {
    if let spare {
      self.spare = nil
      return spare
    }
    let radius = deviation * (-2 * log(uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spare = Float(radius * sin(angle))
    return Float(radius * cos(angle))
  }
}
