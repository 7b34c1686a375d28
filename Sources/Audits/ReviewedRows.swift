/// The rows with one id, in an earlier audit and in that of now: which of them are the same.
///
/// A row is the same if its cells are, in the columns that both audits have; of rows that were alike
/// in every cell the order tells. A row that was changed is known by being the only one, at its place
/// among those with its id.
struct ReviewedRows {
  /// A row of before.
  struct Earlier {
    let key: AuditReviews.Key
    var review: [String]
    let cells: [String: String]
    /// The columns that the audit of now has too, apart from its ids.
    let shared: Set<String>

    /// What is compared.
    var view: View { View(cells, in: shared) }
  }

  /// A row's cells in some columns; in all if there are none to choose from.
  struct View: Hashable {
    let columns: Set<String>
    let cells: [String: String]

    init(_ cells: [String: String], in columns: Set<String>) {
      self.columns = columns
      self.cells = columns.isEmpty ? cells : cells.filter { columns.contains($0.key) }
    }
  }

  /// The rows that the last audit had, in order.
  var last: [Earlier] = []
  /// Rows of audits before that one, whose reviews had no row.
  var orphans: [Earlier] = []
  /// The cells of the rows of now, in order.
  var now: [[String: String]] = []

  /// Finds the rows of now.
  ///
  /// - Returns: Their places for those of before, the last audit's first; nil where there is none
  ///   or it cannot be told.
  func places() -> [Int?] {
    let earlier = last + orphans
    var found = [Int?](repeating: nil, count: earlier.count)
    var isTaken = [Bool](repeating: false, count: now.count)
    func take(_ place: Int, for index: Int) {
      found[index] = place
      isTaken[place] = true
    }
    let views = Self.views(last) + Self.views(orphans)
    for (index, view) in views.enumerated() {
      let place = earlier[index].key.occurrence - 1
      guard let view, now.indices.contains(place), !isTaken[place] else { continue }
      if View(now[place], in: view.columns) == view { take(place, for: index) }
    }
    var free: [View: [Int]] = [:]
    for columns in Set(earlier.map(\.shared)) {
      for place in now.indices.reversed() where !isTaken[place] {
        free[View(now[place], in: columns), default: []].append(place)
      }
    }
    for (index, view) in views.enumerated() where found[index] == nil {
      while found[index] == nil, let view, let place = free[view]?.popLast() {
        if !isTaken[place] { take(place, for: index) }
      }
    }
    for group in [0..<last.count, last.count..<earlier.count] {
      let left = group.filter { found[$0] == nil }
      let open = now.indices.filter { !isTaken[$0] }
      if left.count == 1, open.count == 1, earlier[left[0]].key.occurrence - 1 == open[0] {
        take(open[0], for: left[0])
      }
    }
    return found
  }

  /// What is compared of rows; nil of those that only a column tells apart that is gone.
  private static func views(_ rows: [Earlier]) -> [View?] {
    let views = rows.map(\.view)
    let alike = Dictionary(grouping: rows.indices) { views[$0] }
      .mapValues { indices in indices.allSatisfy { rows[$0].cells == rows[indices[0]].cells } }
    return views.map { alike[$0] == true ? $0 : nil }
  }
}
