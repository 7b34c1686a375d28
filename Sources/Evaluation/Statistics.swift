internal import Tensors

/// A mean over documents with its interval.
public struct Estimate: Sendable, Equatable {
  /// The mean.
  public var mean: Double
  /// The bootstrap's 95 % interval.
  public var low: Double
  /// Its upper end.
  public var high: Double
  /// The standard error of the mean.
  public var error: Double
  /// The number of documents.
  public var count: Int
}

/// A mean of differences between two methods on the same documents.
public struct Comparison: Sendable, Equatable {
  /// The mean difference, with its interval.
  public var difference: Estimate
  /// The chance of a mean at least as far from 0 if signs were tossed.
  public var p: Double
  /// That after Holm's correction over a family.
  public var corrected: Double

  /// Makes a comparison from its parts.
  public init(difference: Estimate, p: Double, corrected: Double) {
    self.difference = difference
    self.p = p
    self.corrected = corrected
  }
}

/// Intervals and tests over documents; the same numbers give the same results.
public enum Statistics {
  /// Resamples of a bootstrap.
  public static let resamples = 2000
  /// Tosses of a sign-flip test.
  public static let flips = 10_000
  /// Documents up to which all signs are tried.
  private static let exactLimit = 13

  /// Returns the mean and the percentile bootstrap's 95 % interval (Efron).
  ///
  /// - Parameter values: One a document.
  /// - Returns: The estimate; nil without documents.
  public static func estimate(_ values: [Double]) -> Estimate? {
    guard !values.isEmpty else { return nil }
    let count = values.count
    let mean = values.reduce(0, +) / Double(count)
    var numbers = SplitMix64(seed: UInt64(count))
    let means = (0..<resamples).map { _ in
      var sum = 0.0
      for _ in 0..<count {
        sum += values[Int(numbers.next().multipliedFullWidth(by: UInt64(count)).high)]
      }
      return sum / Double(count)
    }.sorted()
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return Estimate(
      mean: mean, low: means[Int(0.025 * Double(resamples))],
      high: means[Int(0.975 * Double(resamples)) - 1],
      error: count > 1 ? (square / Double(count - 1) / Double(count)).squareRoot() : 0,
      count: count)
  }

  /// Returns the p of a paired test by tossing signs.
  ///
  /// It is the share of tosses by which the mean of the differences is at least as far from 0. All signs are tried for a few documents; for more ``flips`` of them, counting the observed.
  ///
  /// - Parameter differences: One a document.
  /// - Returns: The two-sided p; nil without documents.
  public static func signFlip(_ differences: [Double]) -> Double? {
    guard !differences.isEmpty else { return nil }
    let observed = abs(differences.reduce(0, +))
    // Sums of the same numbers in another order differ by rounding.
    let bound = observed - 1e-12 * differences.reduce(0) { $0 + abs($1) }
    if differences.count <= exactLimit {
      let all = 1 << differences.count
      let reached = (0..<all).count { signs in
        var sum = 0.0
        for (index, value) in differences.enumerated() {
          sum += signs >> index & 1 == 1 ? value : -value
        }
        return abs(sum) >= bound
      }
      return Double(reached) / Double(all)
    }
    var numbers = SplitMix64(seed: UInt64(differences.count))
    var reached = 1
    for _ in 0..<flips {
      var (sum, bits, left) = (0.0, UInt64(0), 0)
      for value in differences {
        if left == 0 { (bits, left) = (numbers.next(), 64) }
        sum += bits & 1 == 1 ? value : -value
        bits >>= 1
        left -= 1
      }
      if abs(sum) >= bound { reached += 1 }
    }
    return Double(reached) / Double(flips + 1)
  }

  /// Returns p values after Holm's step-down correction (1979).
  ///
  /// - Parameter values: The p values of a family of tests.
  /// - Returns: The corrected ones, in the same order.
  public static func holm(_ values: [Double]) -> [Double] {
    var corrected = values
    var largest = 0.0
    for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
      largest = max(largest, min(1, values[index] * Double(values.count - rank)))
      corrected[index] = largest
    }
    return corrected
  }

  /// Returns the jackknife's standard error of a number that is a mean over n parts.
  ///
  /// - Parameter without: The number with each part left out.
  /// - Returns: √((n − 1)/n Σ (x_i − x̄)²); nil for fewer than two parts.
  public static func jackknife(_ without: [Double]) -> Double? {
    guard without.count > 1 else { return nil }
    let count = Double(without.count)
    let mean = without.reduce(0, +) / count
    let square = without.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return ((count - 1) / count * square).squareRoot()
  }
}
