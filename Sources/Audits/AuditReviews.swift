internal import AttributionRecords
internal import Evaluation
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
  /// Where results lie as reviewers left them, byte for byte: whatever they wrote outside of
  /// ``columns`` is there.
  static let edited = "audit/edited/"

  /// A row of the audit as a review knows it.
  struct Key: Hashable, Comparable {
    let id: String
    /// 1 for the first row with the id.
    let occurrence: Int

    static func < (left: Key, right: Key) -> Bool {
      (left.id, left.occurrence) < (right.id, right.occurrence)
    }
  }

  private typealias Reviews = [Key: [String]]

  /// The reviews of all rows that a table had; of most rows empty ones.
  private var reviews: Reviews = [:]
  /// Files that were edited, now or before, by their names in ``edited``.
  private(set) var kept: [String: URL] = [:]

  /// Reads the reviews of an earlier output; none if there is none.
  ///
  /// The results are written in three forms, and the one that was changed counts. A row that was
  /// taken out of it keeps what another form says of it.
  ///
  /// - Parameters:
  ///   - output: The folder.
  ///   - marker: The output's marker.
  /// - Throws: ``AuditError`` if two files were changed differently, or one cannot be read.
  init(_ output: URL, marker: SiteMarker?) throws {
    guard let marker else { return }
    let prefix = marker["bagit.txt"] == nil ? "" : "data/"
    var changed: [(path: String, reviews: Reviews)] = []
    var unchanged: String?
    for path in Self.results + [Self.orphans] {
      let place = output.appending(path: prefix + path)
      guard let known = marker[prefix + path],
        let data = try? Data(contentsOf: place, options: .alwaysMapped)
      else { continue }
      let digest = Fingerprint.sha256(data) { _ in }
      if digest == known.sha256 {
        if path != Self.orphans { unchanged = path }
        continue
      }
      let name = place.deletingPathExtension().lastPathComponent
      kept["\(name)-\(digest.prefix(8)).\(place.pathExtension)"] = place
      if path != Self.orphans { changed.append((path, try Self.read(place))) }
    }
    for file in marker.files where file.path.hasPrefix(prefix + Self.edited) {
      let place = output.appending(path: file.path)
      kept[place.lastPathComponent] = place
    }
    for (path, found) in changed {
      for (key, review) in found.sorted(by: { $0.key < $1.key }) {
        if let known = reviews[key], known != review {
          let column = zip(known, review).map(!=).firstIndex(of: true) ?? 0
          throw AuditError.reviewsDiffer(
            path: output.path(percentEncoded: false), id: key.id, column: Self.columns[column],
            files: [changed[0].path, path])
        }
        reviews[key] = review
      }
    }
    if let unchanged {
      let others = try Self.read(output.appending(path: prefix + unchanged))
      reviews.merge(others) { known, _ in known }
    }
    // A row that comes back finds its review again.
    if marker[prefix + Self.orphans] != nil {
      let others = try Self.read(output.appending(path: prefix + Self.orphans))
      reviews.merge(others) { known, other in known.allSatisfy(\.isEmpty) ? other : known }
    }
  }

  /// Reads the reviews of a table.
  private static func read(_ url: URL) throws -> Reviews {
    guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else {
      return [:]
    }
    do {
      let names = AuditResult.keyColumns + columns
      let table = try AuditTable(url, key: names[0], sheet: nil, encoding: nil)
      let places = try names.map { name throws(AuditError) in
        guard let place = table.columns.firstIndex(of: name) else {
          throw .columnGone(column: name)
        }
        return place
      }
      let isCSV = url.pathExtension == "csv"
      var reviews: Reviews = [:]
      try table.forEachRow { row in
        if let fault = row.fault {
          throw AuditError.rowUnreadable(number: row.number, fault: fault)
        }
        let texts = places.map {
          isCSV ? DelimitedText.unguarded(row.cells[$0].text) : row.cells[$0].text
        }
        // A spreadsheet may write 1 as 1.0.
        guard let number = Double(texts[1]).flatMap({ Int(exactly: $0) }) else {
          throw AuditError.noOccurrence(number: row.number, text: texts[1])
        }
        let key = Key(id: texts[0], occurrence: number)
        let review = Array(texts[2...])
        guard reviews[key] == nil || reviews[key] == review else {
          throw AuditError.reviewedTwice(id: key.id, number: row.number)
        }
        reviews[key] = review
      }
      return reviews
    } catch {
      throw AuditError.resultsUnreadable(path: url.path(percentEncoded: false), detail: "\(error)")
    }
  }

  /// Returns a row's review, and takes it away from those without a row.
  mutating func take(_ key: Key) -> [String] {
    reviews.removeValue(forKey: key) ?? Self.columns.map { _ in "" }
  }

  /// The reviews that no row took, sorted; rows that nobody reviewed are no loss.
  var left: [(key: Key, review: [String])] {
    reviews.filter { !$0.value.allSatisfy(\.isEmpty) }.map { ($0.key, $0.value) }
      .sorted { $0.key < $1.key }
  }
}
