/// Packs pieces into a `ByteTrie`, in a time that follows their number of bytes.
struct ByteTrieBuilder {
  /// A node whose children are to be placed: sorted pieces that begin alike.
  private struct Task {
    var pieces: Range<Int>
    var depth: Int
    var slot: Int
  }

  /// A block that still has room.
  private struct OpenBlock {
    var number: Int
    var free = ByteTrie.block
    var failures = 0
  }

  // Few and impatient, so that packing stays linear whatever the pieces are.
  private static let openLimit = 16
  private static let failureLimit = 8

  private var slots: [UInt64]
  private var used: [Bool]
  private var isBase: [Bool]
  private var open: [OpenBlock] = []

  private init() {
    // The first block stays empty: it is where nodes without children point.
    slots = [UInt64](repeating: 0, count: ByteTrie.block)
    used = [Bool](repeating: true, count: ByteTrie.block)
    isBase = used
  }

  /// Makes a trie; of equal pieces the last counts, and empty ones are never found.
  ///
  /// - Parameter pieces: The pieces, whose places are their ids.
  /// - Returns: The trie, or nil if it would be too large.
  static func build(_ pieces: [[UInt8]]) -> ByteTrie? {
    var builder = ByteTrieBuilder()
    let order = sorted(pieces)
    var tasks = [Task(pieces: 0..<pieces.count, depth: 0, slot: 0)]
    var labels: [(byte: UInt8, pieces: Range<Int>)] = []
    while let task = tasks.popLast() {
      labels.removeAll(keepingCapacity: true)
      var id = -1
      var at = task.pieces.lowerBound
      while at < task.pieces.upperBound, pieces[order[at]].count == task.depth {
        id = order[at]
        at += 1
      }
      while at < task.pieces.upperBound {
        let byte = pieces[order[at]][task.depth]
        let start = at
        repeat {
          at += 1
        } while at < task.pieces.upperBound
          && pieces[order[at]][task.depth] == byte
        labels.append((byte, start..<at))
      }
      var base = 0
      if !labels.isEmpty {
        guard let place = builder.place(labels.map(\.byte)) else { return nil }
        base = place
      }
      // The root, in slot 0, has no byte that leads to it; an empty piece is no piece.
      if task.depth == 0 { id = -1 }
      let byte = UInt8(truncatingIfNeeded: builder.slots[task.slot])
      builder.slots[task.slot] = ByteTrie.slot(byte: byte, base: base, id: id)
      for (byte, range) in labels {
        builder.slots[base ^ Int(byte)] = UInt64(byte)
        tasks.append(Task(pieces: range, depth: task.depth + 1, slot: base ^ Int(byte)))
      }
    }
    let root = builder.slots[0]
    builder.slots[0] = 0
    return ByteTrie(root: root, slots: builder.slots)
  }

  /// Returns the pieces' places in the order of their bytes, equal ones in the order given.
  private static func sorted(_ pieces: [[UInt8]]) -> [Int] {
    // The first eight bytes decide nearly always, and numbers compare faster than arrays.
    let keys = pieces.enumerated().map { index, piece in
      var key: UInt64 = 0
      for place in 0..<8 { key = key << 8 | UInt64(place < piece.count ? piece[place] : 0) }
      return (key: key, index: index)
    }
    return keys.sorted { first, second in
      if first.key != second.key { return first.key < second.key }
      let (a, b) = (pieces[first.index], pieces[second.index])
      if a.lexicographicallyPrecedes(b) { return true }
      return a == b && first.index < second.index
    }.map(\.index)
  }

  /// Takes slots for the children of a node.
  ///
  /// - Parameter bytes: The bytes that lead to them, at least one.
  /// - Returns: The node's base, or nil if there are too many slots.
  private mutating func place(_ bytes: [UInt8]) -> Int? {
    var index = 0
    while index < open.count {
      if open[index].free >= bytes.count {
        if let base = base(in: open[index].number, for: bytes) {
          take(base, bytes, openIndex: index)
          return base
        }
        open[index].failures += 1
      }
      if open[index].free == 0 || open[index].failures >= Self.failureLimit {
        open.remove(at: index)
      } else {
        index += 1
      }
    }
    guard slots.count + ByteTrie.block <= ByteTrie.slotLimit else { return nil }
    if open.count == Self.openLimit { open.removeFirst() }
    open.append(OpenBlock(number: slots.count / ByteTrie.block))
    slots.append(contentsOf: repeatElement(0, count: ByteTrie.block))
    used.append(contentsOf: repeatElement(false, count: ByteTrie.block))
    isBase.append(contentsOf: repeatElement(false, count: ByteTrie.block))
    let base = slots.count - ByteTrie.block
    take(base, bytes, openIndex: open.count - 1)
    return base
  }

  private func base(in block: Int, for bytes: [UInt8]) -> Int? {
    let start = block * ByteTrie.block
    for base in start..<start + ByteTrie.block where !isBase[base] {
      if bytes.allSatisfy({ !used[base ^ Int($0)] }) { return base }
    }
    return nil
  }

  private mutating func take(_ base: Int, _ bytes: [UInt8], openIndex: Int) {
    isBase[base] = true
    for byte in bytes { used[base ^ Int(byte)] = true }
    open[openIndex].free -= bytes.count
  }
}
