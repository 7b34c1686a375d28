internal import Foundation

/// Numbers as records keep them.
enum Rounding {
  /// Seven significant digits: what single precision holds, and fine enough for the ledger's
  /// promise of 1e-6.
  private static let digits = 7.0

  /// Returns a number with seven significant digits.
  static func significant(_ value: Double) -> Double {
    guard value != 0, value.isFinite, abs(value) > 1e-280 else { return value.isFinite ? 0 : value }
    let scale = pow(10, digits - 1 - floor(log10(abs(value))))
    return (value * scale).rounded() / scale
  }

  /// Returns numbers with seven significant digits each.
  static func significant(_ values: [Double]) -> [Double] { values.map(significant) }
}
