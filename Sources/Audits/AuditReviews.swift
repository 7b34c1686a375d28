internal import AttributionRecords
internal import Foundation
internal import ReportSite

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

    static func == (left: Key, right: Key) -> Bool {
      left.occurrence == right.occurrence && RowID(left.id) == RowID(right.id)
    }

    static func < (left: Key, right: Key) -> Bool {
      (RowID(left.id), left.occurrence) < (RowID(right.id), right.occurrence)
    }

    func hash(into hasher: inout Hasher) {
      RowID(id).hash(into: &hasher)
      hasher.combine(occurrence)
    }
  }

  private typealias Reviews = [Key: [String]]

  /// What reviewers wrote, by the rows of the audit of now.
  private var reviews: Reviews = [:]
  /// The reviews that have no row, by their ids, several with one key among them; rows that nobody reviewed are no loss.
  private(set) var left: [ReviewedRows.Earlier] = []
  /// The ids of reviews of which it cannot be told to which of several rows they belong, with how
  /// many rows have the id, in order.
  private(set) var untold: [(id: String, rows: Int)] = []
  /// Files that were edited, now or before, by their names in ``edited``.
  private(set) var kept: [String: URL] = [:]

  /// Reads the reviews of an earlier output; none if there is none.
  ///
  /// The results are written in three forms, and what was changed in any counts. A row that was
  /// taken out of one keeps what another says of it.
  ///
  /// - Parameters:
  ///   - output: The folder.
  ///   - marker: The output's marker.
  ///   - audit: The audit of now.
  /// - Throws: ``AuditError`` if two files have different reviews of a row, or one cannot be read.
  init(_ output: URL, marker: SiteMarker?, audit: AuditTable) throws {
    guard let marker else { return }
    let prefix = marker["bagit.txt"] == nil ? "" : "data/"
    var changed: [ReviewTable] = []
    var unchanged: (place: URL, path: String)?
    var orphans: ReviewTable?
    for path in Self.results + [Self.orphans] {
      let place = output.appending(path: prefix + path)
      guard let known = marker[prefix + path],
        let data = try? Data(contentsOf: place, options: .alwaysMapped)
      else { continue }
      let digest = Fingerprint.sha256(data) { _ in }
      if digest != known.sha256 {
        let name = place.deletingPathExtension().lastPathComponent
        kept["\(name)-\(digest.prefix(8)).\(place.pathExtension)"] = place
      }
      if path == Self.orphans {
        // A row that comes back finds its review again.
        orphans = try ReviewTable(place, path: path)
      } else if digest == known.sha256 {
        unchanged = (place, path)
      } else {
        changed.append(try ReviewTable(place, path: path))
      }
    }
    for file in marker.files where file.path.hasPrefix(prefix + Self.edited) {
      let place = output.appending(path: file.path)
      kept[place.lastPathComponent] = place
    }
    let written = try unchanged.map { try ReviewTable($0.place, path: $0.path) }
    let all = try Self.merged(changed, written, output: output)
    try place(all, [written].compactMap(\.self) + changed, orphans, in: audit)
  }

  /// Brings together what reviewers wrote into several files: what another than this tool wrote
  /// counts, and of two such texts one that is not empty.
  ///
  /// - Parameters:
  ///   - changed: The files that were changed.
  ///   - written: One as this tool wrote it; without it, whatever is there counts.
  ///   - output: The folder.
  /// - Returns: The reviews of all rows of the last audit.
  /// - Throws: ``AuditError/reviewsDiffer(path:id:column:files:)`` if two files have different texts.
  private static func merged(
    _ changed: [ReviewTable], _ written: ReviewTable?, output: URL
  ) throws(AuditError) -> Reviews {
    var reviews = written?.reviews ?? [:]
    for key in Set(changed.flatMap(\.reviews.keys)).sorted() {
      var review = written?.reviews[key] ?? noReview
      for (index, old) in review.enumerated() {
        var typed: (text: String, path: String)?
        for table in changed {
          guard let text = table.reviews[key]?[index], text != table.form(of: old) else { continue }
          if let typed, !typed.text.isEmpty, !text.isEmpty, typed.text != text {
            throw .reviewsDiffer(
              path: output.path(percentEncoded: false), id: key.id, column: columns[index],
              files: [typed.path, table.path])
          }
          if typed?.text.isEmpty ?? true { typed = (text, table.path) }
        }
        review[index] = typed?.text ?? old
      }
      reviews[key] = review
    }
    return reviews
  }

  /// Gives the reviews to the rows of now.
  ///
  /// - Parameters:
  ///   - all: The reviews of the last audit's rows.
  ///   - tables: Where those rows are, the best first.
  ///   - orphans: Reviews that had no row.
  ///   - audit: The audit of now.
  /// - Throws: An error of a file.
  private mutating func place(
    _ all: Reviews, _ tables: [ReviewTable], _ orphans: ReviewTable?, in audit: AuditTable
  ) throws {
    var orphaned: [ReviewedRows.Earlier] = []
    try orphans?.forEachRow(knownIn: audit) { row in
      if !Self.isEmpty(row.review) { orphaned.append(row) }
    }
    let reviewed = all.lazy.filter { !Self.isEmpty($0.value) }.map(\.key) + orphaned.map(\.key)
    let ids = Set(reviewed.map { RowID($0.id) })
    guard !ids.isEmpty else { return }
    var last: [Key: ReviewedRows.Earlier] = [:]
    for table in tables {
      try table.forEachRow(of: ids, knownIn: audit) { last[$0.key] = last[$0.key] ?? $0 }
    }
    var rows = Dictionary(uniqueKeysWithValues: ids.map { ($0, ReviewedRows()) })
    for (key, var row) in last.sorted(by: { $0.key < $1.key }) {
      row.review = all[key] ?? []
      rows[RowID(key.id)]?.last.append(row)
    }
    for row in orphaned { rows[RowID(row.key.id)]?.orphans.append(row) }
    try audit.forEachRow { row in
      rows[RowID(audit.id(of: row))]?.now.append(ReviewTable.own(audit, row.cells))
    }
    for (id, rows) in rows.sorted(by: { $0.key < $1.key }) {
      let places = rows.places()
      var isUntold = false
      for (row, place) in zip(rows.last + rows.orphans, places) where !Self.isEmpty(row.review) {
        if let place {
          reviews[Key(id: id.text, occurrence: place + 1)] = row.review
        } else {
          left.append(row)
          isUntold = isUntold || Set(places.compactMap(\.self)).count < rows.now.count
        }
      }
      if isUntold { untold.append((id.text, rows.now.count)) }
    }
  }

  private static func isEmpty(_ review: [String]) -> Bool { review.allSatisfy(\.isEmpty) }

  /// Returns a row's review.
  func review(of key: Key) -> [String] { reviews[key] ?? Self.noReview }

  private static let noReview = columns.map { _ in "" }

  /// The reviews without a row as a table, with the cells that their rows had; none if there are
  /// none.
  ///
  /// - Parameter audit: The audit of now.
  /// - Returns: The head and a row each review.
  func orphans(_ audit: AuditTable) -> [[String]] {
    guard !left.isEmpty else { return [] }
    let names = Set(left.flatMap(\.cells.keys))
    let own = audit.columns.filter(names.contains) + names.subtracting(audit.columns).sorted()
    let rows = left.map { row in
      [row.key.id, "\(row.key.occurrence)"] + row.review + own.map { row.cells[$0] ?? "" }
    }
    return [AuditResult.keyColumns + Self.columns + own] + rows
  }
}
