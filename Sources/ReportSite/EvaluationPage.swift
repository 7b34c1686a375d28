package import AttributionRecords
internal import Markup

/// The page of an evaluation: tables that compare methods, with how sure they are.
public struct EvaluationPage: Sendable {
  /// One metric for all methods.
  public struct Metric: Sendable {
    /// What it is called.
    package var title: TextKey
    /// What it means, in a sentence.
    package var meaning: TextKey
    /// Whether smaller is better.
    public var isLowerBetter: Bool
    /// Why documents were left out, and how many.
    public var omitted: [String: Int]
    /// The methods, the one that others are compared with first.
    public var rows: [Row]

    /// Makes a metric from its parts.
    package init(
      title: TextKey, meaning: TextKey, isLowerBetter: Bool, omitted: [String: Int], rows: [Row]
    ) {
      self.title = title
      self.meaning = meaning
      self.isLowerBetter = isLowerBetter
      self.omitted = omitted
      self.rows = rows
    }
  }

  /// One method.
  public struct Row: Sendable {
    /// Its name.
    public var method: String
    /// The number of documents.
    public var documents: Int
    /// The mean, and the ends of its interval.
    public var mean: (mean: Double, low: Double, high: Double)
    /// The difference to the first method with the ends of its interval, and p after correction.
    public var difference: (mean: Double, low: Double, high: Double, p: Double)?

    /// Makes a row from its parts.
    public init(
      method: String, documents: Int, mean: (mean: Double, low: Double, high: Double),
      difference: (mean: Double, low: Double, high: Double, p: Double)?
    ) {
      self.method = method
      self.documents = documents
      self.mean = mean
      self.difference = difference
    }
  }

  let title: String
  let documents: Int
  let groups: [(title: TextKey, metrics: [Metric])]
  let provenance: Provenance
  let curves: [Curves]

  /// What happens share by share.
  public struct Curves: Sendable {
    /// What is drawn.
    package var title: TextKey
    /// The shares of hidden words.
    public var shares: [Double]
    /// For each method a number a share.
    public var values: [[Double]]

    /// Makes curves from their parts.
    package init(title: TextKey, shares: [Double], values: [[Double]]) {
      self.title = title
      self.shares = shares
      self.values = values
    }
  }

  /// Makes a page.
  ///
  /// - Parameters:
  ///   - title: What the evaluation is called.
  ///   - documents: The number of documents.
  ///   - groups: The metrics by what they ask.
  ///   - curves: What happens share by share.
  ///   - provenance: With what the scores were made.
  package init(
    title: String, documents: Int, groups: [(title: TextKey, metrics: [Metric])],
    curves: [Curves], provenance: Provenance
  ) {
    self.curves = curves
    self.title = title
    self.documents = documents
    self.groups = groups
    self.provenance = provenance
  }

  private static let reading = Reading(hasWindows: false, isTagged: false)

  private func lead(_ strings: Strings) -> String {
    strings(
      .evaluationLead,
      [
        "documents": strings(.documentCount, ["count": documents]),
        "method": provenance.shown.name,
      ])
  }

  /// The values of the template `evaluation`.
  func view(_ strings: Strings) -> [String: Any] {
    [
      "root": "", "version": Tool.version,
      "pageTitle": strings(.evaluationTitle, ["title": title]),
      "title": ReportPage.name(title, orElse: strings[.evaluation]), "lead": lead(strings),
      "groups": groups.enumerated().map { number, group in
        [
          "title": strings[group.title], "id": "g\(number + 1)",
          "metrics": group.metrics.enumerated().map { place, metric in
            view(metric, id: "m\(number + 1)-\(place + 1)", strings)
          },
        ] as [String: Any]
      },
      "hasCurves": !curves.isEmpty,
      "curves": curves.enumerated().map { number, curves in
        EvaluationPlots.curves(
          id: "c\(number + 1)", title: strings[curves.title], shares: curves.shares,
          lines: zip(provenance.parameters.methods, curves.values).map {
            EvaluationPlots.Line(name: $0.name, values: $1)
          })
      },
      "method": provenance.method(Self.reading, strings).map {
        ["name": $0.name, "value": $0.value]
      },
      "provenance": provenance.view(of: nil, strings),
    ]
  }

