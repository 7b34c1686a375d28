import AttributionRecords
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
}
