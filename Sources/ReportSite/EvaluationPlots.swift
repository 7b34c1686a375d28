/// The geometry of an evaluation's plots; templates draw it.
package enum EvaluationPlots {
  /// Lines that can be told apart: colours with dashes of their own in the style sheet.
  private static let styles = 8

  /// A line of a plot.
  package struct Line: Sendable {
    let name: String
    let values: [Double]

    /// Makes a line of one value a share.
    package init(name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// Returns the values of the template `partials/curves`.
  ///
  /// - Parameters:
  ///   - id: The id of the heading.
  ///   - title: What is drawn.
  ///   - shares: The shares of hidden words, 0 to 1.
  ///   - lines: One a method.
  /// - Returns: The values.
  package static func curves(
    id: String, title: String, shares: [Double], lines: [Line]
  ) -> [String: Any] {
    let largest = max(lines.flatMap(\.values).max() ?? 0, 0)
    let smallest = min(lines.flatMap(\.values).min() ?? 0, 0)
    let step = self.step(largest - smallest)
    let bottom = (smallest / step).rounded(.down) * step
    let top = max((largest / step).rounded(.up) * step, bottom + step)
    let last = shares.last ?? 1
    // The plot lies between 60 and 590 across, 20 and 250 down.
    func x(_ share: Double) -> Double { 60 + share / last * 530 }
    func y(_ value: Double) -> Double { 250 - (value - bottom) / (top - bottom) * 230 }
    let ticks = Int(((top - bottom) / step).rounded())
    return [
      "id": id, "title": title,
      "rows": (0...ticks).map { tick in
        let value = bottom + Double(tick) * step
        return ["y": text(y(value)), "label": number(value), "labelY": text(y(value) + 4)]
      },
      "columns": shares.map {
        ["x": text(x($0)), "label": NumberText.fixed($0 * 100, 0) + "\u{A0}%"]
      },
      "lines": lines.enumerated().map { index, line in
        [
          "style": String(index % styles), "name": line.name,
          "points": zip(shares, line.values).map { "\(text(x($0))),\(text(y($1)))" }
            .joined(separator: " "),
        ]
      },
      "keys": lines.enumerated().map { ["style": String($0 % styles), "name": $1.name] },
    ]
  }

  /// The interval of a difference on a scale that a table's rows share.
  package struct Interval {
    let low: Double
    let high: Double
    let mean: Double

    /// Makes an interval.
    package init(low: Double, high: Double, mean: Double) {
      self.low = low
      self.high = high
      self.mean = mean
    }
  }

  /// Returns, for each row of a forest plot, its bar, its mean and the zero line, of 100 across.
  package static func forest(_ intervals: [Interval?]) -> [[String: String]?] {
    let known = intervals.compactMap(\.self)
    let low = min(known.map(\.low).min() ?? 0, 0)
    let high = max(known.map(\.high).max() ?? 0, 0)
    let width = high > low ? high - low : 1
    func x(_ value: Double) -> Double { 2 + (value - low) / width * 96 }
    return intervals.map { interval in
      interval.map {
        [
          "zero": text(x(0)), "x": text(x($0.low)),
          "width": text(max(x($0.high) - x($0.low), 0.5)), "mean": text(x($0.mean) - 0.75),
        ]
      }
    }
  }

  /// A round step that cuts a range into three to seven.
  private static func step(_ range: Double) -> Double {
    guard range > 0, range.isFinite else { return 1 }
    var power = 1.0
    while power * 10 <= range { power *= 10 }
    while power > range { power /= 10 }
    for factor in [0.2, 0.5, 1, 2] where range / (power * factor) <= 6 { return power * factor }
    return power
  }

  private static func text(_ value: Double) -> String { NumberText.fixed(value, 2) }

  private static func number(_ value: Double) -> String {
    abs(value) < 1e-12 ? "0" : (value < 0 ? "−" : "") + NumberText.score(abs(value))
  }
}
