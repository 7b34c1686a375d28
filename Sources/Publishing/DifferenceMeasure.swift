internal import AttributionRecords
internal import Foundation
internal import ReportSite

/// A number that says how far two runs differ.
package enum DifferenceMeasure: String, Sendable, CaseIterable, Codable {
  case flips, missing, added, texts, change, correlation, overlap, churn, faithfulness

  /// What lines for people call it.
  package var title: String {
    switch self {
    case .flips: "Flipped predictions"
    case .missing: "Only in the first run"
    case .added: "Only in the second run"
    case .texts: "Other texts"
    case .change: "Mean change"
    case .correlation: "Rank correlation"
    case .overlap: "Shared strongest words"
    case .churn: "Neighbour churn"
    case .faithfulness: "Change of faithfulness"
    }
  }

  /// What pages call it.
  var key: TextKey {
    switch self {
    case .flips: .flips
    case .missing: .missing
    case .added: .added
    case .texts: .texts
    case .change: .change
    case .correlation: .rankCorrelation
    case .overlap: .overlap
    case .churn: .neighbourChurn
    case .faithfulness: .faithfulnessChange
    }
  }

  /// Returns what it is, in a few words.
  func meaning(_ strings: Strings) -> String {
    switch self {
    case .flips: strings[.flipsMeans]
    case .missing: strings[.missingMeans]
    case .added: strings[.addedMeans]
    case .texts: strings[.textsMeans]
    case .change: strings[.changeMeans]
    case .correlation: strings[.rankCorrelationMeans]
    case .overlap: strings(.overlapMeans, ["count": DocumentDifference.strongest])
    case .churn: strings[.neighbourChurnMeans]
    case .faithfulness: strings[.faithfulnessChangeMeans]
    }
  }

  /// Whether it counts documents.
  package var isCount: Bool {
    switch self {
    case .flips, .missing, .added, .texts: true
    case .change, .correlation, .overlap, .churn, .faithfulness: false
    }
  }

  /// The measure of a difference: a count, or a mean and over how many documents.
  package func value(_ difference: RunDifference) -> (value: Double?, documents: Int) {
    func count(_ number: Int, of all: Int) -> (Double?, Int) { (Double(number), all) }
    func mean(_ number: (DocumentDifference) -> Double?) -> (Double?, Int) {
      var sum = 0.0
      var all = 0
      for document in difference.documents {
        guard let number = number(document) else { continue }
        sum += number
        all += 1
      }
      return (all == 0 ? nil : sum / Double(all), all)
    }
    let documents = difference.documents
    switch self {
    case .flips:
      let known = documents.count { $0.isFlipped != nil }
      // Where nothing can flip, none did not.
      return known == 0
        ? (nil, 0) : count(documents.count { $0.isFlipped == true }, of: known)
    case .missing: return count(difference.missing.count, of: difference.before.documents.count)
    case .added: return count(difference.added.count, of: difference.after.documents.count)
    case .texts: return count(documents.count { !$0.isSameText }, of: documents.count)
    case .change: return mean { $0.change.map(abs) }
    case .correlation: return mean(\.correlation)
    case .overlap: return mean(\.overlap)
    case .churn: return mean(\.churn)
    case .faithfulness: return mean(\.faithfulness)
    }
  }

  /// Returns a value as pages and lines show it.
  ///
  /// - Parameters:
  ///   - value: The value; nil if there is none.
  ///   - unit: What changes are measured in, if the documents' numbers have a unit.
  /// - Returns: The text.
  package func text(_ value: Double?, unit: String? = nil) -> String {
    guard let value else { return "–" }
    if isCount { return NumberText.grouped(value) }
    return self == .change
      ? NumberText.score(value) + (unit.map { "\u{A0}\($0)" } ?? "")
      : (value < 0 ? "−" : "") + NumberText.fixed(abs(value), 3)
  }
}

/// When a difference is too large, as `--fail-on` takes it.
package struct DifferenceCondition: Sendable, Equatable {
  /// What is compared.
  package let measure: DifferenceMeasure
  /// How.
  package let comparison: Comparison
  /// With what.
  package let bound: Double
  /// As the user wrote it.
  package let text: String

  /// How a measure is compared.
  package enum Comparison: String, Sendable, CaseIterable {
    // Those of two characters first: the others begin them.
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
  }

  /// Reads a condition such as `flips>0`; nil if it is none.
  package init?(_ text: String) {
    guard let comparison = Comparison.allCases.first(where: { text.contains($0.rawValue) }),
      let place = text.range(of: comparison.rawValue),
      let measure = DifferenceMeasure(rawValue: String(text[..<place.lowerBound])),
      let bound = Self.number(text[place.upperBound...])
    else { return nil }
    self.measure = measure
    self.comparison = comparison
    self.bound = bound
    self.text = text
  }

  /// Reads digits with at most one point and a sign, nothing else.
  private static func number(_ text: Substring) -> Double? {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    let isPlain =
      (1...2).contains(parts.count)
      && parts.allSatisfy { part in
        !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
      }
    return isPlain ? Double(text) : nil
  }

  /// Whether it holds for a value; nil if there is no value.
  package func holds(_ value: Double?) -> Bool? {
    value.map {
      switch comparison {
      case .atLeast: $0 >= bound
      case .atMost: $0 <= bound
      case .above: $0 > bound
      case .below: $0 < bound
      }
    }
  }

  /// Returns why the runs fail the condition, in a sentence; nil if they do not.
  package func fault(_ difference: RunDifference) -> String? {
    let value = measure.value(difference).value
    switch holds(value) {
    case true?: return "--fail-on \(text): \(measure.rawValue) is \(measure.text(value))."
    case false?: return nil
    case nil:
      return "--fail-on \(text) cannot be decided: the runs have no documents to compare by it."
    }
  }
}
