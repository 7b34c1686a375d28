internal import Foundation

/// F: the number of a row of logits whose gradient is taken for one output.
public enum ExplainedScalar: String, Sendable, CaseIterable {
  /// The logit z_r.
  case logit
  /// The probability: softmax or sigmoid.
  case probability
  /// ln(p / (1 − p)).
  case logOdds = "log-odds"
  /// The logit minus the largest other logit.
  case margin

  /// Returns F.
  ///
  /// - Parameters:
  ///   - output: r, the explained output.
  ///   - logits: The row.
  ///   - isIndependent: Whether probabilities are sigmoids, as in a multi-label task.
  /// - Returns: F.
  public func value(of output: Int, _ logits: [Double], isIndependent: Bool) -> Double {
    switch self {
    case .logit:
      return logits[output]
    case .probability:
      return Self.probability(of: output, logits, isIndependent: isIndependent)
    case .logOdds:
      if isIndependent || logits.count == 1 { return logits[output] }
      let others = Self.others(than: output, logits)
      let largest = others.map { logits[$0] }.max() ?? 0
      let sum = others.reduce(0) { $0 + exp(logits[$1] - largest) }
      return logits[output] - largest - log(sum)
    case .margin:
      return logits[output] - (Self.runnerUp(to: output, logits).map { logits[$0] } ?? 0)
    }
  }

  /// Returns ∂F/∂z.
  ///
  /// - Parameters:
  ///   - output: r, the explained output.
  ///   - logits: The row.
  ///   - isIndependent: Whether probabilities are sigmoids, as in a multi-label task.
  /// - Returns: One number a logit.
  public func gradient(of output: Int, _ logits: [Double], isIndependent: Bool) -> [Double] {
    var gradient = [Double](repeating: 0, count: logits.count)
    gradient[output] = 1
    switch self {
    case .logit: break
    case .probability:
      let p = Self.probability(of: output, logits, isIndependent: isIndependent)
      gradient[output] = p * (1 - p)
      guard !isIndependent else { break }
      for other in Self.others(than: output, logits) {
        gradient[other] = -p * Self.probability(of: other, logits, isIndependent: false)
      }
    case .logOdds:
      guard !isIndependent else { break }
      // Minus the softmax over the others alone.
      let others = Self.others(than: output, logits)
      let powers = Self.powers(others.map { logits[$0] })
      for (other, power) in zip(others, powers) { gradient[other] = -power }
    case .margin:
      if let other = Self.runnerUp(to: output, logits) { gradient[other] = -1 }
    }
    return gradient
  }

  private static func others(than output: Int, _ logits: [Double]) -> [Int] {
    logits.indices.filter { $0 != output }
  }

  private static func runnerUp(to output: Int, _ logits: [Double]) -> Int? {
    others(than: output, logits).min { (-logits[$0], $0) < (-logits[$1], $1) }
  }

  private static func probability(
    of output: Int, _ logits: [Double], isIndependent: Bool
  ) -> Double {
    isIndependent ? 1 / (1 + exp(-logits[output])) : powers(logits)[output]
  }

  /// Softmax.
  private static func powers(_ logits: [Double]) -> [Double] {
    let largest = logits.max() ?? 0
    let powers = logits.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
