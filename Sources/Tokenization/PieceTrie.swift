/// The pieces of a vocabulary by their bytes, for finding the longest that begins a text.
///
/// One walk forward finds it, so a word costs its length and not its square. Nodes live in one
/// open hash table keyed by parent and byte.
struct PieceTrie: Sendable {
  /// A place in the trie.
  typealias Node = Int32
  // A slot holds parent and byte in its low 40 bits and the child in the 24 above.
  private static let nodeLimit = 1 << 24
  private static let empty = UInt64.max

  private var table = [UInt64](repeating: PieceTrie.empty, count: 1024)
  private var mask = 1023
  private var ids: [Int32] = []

  /// Makes a trie with a number of roots, nodes 0, 1, ….
  init(roots: Int) { ids = [Int32](repeating: -1, count: roots) }

  /// Adds a piece below a root; a piece that is there already takes the new id.
  ///
  /// - Parameters:
  ///   - bytes: The piece's bytes.
  ///   - root: Where it begins.
  ///   - id: Its id.
  /// - Returns: False if the trie is full.
  mutating func insert(_ bytes: some Sequence<UInt8>, below root: Node, id: Int32) -> Bool {
    var node = root
    for byte in bytes {
      if let child = child(of: node, byte) {
        node = child
        continue
      }
      guard ids.count < Self.nodeLimit else { return false }
      if ids.count * 2 > table.count { grow() }
      let child = Node(ids.count)
      ids.append(-1)
      place(UInt64(child) << 40 | Self.key(node, byte))
      node = child
    }
    ids[Int(node)] = id
    return true
  }

  /// Finds the longest piece at the start of some bytes.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - range: Where to look.
  ///   - root: Which pieces to look for.
  /// - Returns: The piece's id and end, or nil if none begins there.
  func longest(
    in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, below root: Node
  ) -> (id: Int32, end: Int)? {
    var node = root
    var best: (id: Int32, end: Int)?
    var at = range.lowerBound
    while at < range.upperBound, let child = child(of: node, bytes[at]) {
      node = child
      at += 1
      let id = ids[Int(node)]
      if id >= 0 { best = (id, at) }
    }
    return best
  }

  private static func key(_ node: Node, _ byte: UInt8) -> UInt64 {
    UInt64(UInt32(bitPattern: node)) << 8 | UInt64(byte)
  }

  private static let keyMask: UInt64 = (1 << 40) - 1

  private func slot(of key: UInt64) -> Int {
    // Fibonacci hashing: the multiplier is 2^64 over the golden ratio.
    Int(truncatingIfNeeded: key &* 0x9E37_79B9_7F4A_7C15 >> 32) & mask
  }

  private func child(of node: Node, _ byte: UInt8) -> Node? {
    let key = Self.key(node, byte)
    var slot = slot(of: key)
    while true {
      let entry = table[slot]
      if entry == Self.empty { return nil }
      if entry & Self.keyMask == key { return Node(truncatingIfNeeded: entry >> 40) }
      slot = (slot + 1) & mask
    }
  }

  private mutating func place(_ entry: UInt64) {
    var slot = slot(of: entry & Self.keyMask)
    while table[slot] != Self.empty { slot = (slot + 1) & mask }
    table[slot] = entry
  }

  private mutating func grow() {
    let entries = table
    table = [UInt64](repeating: Self.empty, count: entries.count * 2)
    mask = table.count - 1
    for entry in entries where entry != Self.empty { place(entry) }
  }
}
