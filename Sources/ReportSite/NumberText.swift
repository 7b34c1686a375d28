package import AttributionRecords
internal import Foundation

/// Numbers as pages show them: the same on every machine, whatever its language.
package enum NumberText {
  /// Returns a share as per cent with a no-break space: 0.128 is “12.8 %”, 0.00012 “0.012 %”.
  package static func percent(_ share: Double) -> String {
    let value = share * 100
    // Below, a difference of shares is their rounding.
    let text =
      abs(value) > 1e-9 && abs(value) < 0.1
      ? significant(abs(value), 2).map { value < 0 ? "-" + $0 : $0 } ?? formatted("%.2g", value)
      : fixed(value, 1)
    return "\(text)\u{A0}%"
  }

  /// Returns per cent without the sign, where it stands once for many.
  static func unsigned(_ percent: String) -> String {
    String(decoding: percent.utf8.dropLast("\u{A0}%".utf8.count), as: UTF8.self)
  }

  /// Returns a share as the whole per cent that the classes of bars have, from 0 to 100.
  static func width(_ share: Double) -> String {
    String(Int((min(max(share, 0), 1) * 100).rounded()))
  }

  /// Returns a number with three significant digits, in powers of ten if it is very small.
  package static func score(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    if let text = significant(abs(value), 3) ?? threeDigits(abs(value)) {
      return value < 0 ? "-" + text : text
    }
    return formatted(abs(value) >= 0.0001 && abs(value) < 10_000 ? "%.3g" : "%.2e", value)
  }

  /// Returns a number with all its digits, as a command line takes it.
  static func exact(_ value: Double) -> String {
    let text = String(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Returns a distance with two decimals, three below 1.
  static func distance(_ value: Double) -> String { fixed(value, value < 1 ? 3 : 2) }

  /// Returns a number with this many decimals; one that is rounded to 0 has no sign.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    let text = short(value, decimals) ?? formatted("%.\(decimals)f", value)
    let isNothing = text.utf8.allSatisfy { !(UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }
    return isNothing && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// Returns a usual number with one or two decimals, faster than the C library; nil if it is
  /// unusual or so near to half-way that more digits than the product has decide how it is rounded.
  private static func short(_ value: Double, _ decimals: Int) -> String? {
    let size = value.magnitude
    let scale = decimals == 1 ? 10 : 100
    guard decimals == 1 || decimals == 2, size < 100_000,
      let parts = rounded(size * Double(scale))
    else { return nil }
    let rest = parts % scale
    return (value.sign == .minus ? "-" : "") + String(parts / scale)
      + (decimals == 2 && rest < 10 ? ".0" : ".") + String(rest)
  }

  /// Returns a number between 0.0001 and 1 with up to this many significant digits, as `%g` does.
  private static func significant(_ value: Double, _ digits: Int) -> String? {
    guard value >= 0.0001, value < 1 else { return nil }
    var zeros = 0
    var leading = value * 10
    while leading < 1 {
      leading *= 10
      zeros += 1
    }
    let unit = digits == 2 ? 10 : 100
    guard var number = rounded(leading * Double(unit)), number < unit * 10 else { return nil }
    while number % 10 == 0 { number /= 10 }
    return "0." + String(repeating: "0", count: zeros) + String(number)
  }

  /// Returns a number from 1 to below 1000 with up to three digits, as `%g` does.
  private static func threeDigits(_ value: Double) -> String? {
    guard value >= 1, value < 999 else { return nil }
    let scale = value < 9.99 ? 100 : value < 99.9 ? 10 : 1
    guard let parts = rounded(value * Double(scale)) else { return nil }
    let (whole, rest) = parts.quotientAndRemainder(dividingBy: scale)
    guard rest > 0 else { return String(whole) }
    let isHundredths = scale == 100 && rest % 10 > 0
    return String(whole) + (isHundredths && rest < 10 ? ".0" : ".")
      + String(scale == 100 && !isHundredths ? rest / 10 : rest)
  }

  private static func rounded(_ value: Double) -> Int? {
    let below = value.rounded(.down)
    let rest = value - below
    guard abs(rest - 0.5) > 1e-6 else { return nil }
    return Int(below) + (rest > 0.5 ? 1 : 0)
  }

  /// Formats by the C library in its C locale: Foundation's formatter asks for a locale's symbols
  /// every time, which took half of the time of a page.
  private static func formatted(_ format: String, _ value: Double) -> String {
    // The longest double in %f has 309 digits before the point.
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
      let count = withVaList([value]) { vsnprintf(buffer.baseAddress, buffer.count, format, $0) }
      return buffer.prefix(max(0, Int(count))).withMemoryRebound(to: UInt8.self) {
        String(decoding: $0, as: UTF8.self)
      }
    }
  }

  /// Returns a predicted quantity: “1,299 USD”; small ones with decimals.
  package static func quantity(_ quantity: Prediction.Quantity) -> String {
    let value = abs(quantity.value) >= 100 ? grouped(quantity.value) : score(quantity.value)
    return quantity.unit.map { "\(value)\u{A0}\($0)" } ?? value
  }

  /// Returns a whole number with commas at thousands.
  package static func grouped(_ value: Double) -> String {
    let digits = fixed(value.magnitude, 0)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return value < 0 ? "−" + result : result
  }

  /// Returns a count with its noun: “1 document”, “1,200 documents”, “2 entities”.
  package static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(Double(number))) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}
