/// Findings in the order in which they were found: all are counted, the first of each kind kept.
package struct FindingList: Sendable {
  /// The findings that are kept.
  package private(set) var kept: [Finding] = []
  /// How many were found of each kind.
  package private(set) var counts: [FindingRule: Int] = [:]
  private let limit: Int

  /// Findings of a kind that are kept: who has more to mend begins with these.
  package static let limit = 1000

  /// Makes an empty list.
  ///
  /// - Parameter limit: How many of each kind are kept.
  package init(limit: Int = Self.limit) { self.limit = limit }

  /// The number of findings, kept or not.
  package var count: Int { counts.values.reduce(0, +) }

  /// Whether nothing was found.
  package var isEmpty: Bool { counts.isEmpty }

  /// Adds a finding.
  package mutating func add(_ finding: Finding) {
    counts[finding.rule, default: 0] += 1
    if counts[finding.rule, default: 0] <= limit { kept.append(finding) }
  }

  /// Adds several findings.
  package mutating func add(_ findings: [Finding]) { for finding in findings { add(finding) } }

  /// How many findings there are that are not kept, kind by kind.
  package var left: [(rule: FindingRule, count: Int)] {
    FindingRule.all.compactMap { rule in
      let count = counts[rule, default: 0] - limit
      return count > 0 ? (rule, count) : nil
    }
  }

  /// The findings by kind, as lines for people.
  package var lines: [String] {
    FindingRule.all.flatMap { rule in
      let found = kept.filter { $0.rule == rule }.map { "\(rule.id): \($0.text)" }
      let more = counts[rule, default: 0] - found.count
      return found + (more > 0 ? ["\(rule.id): \(more) more of this kind are not listed."] : [])
    }
  }
}
