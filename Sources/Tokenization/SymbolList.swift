/// The symbols of a word while they merge: a linked list in an array.
struct SymbolList {
  private struct Symbol {
    var id: Int32
    // 0 once it is part of the one before.
    var length: Int32
    var previous: Int32
    var next: Int32
  }

  /// A merge that may be done; earlier ranks first and of equal ones the leftmost.
  private struct Candidate: Comparable {
    var rank: UInt32
    var place: Int32
    var id: Int32

    static func < (left: Candidate, right: Candidate) -> Bool {
      left.rank != right.rank ? left.rank < right.rank : left.place < right.place
    }
  }

  // Above it a heap is faster than looking at all pairs for every merge.
  private static let scanLimit = 32

  private var symbols: [Symbol] = []

  /// Adds a symbol at the end.
  mutating func append(_ id: Int, length: Int) {
    let place = Int32(clamping: symbols.count)
    if place > 0 { symbols[Int(place) - 1].next = place }
    symbols.append(
      Symbol(
        id: Int32(clamping: id), length: Int32(clamping: length), previous: place - 1, next: -1))
  }

  /// Does all merges, the best first.
  mutating func merge(by table: MergeTable) {
    if symbols.count <= Self.scanLimit { mergeByScan(table) } else { mergeByHeap(table) }
  }

  /// Writes the symbols that are left, one behind the other.
  func write(to pieces: inout [Piece]) {
    var at = 0
    for symbol in symbols where symbol.length > 0 {
      let end = at + Int(symbol.length)
      pieces.append(Piece(id: Int(symbol.id), range: at..<end))
      at = end
    }
  }

  private mutating func mergeByScan(_ table: MergeTable) {
    var count = symbols.count
    guard count > 1 else { return }
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: count) { found in
      for index in 0..<(count - 1) {
        found[index] = table.merge(symbols[index].id, symbols[index + 1].id) ?? UInt64.max
      }
      while count > 1 {
        var (best, place) = (UInt64.max, 0)
        for index in 0..<(count - 1) where found[index] >> 32 < best >> 32 {
          (best, place) = (found[index], index)
        }
        guard best != .max else { break }
        symbols[place].id = Int32(truncatingIfNeeded: best & 0xFFFF_FFFF)
        symbols[place].length += symbols[place + 1].length
        count -= 1
        for index in (place + 1)..<max(count, place + 1) {
          symbols[index] = symbols[index + 1]
          found[index - 1] = found[index]
        }
        if place + 1 < count {
          found[place] = table.merge(symbols[place].id, symbols[place + 1].id) ?? UInt64.max
        }
        if place > 0 {
          found[place - 1] = table.merge(symbols[place - 1].id, symbols[place].id) ?? UInt64.max
        }
      }
    }
    symbols.removeLast(symbols.count - count)
  }

  private mutating func mergeByHeap(_ table: MergeTable) {
    var heap = BinaryHeap<Candidate>()
    func offer(_ place: Int32) {
      guard place >= 0, symbols[Int(place)].next >= 0 else { return }
      let next = symbols[Int(symbols[Int(place)].next)]
      guard let found = table.merge(symbols[Int(place)].id, next.id) else { return }
      heap.insert(
        Candidate(
          rank: UInt32(found >> 32), place: place, id: Int32(truncatingIfNeeded: found)))
    }
    for place in symbols.indices { offer(Int32(place)) }
    while let best = heap.removeFirst() {
      let place = Int(best.place)
      guard symbols[place].length > 0, symbols[place].next >= 0 else { continue }
      let right = Int(symbols[place].next)
      // Its symbols may have merged with others since it was found.
      guard let now = table.merge(symbols[place].id, symbols[right].id),
        Int32(truncatingIfNeeded: now) == best.id
      else { continue }
      symbols[place].id = best.id
      symbols[place].length += symbols[right].length
      symbols[place].next = symbols[right].next
      symbols[right].length = 0
      if symbols[place].next >= 0 { symbols[Int(symbols[place].next)].previous = best.place }
      offer(symbols[place].previous)
      offer(best.place)
    }
  }
}

/// A heap that gives its smallest element first.
struct BinaryHeap<Element: Comparable> {
  private var elements: [Element] = []

  /// Adds an element.
  mutating func insert(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0, elements[child] < elements[(child - 1) / 2] {
      elements.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Takes the smallest element out, or returns nil if there is none.
  mutating func removeFirst() -> Element? {
    guard let first = elements.first, let last = elements.popLast() else { return nil }
    guard !elements.isEmpty else { return first }
    elements[0] = last
    var parent = 0
    while true {
      var smallest = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < elements.count && elements[child] < elements[smallest] {
        smallest = child
      }
      guard smallest != parent else { return first }
      elements.swapAt(parent, smallest)
      parent = smallest
    }
  }
}
