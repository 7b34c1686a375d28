import Foundation
import TestSupport

/// What scikit-learn, SciPy, statsmodels, and ERASER's and ferret's definitions say: `Tests/Fixtures/evaluation`.
struct MetricsFixture: Decodable {
  struct GoldCase: Decodable {
    let weights, scores: [Double]
    let rocAUC, averagePrecision, tokenF1, tokenIOU: Double
    let pearson, spearman: Double?
  }

  struct ErasureCase: Decodable {
    let weights, scores, shares, removed, kept: [Double]
    let sizes, ferretSizes: [Int]
    let ferretComprehensiveness, ferretSufficiency: Double?
    let full, empty, comprehensiveness, sufficiency, logOdds, deletion, insertion,
      maskedError: Double
  }

  struct StatisticsCase: Decodable {
    let first, second: [Double]
    let isExact: Bool
    let p, t, error, low, high: Double
    var differences: [Double] { zip(second, first).map { $0 - $1 } }
  }

  struct HolmCase: Decodable {
    let p, corrected: [Double]
  }

  let gold: [GoldCase]
  let erasure: [ErasureCase]
  let statistics: [StatisticsCase]
  let holm: [HolmCase]

  static func read() throws -> MetricsFixture {
    let file = Fixtures.folder.appending(path: "evaluation/metrics.json")
    return try JSONDecoder().decode(MetricsFixture.self, from: Data(contentsOf: file))
  }
}

/// The order of sums differs from NumPy's, whose results have 15 to 16 digits.
let sumTolerance = 1e-12

/// Returns whether two numbers agree but for the order of sums.
func isClose(_ a: Double?, _ b: Double?, within tolerance: Double = sumTolerance) -> Bool {
  guard let a, let b else { return a == nil && b == nil }
  return abs(a - b) <= tolerance * max(1, abs(b))
}
