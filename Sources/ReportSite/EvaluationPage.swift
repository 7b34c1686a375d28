public import AttributionRecords
internal import Markup

/// The page of an evaluation: tables that compare methods, with how sure they are.
public struct EvaluationPage: Sendable {
  /// One metric for all methods.
  public struct Metric: Sendable {
    /// What it is called.
    public var title: String
    /// What it means, in a sentence.
    public var meaning: String
    /// Whether smaller is better.
    public var isLowerBetter: Bool
    /// Why documents were left out, and how many.
    public var omitted: [String: Int]
    /// The methods, the one that others are compared with first.
    public var rows: [Row]

    /// Makes a metric from its parts.
    public init(
      title: String, meaning: String, isLowerBetter: Bool, omitted: [String: Int], rows: [Row]
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
  let groups: [(title: String, metrics: [Metric])]
  let provenance: Provenance
  let curves: [Curves]

  /// What happens share by share.
  public struct Curves: Sendable {
    /// What is drawn.
    public var title: String
    /// The shares of hidden words.
    public var shares: [Double]
    /// For each method a number a share.
    public var values: [[Double]]

    /// Makes curves from their parts.
    public init(title: String, shares: [Double], values: [[Double]]) {
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
  public init(
    title: String, documents: Int, groups: [(title: String, metrics: [Metric])],
    curves: [Curves], provenance: Provenance
  ) {
    self.curves = curves
    self.title = title
    self.documents = documents
    self.groups = groups
    self.provenance = provenance
  }

  private static let reading = Reading(hasWindows: false, isTagged: false)

  private var lead: String {
    """
    \(NumberText.count(documents, "document")). Means with bootstrap 95 % intervals; each method is \
    compared with \(provenance.shown.name) on the same documents by a sign-flip test, p corrected \
    by Holm within each table.
    """
  }

  var view: [String: Any] {
    [
      "root": "", "version": Tool.version, "pageTitle": "\(title) – evaluation",
      "title": ReportPage.name(title, orElse: "Evaluation"), "lead": lead,
      "groups": groups.enumerated().map { number, group in
        [
          "title": group.title, "id": "g\(number + 1)",
          "metrics": group.metrics.enumerated().map { place, metric in
            view(metric, id: "m\(number + 1)-\(place + 1)")
          },
        ] as [String: Any]
      },
      "hasCurves": !curves.isEmpty,
      "curves": curves.enumerated().map { number, curves in
        EvaluationPlots.curves(
          id: "c\(number + 1)", title: curves.title, shares: curves.shares,
          lines: zip(provenance.parameters.methods, curves.values).map {
            EvaluationPlots.Line(name: $0.name, values: $1)
          })
      },
      "method": provenance.method(Self.reading).map { ["name": $0.name, "value": $0.value] },
      "provenance": provenance.origin(of: nil).map {
        ["name": $0.name, "value": $0.value, "code": $0.isCode] as [String: Any]
      },
    ]
  }

  private func view(_ metric: Metric, id: String) -> [String: Any] {
    let best =
      metric.isLowerBetter
      ? metric.rows.map(\.mean.mean).min() : metric.rows.map(\.mean.mean).max()
    let forest = EvaluationPlots.forest(
      metric.rows.map { row in
        row.difference.map { .init(low: $0.low, high: $0.high, mean: $0.mean) }
      })
    return [
      "title": metric.title, "id": id, "meaning": Self.meaning(metric),
      "omitted": Self.omitted(metric).map { ["text": $0] as Any } ?? false,
      "rows": zip(metric.rows, forest).map { row, forest in
        [
          "forest": forest as Any? ?? false,
          "method": row.method, "mean": Self.number(row.mean.mean),
          "interval": Self.interval(row.mean.low, row.mean.high),
          "isBest": row.mean.mean == best, "documents": String(row.documents),
          "difference": row.difference.map { Self.signed($0.mean) } ?? "–",
          "span": row.difference.map { Self.interval($0.low, $0.high) } ?? "",
          "p": row.difference.map { Self.p($0.p) } ?? "",
          "verdict": Self.verdict(row, metric),
        ] as [String: Any]
      },
    ]
  }

  private static func meaning(_ metric: Metric) -> String {
    metric.meaning + (metric.isLowerBetter ? " Smaller is better." : " Larger is better.")
  }

  private static func omitted(_ metric: Metric) -> String? {
    guard !metric.omitted.isEmpty else { return nil }
    return "Left out: "
      + metric.omitted.sorted { $0.key < $1.key }
      .map { "\(NumberText.count($0.value, "document")) (\($0.key))" }.joined(separator: ", ") + "."
  }

  /// Whether the first method is better than another, as far as the test can tell.
  private static func verdict(_ row: Row, _ metric: Metric) -> String {
    guard let difference = row.difference else { return "" }
    guard difference.p < 0.05 else { return "no clear difference" }
    return (difference.mean < 0) == metric.isLowerBetter ? "better" : "worse"
  }

  private static func number(_ value: Double) -> String {
    (value < 0 ? "−" : "") + NumberText.fixed(abs(value), 3)
  }

  private static func signed(_ value: Double) -> String {
    (value < 0 ? "−" : "+") + NumberText.fixed(abs(value), 3)
  }

  private static func interval(_ low: Double, _ high: Double) -> String {
    "\(number(low)) to \(number(high))"
  }

  private static func p(_ value: Double) -> String {
    value < 0.001 ? "< 0.001" : NumberText.fixed(value, 3)
  }

  /// The page's Markdown twin.
  public var markdown: String {
    let document = MarkdownDocument()
    document.heading(1, ReportPage.name(title, orElse: "Evaluation"))
    document.paragraph(lead)
    for group in groups where !group.metrics.isEmpty {
      document.heading(2, group.title)
      for metric in group.metrics {
        document.heading(3, metric.title)
        document.paragraph(Self.meaning(metric))
        document.table(
          ["Method", "Mean", "95 % interval", "Documents", "Difference", "95 % interval", "p"],
          alignments: [.leading] + Array(repeating: .trailing, count: 6),
          rows: metric.rows.map { row in
            [
              .text(row.method), .text(Self.number(row.mean.mean)),
              .text(Self.interval(row.mean.low, row.mean.high)), .text(String(row.documents)),
              .text(row.difference.map { Self.signed($0.mean) } ?? "–"),
              .text(row.difference.map { Self.interval($0.low, $0.high) } ?? ""),
              .text(row.difference.map { Self.p($0.p) } ?? ""),
            ]
          })
        if let omitted = Self.omitted(metric) { document.paragraph(omitted) }
      }
    }
    provenance.add(to: document, record: nil, reading: Self.reading)
    return document.rendered()
  }
}
