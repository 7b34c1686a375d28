internal import Encoders
internal import Foundation
internal import Tensors

/// The points at which a base method takes its gradients, each a change of H₀ with a weight.
struct EmbeddingPath: Sendable {
  private enum Form {
    /// α H₀.
    case scaled([Double])
    /// H₀ + ε.
    case noise(deviation: Double, seed: UInt64)
  }

  private let form: Form
  /// The weight of each point; they add up to 1.
  let weights: [Double]
  /// Whether S is H₀ times the mean gradient.
  let multipliesInput: Bool

  /// Makes the path of a method; nil for the gradient at H₀ itself.
  init?(_ method: BaseMethod) {
    switch method {
    case .gradient: return nil
    case .integratedGradient(let steps):
      let rule = GaussLegendre(points: max(steps, 1))
      form = .scaled(rule.nodes)
      weights = rule.weights
      multipliesInput = true
    case .smoothGradient(let samples, let deviation, let seed):
      form = .noise(deviation: deviation, seed: seed)
      weights = Array(repeating: 1 / Double(max(samples, 1)), count: max(samples, 1))
      multipliesInput = false
    }
  }

  /// Changes the rows of H₀ that a window of a document holds.
  ///
  /// - Parameters:
  ///   - point: The point's index.
  ///   - ids: The document's tokens.
  ///   - tokens: The document's token of each row.
  ///   - rows: The window's rows of e floats.
  ///   - e: The size of an embedding.
  func move(
    to point: Int, ids: [Int], tokens: [Int], rows: UnsafeMutablePointer<Float>, e: Int
  ) {
    switch form {
    case .scaled(let nodes):
      let factor = Float(nodes[point])
      for index in 0..<tokens.count * e { rows[index] *= factor }
    case .noise(let deviation, let seed):
      let text = ids.reduce(seed) { SplitMix64.mixed($0 &+ UInt64(truncatingIfNeeded: $1)) }
      for (row, token) in tokens.enumerated() {
        // A token that windows share has the same noise in each.
        var noise = NormalNoise(
          seed: text, stream: UInt64(point) << 32 | UInt64(token), deviation: deviation)
        for column in row * e..<(row + 1) * e { rows[column] += noise.next() }
      }
    }
  }
}

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