  private func view(
    _ metric: Metric, id: String, _ strings: Strings
  ) -> [String: Any] {
    let best =
      metric.isLowerBetter
      ? metric.rows.map(\.mean.mean).min() : metric.rows.map(\.mean.mean).max()
    let forest = EvaluationPlots.forest(
      metric.rows.map { row in
        row.difference.map { .init(low: $0.low, high: $0.high, mean: $0.mean) }
      })
    return [
      // Of one method alone there is nothing to compare.
      "isCompared": metric.rows.contains { $0.difference != nil },
      "title": strings[metric.title], "id": id, "meaning": Self.meaning(metric, strings),
      "omitted": Self.omitted(metric, strings).map { ["text": $0] as Any } ?? false,
      "rows": zip(metric.rows, forest).map { row, forest in
        [
          "forest": forest as Any? ?? false,
          "method": row.method, "mean": Self.number(row.mean.mean),
          "interval": Self.interval(row.mean.low, row.mean.high, strings),
          "isBest": row.mean.mean == best, "documents": String(row.documents),
          "difference": row.difference.map { Self.signed($0.mean) } ?? "–",
          "span": row.difference.map { Self.interval($0.low, $0.high, strings) } ?? "",
          "p": row.difference.map { Self.p($0.p) } ?? "",
          "verdict": Self.verdict(row, metric).map { strings[$0] } ?? "",
        ] as [String: Any]
      },
    ]
  }

  private static func meaning(_ metric: Metric, _ strings: Strings) -> String {
    strings(
      metric.isLowerBetter ? .smallerIsBetter : .largerIsBetter,
      ["meaning": strings[metric.meaning]])
  }

  private static func omitted(_ metric: Metric, _ strings: Strings) -> String? {
    guard !metric.omitted.isEmpty else { return nil }
    let list = metric.omitted.sorted { $0.key < $1.key }.map { reason, count in
      strings(
        .leftOutReason,
        ["documents": strings(.documentCount, ["count": count]), "reason": reason])
    }
    return strings(.leftOutOf, ["list": list.joined(separator: strings[.listSeparator])])
  }

  /// Whether the first method is better than another, as far as the test can tell.
  private static func verdict(_ row: Row, _ metric: Metric) -> TextKey? {
    guard let difference = row.difference else { return nil }
    guard difference.p < 0.05 else { return .noClearDifference }
    return (difference.mean < 0) == metric.isLowerBetter ? .better : .worse
  }

  private static func number(_ value: Double) -> String {
    (value < 0 ? "−" : "") + NumberText.fixed(abs(value), 3)
  }

  private static func signed(_ value: Double) -> String {
    (value < 0 ? "−" : "+") + NumberText.fixed(abs(value), 3)
  }

  private static func interval(_ low: Double, _ high: Double, _ strings: Strings) -> String {
    strings(.intervalTo, ["low": number(low), "high": number(high)])
  }

  private static func p(_ value: Double) -> String {
    value < 0.001 ? "< 0.001" : NumberText.fixed(value, 3)
  }

  /// Returns the page's Markdown twin.
  func markdown(_ strings: Strings) -> String {
    let document = MarkdownDocument()
    document.heading(1, ReportPage.name(title, orElse: strings[.evaluation]))
    document.paragraph(lead(strings))
    for group in groups where !group.metrics.isEmpty {
      document.heading(2, strings[group.title])
      for metric in group.metrics {
        document.heading(3, strings[metric.title])
        document.paragraph(Self.meaning(metric, strings))
        document.table(
          [
            strings[.method], strings[.mean], strings[.interval], strings[.documents],
            strings[.difference], strings[.interval], "p",
          ],
          alignments: [.leading] + Array(repeating: .trailing, count: 6),
          rows: metric.rows.map { row in
            [
              .text(row.method), .text(Self.number(row.mean.mean)),
              .text(Self.interval(row.mean.low, row.mean.high, strings)),
              .text(String(row.documents)),
              .text(row.difference.map { Self.signed($0.mean) } ?? "–"),
              .text(row.difference.map { Self.interval($0.low, $0.high, strings) } ?? ""),
              .text(row.difference.map { Self.p($0.p) } ?? ""),
            ]
          })
        if let omitted = Self.omitted(metric, strings) { document.paragraph(omitted) }
      }
    }
    provenance.add(to: document, reading: Self.reading, strings)
    return document.rendered()
  }
}
