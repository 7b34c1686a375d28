import ReportSite
import Testing

/// Plots by hand: a point lies where its numbers say.
struct EvaluationPlotsTests {
  private func text(_ view: [String: Any], _ list: String, _ place: Int, _ key: String) -> String? {
    (view[list] as? [[String: String]]).flatMap {
      $0.indices.contains(place) ? $0[place][key] : nil
    }
  }

  private func curves(_ shares: [Double], _ values: [[Double]]) -> [String: Any] {
    EvaluationPlots.curves(
      id: "p", title: "P", shares: shares,
      lines: values.enumerated().map { .init(name: "m\($0)", values: $1) })
  }

  @Test func pointsLieBetweenTheAxes() {
    // 0 to 0.5 in steps of 0.1: 230 units high; the last share is 530 units from the axis.
    let view = curves([0.1, 0.5], [[0, 0.25], [0.1, 0.5]])
    #expect(text(view, "lines", 0, "points") == "166.00,250.00 590.00,135.00")
    #expect(text(view, "lines", 1, "points") == "166.00,204.00 590.00,20.00")
    #expect((view["rows"] as? [Any])?.count == 6)
    #expect(text(view, "rows", 5, "y") == "20.00")
    #expect(text(view, "rows", 0, "label") == "0")
    #expect(text(view, "columns", 1, "label") == "50\u{A0}%")
  }

  @Test func negativeValuesLieBelowZero() {
    let view = curves([0.5], [[-0.2], [0.2]])
    #expect(text(view, "rows", 0, "y") == "250.00")
    #expect(text(view, "lines", 0, "points") == "590.00,250.00")
    #expect(text(view, "lines", 1, "points") == "590.00,20.00")
    #expect(text(view, "rows", 0, "label")?.hasPrefix("−") == true)
  }

  @Test(arguments: [[[0.0]], [[]], [[1e-300]], [[1e300]], [[-1e-12]]])
  func everyRangeHasAFewRows(_ values: [[Double]]) {
    let view = curves([0.5], values)
    let rows = (view["rows"] as? [Any])?.count ?? 0
    #expect((2...9).contains(rows))
    #expect(text(view, "lines", 0, "points")?.contains("nan") == false)
  }

  @Test func lineStylesRepeatAfterTheEighth() {
    let view = curves([0.5], Array(repeating: [0.1], count: 9))
    #expect(text(view, "keys", 7, "style") == "7")
    #expect(text(view, "keys", 8, "style") == "0")
  }

  @Test func intervalsShareAScaleWithZero() {
    let rows = EvaluationPlots.forest([
      nil, .init(low: -1, high: 1, mean: 0), .init(low: 2, high: 3, mean: 2.5),
    ])
    #expect(rows[0] == nil)
    #expect(rows[1] == ["zero": "26.00", "x": "2.00", "width": "48.00", "mean": "25.25"])
    #expect(rows[2] == ["zero": "26.00", "x": "74.00", "width": "24.00", "mean": "85.25"])
  }

  @Test func anIntervalWithoutWidthIsSeen() {
    let row = EvaluationPlots.forest([.init(low: 0, high: 0, mean: 0)])[0]
    #expect(row == ["zero": "2.00", "x": "2.00", "width": "0.50", "mean": "1.25"])
  }
}
