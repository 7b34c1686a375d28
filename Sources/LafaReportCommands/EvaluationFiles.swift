internal import AttributionRecords
internal import Evaluation
internal import Foundation
internal import ReportSite

/// The tables of an evaluation as files: for a spreadsheet, for a program and for a page.
struct EvaluationFiles {
  let title: String
  private let scores: EvaluationScores
  private let curves: ErasureCurves
  private let provenance: Provenance
  private let faults: [RunSummary.Fault]
  /// The table of each metric: intervals and tests take a while, so they are computed once.
  private let tables: [(metric: EvaluationMetric, rows: [EvaluationScores.Row])]

  init(
    title: String, scores: EvaluationScores, curves: ErasureCurves, provenance: Provenance,
    faults: [RunSummary.Fault]
  ) {
    self.title = title
    self.scores = scores
    self.curves = curves
    self.provenance = provenance
    self.faults = faults
    tables = scores.metrics.map { ($0, scores.rows($0)) }
  }

  /// A number as tables have it: six significant digits, nothing for one that is missing.
  private static func text(_ value: Double?) -> String {
    guard let value else { return "" }
    return String(format: "%.6g", value)
  }

  /// `evaluation.csv`: a line for each metric and method.
  var table: String {
    var lines = [
      [
        "metric", "method", "documents", "mean", "low", "high", "standard_error", "difference",
        "difference_low", "difference_high", "p", "p_holm",
      ]
    ]
    for (metric, rows) in tables {
      for row in rows {
        let difference = row.comparison?.difference
        lines.append(
          [
            metric.rawValue, row.method, row.estimate.map { String($0.count) } ?? "0",
          ]
            + [
              row.estimate?.mean, row.estimate?.low, row.estimate?.high, row.estimate?.error,
              difference?.mean, difference?.low, difference?.high, row.comparison?.p,
              row.comparison?.corrected,
            ].map(Self.text))
      }
    }
    return DelimitedText.csv(lines)
  }

  /// `documents.csv`: a line for each document, metric and method.
  var documents: String {
    var lines = [["id", "metric", "method", "value"]]
    for metric in scores.metrics {
      for (method, values) in zip(scores.methods, scores.values[metric] ?? []) {
        for (id, value) in zip(scores.documents, values) {
          guard let value else { continue }
          lines.append([id, metric.rawValue, method, Self.text(value)])
        }
      }
    }
    return DelimitedText.csv(lines)
  }

  private struct JSONFile: Encodable {
    struct Estimate: Encodable {
      let documents: Int
      let mean, low, high, standardError: Double
    }
    struct Row: Encodable {
      let method: String
      let estimate: Estimate?
      let difference: Estimate?
      let p, pHolm: Double?
    }
    struct Metric: Encodable {
      let metric: String
      let isLowerBetter: Bool
      let omitted: [String: Int]
      let rows: [Row]
    }
    struct Curve: Encodable {
      let method: String
      let hidden, kept: [Double]
    }
    let title: String
    let documents: Int
    let metrics: [Metric]
    let shares: [Double]
    let curves: [Curve]
    let faults: [RunSummary.Fault]
    let provenance: Provenance
  }

  /// `evaluation.json`: everything.
  func json() throws -> Data {
    func rounded(_ value: Double) -> Double { Rounding.significant(value) }
    func estimate(_ estimate: Evaluation.Estimate) -> JSONFile.Estimate {
      .init(
        documents: estimate.count, mean: rounded(estimate.mean), low: rounded(estimate.low),
        high: rounded(estimate.high), standardError: rounded(estimate.error))
    }
    let metrics = tables.map { metric, rows in
      JSONFile.Metric(
        metric: metric.rawValue, isLowerBetter: metric.isLowerBetter,
        omitted: scores.omitted[metric] ?? [:],
        rows: rows.map { row in
          JSONFile.Row(
            method: row.method, estimate: row.estimate.map(estimate),
            difference: (row.comparison?.difference).map(estimate),
            p: row.comparison.map { rounded($0.p) },
            pHolm: row.comparison.map { rounded($0.corrected) })
        })
    }
    let curves = scores.methods.indices.map { method in
      JSONFile.Curve(
        method: scores.methods[method], hidden: self.curves.meansHidden[method].map(rounded),
        kept: self.curves.meansKept[method].map(rounded))
    }
    return try RecordFile.data(
      encoding: JSONFile(
        title: title, documents: scores.documents.count, metrics: metrics,
        shares: self.curves.shares, curves: curves, faults: faults, provenance: provenance))
  }
}

extension EvaluationFiles {
  /// The page.
  var page: EvaluationPage {
    EvaluationPage(
      title: title, documents: scores.documents.count,
      groups: EvaluationMetric.groups.map { group in
        (group.title, tables.filter { group.metrics.contains($0.metric) }.map(metric))
      }.filter { !$0.1.isEmpty }, curves: pageCurves, provenance: provenance)
  }

  private var pageCurves: [EvaluationPage.Curves] {
    guard !curves.shares.isEmpty, curves.count > 0 else { return [] }
    let isNumber = scores.metrics.contains(.maskedError)
    return [
      .init(
        title: isNumber ? .hiddenMove : .hiddenLoss, shares: curves.shares,
        values: curves.meansHidden),
      .init(
        title: isNumber ? .keptMove : .keptLoss, shares: curves.shares,
        values: curves.meansKept),
    ]
  }

  private func metric(
    _ metric: EvaluationMetric, _ rows: [EvaluationScores.Row]
  ) -> EvaluationPage.Metric {
    EvaluationPage.Metric(
      title: metric.key, meaning: metric.meaning, isLowerBetter: metric.isLowerBetter,
      omitted: scores.omitted[metric] ?? [:],
      rows: rows.compactMap { row in
        row.estimate.map { estimate in
          EvaluationPage.Row(
            method: row.method, documents: estimate.count,
            mean: (estimate.mean, estimate.low, estimate.high),
            difference: row.comparison.map {
              ($0.difference.mean, $0.difference.low, $0.difference.high, $0.corrected)
            })
        }
      })
  }
}
