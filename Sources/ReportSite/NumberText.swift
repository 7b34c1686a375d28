internal import AttributionRecords
internal import Foundation

/// Numbers as pages show them: the same on every machine, whatever its language.
enum NumberText {
  /// Returns a share as per cent with one decimal and a no-break space: 0.128 is “12.8 %”.
  static func percent(_ share: Double) -> String { "\(fixed(share * 100, 1))\u{A0}%" }

  /// Returns a number with three significant digits, in powers of ten if it is very small.
  static func score(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    return abs(value) >= 0.0001 && abs(value) < 10_000
      ? String(format: "%.3g", locale: Self.posix, value)
      : String(format: "%.2e", locale: Self.posix, value)
  }

  /// Returns a number with this many decimals.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", locale: Self.posix, value)
  }

  /// Returns a predicted quantity: “1,299 USD”; small ones with decimals.
  static func quantity(_ quantity: Prediction.Quantity) -> String {
    let value = abs(quantity.value) >= 100 ? grouped(quantity.value) : score(quantity.value)
    return quantity.unit.map { "\(value)\u{A0}\($0)" } ?? value
  }

  /// Returns a whole number with commas at thousands.
  static func grouped(_ value: Double) -> String {
    let digits = fixed(value.magnitude, 0)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return value < 0 ? "−" + result : result
  }

  /// Returns a count with its noun: “1 document”, “1,200 documents”.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(grouped(Double(number))) \(noun)\(number == 1 ? "" : "s")"
  }

  private static let posix = Locale(identifier: "en_US_POSIX")
}
