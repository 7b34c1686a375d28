/// What two neighbouring symbols merge to, and how early, in one open hash table.
struct MergeTable: Sendable {
  private static let empty = UInt64.max

  private var keys: [UInt64]
  // The rank above the id.
  private var values: [UInt64]
  private let mask: Int

  /// Makes the table; of equal pairs the last counts.
  ///
  /// - Parameter merges: Pairs of ids and what they merge to, the best first.
  init(_ merges: [(left: Int, right: Int, merged: Int)]) {
    var size = 16
    while size < merges.count * 2 { size *= 2 }
    keys = [UInt64](repeating: Self.empty, count: size)
    values = [UInt64](repeating: 0, count: size)
    mask = size - 1
    for (rank, merge) in merges.enumerated() {
      let key = Self.key(merge.left, merge.right)
      let slot = slot(of: key)
      keys[slot] = key
      values[slot] = UInt64(rank) << 32 | UInt64(UInt32(truncatingIfNeeded: merge.merged))
    }
  }

  /// Returns the rank and the id of a merge, the rank in the high half; nil if there is none.
  func merge(_ left: Int32, _ right: Int32) -> UInt64? {
    let key = Self.key(Int(left), Int(right))
    let slot = slot(of: key)
    return keys[slot] == key ? values[slot] : nil
  }

  private static func key(_ left: Int, _ right: Int) -> UInt64 {
    UInt64(UInt32(truncatingIfNeeded: left)) << 32 | UInt64(UInt32(truncatingIfNeeded: right))
  }

  private func slot(of key: UInt64) -> Int {
    // Fibonacci hashing: the multiplier is 2^64 over the golden ratio.
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while keys[slot] != Self.empty, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }
}
