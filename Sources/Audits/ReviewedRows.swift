/// The rows with one id, in an earlier audit and in that of now: which of them are the same.
///
/// A row is the same if all its cells are; of rows that are alike in every cell the order tells.
/// A row that was changed is known by being the only one, at its place among those with its id.
struct ReviewedRows {
  /// A row of before.
  struct Earlier {
    let key: AuditReviews.Key
    var review: [String]
    let cells: [String: String]
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
    for (index, row) in earlier.enumerated() {
      let place = row.key.occurrence - 1
      if now.indices.contains(place), !isTaken[place], now[place] == row.cells {
        take(place, for: index)
      }
    }
    var free = Dictionary(grouping: now.indices.filter { !isTaken[$0] }.reversed()) { now[$0] }
    for (index, row) in earlier.enumerated() where found[index] == nil {
      if let place = free[row.cells]?.popLast() { take(place, for: index) }
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
}
