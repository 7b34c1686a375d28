internal import AttributionRecords
internal import Foundation
internal import ReportSite
internal import Spreadsheets

/// What reviewers wrote beside the rows of an audit, by id and occurrence.
struct AuditReviews {
  /// The columns that reviewers fill.
  static let columns = ["review_verdict", "review_comment", "review_by", "review_when"]
  /// Where reviews lie whose rows are gone.
  static let orphans = "audit/orphaned-reviews.csv"
  /// The results, all of which reviewers may edit.
  static let results = ["audit/results.csv", "audit/results.xlsx", "audit/results.jsonl"]

  /// A row of the audit as a review knows it.
  struct Key: Hashable {
    let id: String
    /// 1 for the first row with the id.
    let occurrence: Int
  }

  private(set) var reviews: [Key: [String]] = [:]

  /// Reads the reviews of an earlier output; none if there is none.
  ///
  /// - Parameters:
  ///   - output: The folder; in a bag, its payload.
  ///   - prefix: Where the results lie in it.
  ///   - key: The column with ids.
  ///   - marker: The output's marker.
  /// - Throws: ``AuditError``.
  init(_ output: URL, prefix: String, key: String, marker: SiteMarker?) throws {
    guard let marker else { return }
    let found = Self.results.filter { marker[prefix + $0] != nil }
    let changed = found.filter { path in
      let place = output.appending(path: prefix + path).path(percentEncoded: false)
      guard let data = FileManager.default.contents(atPath: place) else { return false }
      return Fingerprint.sha256(data) != marker[prefix + path]?.sha256
    }
    var sources: [(path: String, reviews: [Key: [String]])] = []
    // Those that are as they were written all say the same.
    for path in changed.isEmpty ? Array(found.suffix(1)) : changed {
      sources.append((path, try Self.read(output.appending(path: prefix + path), key)))
    }
    for (path, found) in sources {
      for (key, review) in found.sorted(by: {
        ($0.key.id, $0.key.occurrence) < ($1.key.id, $1.key.occurrence)
      }) {
        if let known = reviews[key], known != review {
          let column = zip(known, review).map(!=).firstIndex(of: true) ?? 0
          throw AuditError.reviewsDiffer(
            path: output.path(percentEncoded: false), id: key.id, column: Self.columns[column],
            files: [sources[0].path, path])
        }
        reviews[key] = review
      }
    }
    if marker[prefix + Self.orphans] != nil {
      for (key, review) in try Self.read(output.appending(path: prefix + Self.orphans), "id")
      where reviews[key]?.allSatisfy(\.isEmpty) != false { reviews[key] = review }
    }
  }

  /// Reads the reviews of a table.
  private static func read(_ url: URL, _ key: String) throws -> [Key: [String]] {
    guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else {
      return [:]
    }
    do {
      // Every file of reviews has one of these; the column of ids may have been another.
      let anchor = url.lastPathComponent.hasPrefix("results") ? "lafa_status" : "id"
      let table = try AuditTable(url, key: anchor, sheet: nil, encoding: nil)
      let ids = table.columns.firstIndex(of: key)
      let places = columns.map { table.columns.firstIndex(of: $0) }
      let occurrence = table.columns.firstIndex(of: "occurrence")
      var counts: [String: Int] = [:]
      var reviews: [Key: [String]] = [:]
      try table.forEachRow { row in
        let review = places.map { $0.map { unguarded(row.cells[$0].text) } ?? "" }
        guard let ids else {
          guard review.allSatisfy(\.isEmpty) else {
            throw AuditError.noColumn(
              path: url.lastPathComponent, column: key, option: "--id-column")
          }
          return
        }
        let id = unguarded(row.cells[ids].text)
        counts[id, default: 0] += 1
        let number = occurrence.flatMap { Int(row.cells[$0].text) } ?? counts[id, default: 1]
        reviews[Key(id: id, occurrence: number)] = review
      }
      return reviews
    } catch {
      throw AuditError.resultsUnreadable(path: url.path(percentEncoded: false), detail: "\(error)")
    }
  }

  /// Takes away the apostrophe that keeps a cell of CSV from being a formula.
  private static func unguarded(_ text: String) -> String {
    guard text.hasPrefix("'"), let second = text.unicodeScalars.dropFirst().first,
      "=+-@\t\r＝＋－＠".unicodeScalars.contains(second)
    else { return text }
    return String(text.dropFirst())
  }

  /// Returns a row's review, and takes it away from those without a row.
  mutating func take(_ key: Key) -> [String] {
    reviews.removeValue(forKey: key) ?? Self.columns.map { _ in "" }
  }

  /// The reviews that no row took, sorted; rows that nobody reviewed are no loss.
  var left: [(key: Key, review: [String])] {
    reviews.filter { !$0.value.allSatisfy(\.isEmpty) }.map { ($0.key, $0.value) }
      .sorted { ($0.key.id, $0.key.occurrence) < ($1.key.id, $1.key.occurrence) }
  }
}
