/// What became of the rows of an audit.
package struct AuditOutcome: Sendable {
  /// What is odd about the audit's columns.
  package let notes: [String]
  /// How many rows have each status.
  package private(set) var counts: [String: Int] = [:]
  /// The first rows that are not ok.
  package private(set) var rows: [String] = []
  /// How many reports have no row.
  package internal(set) var unmatched = 0
  /// The first of them.
  package internal(set) var strangers: [String] = []
  /// How many reviews have no row any more.
  package internal(set) var orphans = 0
  /// The first ids of which it cannot be told to which of how many rows a review belongs.
  package internal(set) var untold: [(id: String, rows: Int)] = []
  /// How many cells of the workbook hold less than their text.
  package internal(set) var cut = 0
  /// Whether the audit has more rows or columns than a workbook takes.
  package internal(set) var isTooLargeForWorkbook = false

  /// How many rows are not ok.
  package var failed: Int {
    counts.reduce(0) { $0 + ($1.key == AuditResult.Status.ok.rawValue ? 0 : $1.value) }
  }

  /// Whether every row has a report of its own, and every report a row.
  package var isWhole: Bool {
    failed == 0 && unmatched == 0 && orphans == 0
  }

  static let listed = 10

  init(notes: [String]) { self.notes = notes }

  /// Counts a row.
  ///
  /// - Parameters:
  ///   - row: What became of it.
  ///   - audit: The audit's name.
  mutating func count(_ row: AuditJoin.Joined, audit: String) {
    counts[row.result.status.rawValue, default: 0] += 1
    if row.result.status != .ok, rows.count < Self.listed {
      rows.append(
        "\(audit):\(row.number) “\(row.key.id)” \(row.result.status.rawValue): \(row.result.note)")
    }
    cut += row.cut
  }
}
