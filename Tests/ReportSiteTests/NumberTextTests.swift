import AttributionRecords
import Foundation
import ReportSite
import Testing

struct NumberTextTests {
  @Test(arguments: [
    (0, "0.0"), (1, "100.0"), (0.128, "12.8"), (0.00012, "0.012"), (0.001, "0.1"),
    (0.99999, "100.0"), (1e-9, "1e-07"), (1e-15, "0.0"),
  ])
  func writesSharesAsPerCent(_ share: Double, _ text: String) {
    #expect(NumberText.percent(share) == "\(text)\u{A0}%")
  }

  @Test(arguments: [
    (0, "0"), (1, "1"), (0.12345, "0.123"), (1234, "1.23e+03"), (0.00001, "1.00e-05"),
    (123_456, "1.23e+05"), (-0.5, "-0.5"),
  ])
  func writesScoresWithThreeDigits(_ value: Double, _ text: String) {
    #expect(NumberText.score(value) == text)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1234, "−1,234"),
  ])
  func groupsThousands(_ value: Double, _ text: String) {
    #expect(NumberText.grouped(value) == text)
  }

  @Test(arguments: [(0, "0 words"), (1, "1 word"), (1200, "1,200 words")])
  func countsWithANoun(_ number: Int, _ text: String) {
    #expect(NumberText.count(number, "word") == text)
  }

  @Test func writesQuantitiesWithTheirUnit() {
    func text(_ value: Double, _ unit: String?) -> String {
      NumberText.quantity(Prediction.Quantity(value: value, unit: unit))
    }
    #expect(text(1299.4, "USD") == "1,299\u{A0}USD")
    #expect(text(3.14159, "stars") == "3.14\u{A0}stars")
    #expect(text(-250, nil) == "−250")
  }

  @Test func writesTheLargestNumberWhole() {
    #expect(NumberText.fixed(.greatestFiniteMagnitude, 6).count == 309 + 7)
  }

  /// The C library's text, but that nothing has no sign: readers wonder about “-0.0 %”.
  private func unsignedZero(_ text: String) -> String {
    ["-0.0", "-0.00"].contains(text) ? String(text.dropFirst()) : text
  }

  /// Usual numbers are not formatted by the C library, but as it would.
  @Test(arguments: [1e-5, 1e-4, 0.001, 0.01, 0.1, 1, 10, 100, 1000, 100_000])
  func roundsAsTheCLibraryDoes(_ largest: Double) {
    for step in 0...800 {
      // Also half-way values, as 0.25 and 0.125, and those next to a power of ten.
      for value in [largest * Double(step) / 640, (largest * Double(step) / 800).nextDown] {
        for value in [value, -value] {
          #expect(NumberText.fixed(value, 1) == unsignedZero(String(format: "%.1f", value)))
          #expect(NumberText.fixed(value, 2) == unsignedZero(String(format: "%.2f", value)))
        }
        guard value >= 0.0001, value < 10_000 else { continue }
        #expect(NumberText.score(value) == String(format: "%.3g", value))
        #expect(NumberText.score(-value) == String(format: "%.3g", -value))
        let percent = value / 100 * 100
        let text = String(format: percent < 0.1 ? "%.2g" : "%.1f", percent)
        #expect(NumberText.percent(value / 100) == "\(text)\u{A0}%")
      }
    }
  }
}
