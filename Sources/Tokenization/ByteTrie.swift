/// Pieces by their bytes, packed so that every step of a walk is one read.
///
/// A double array: a node's child for a byte lies at the node's base, exclusive-or the byte. No two
/// nodes share a base, so the byte kept in the slot tells whose child it is.
struct ByteTrie: Sendable {
  /// A node, from which a walk goes on.
  typealias Node = UInt64

  /// How many slots there may be; the base takes 27 bits.
  static let slotLimit = 1 << 27
  static let block = 256
  // A slot, from its low bits: its byte (8), whether it is taken (1), its base (27), its id + 1 (28).
  private static let taken: UInt64 = 0x100

  /// Where a walk begins.
  let root: Node
  private let slots: [UInt64]

  init(root: Node, slots: [UInt64]) {
    self.root = root
    self.slots = slots
  }

  /// Returns a slot of an id, −1 for none, and a base, 0 for none.
  static func slot(byte: UInt8, base: Int, id: Int) -> UInt64 {
    UInt64(id + 1) << 36 | UInt64(base) << 9 | taken | UInt64(byte)
  }

  /// Returns the id of a node, −1 if no piece ends there.
  static func id(of node: Node) -> Int { Int(truncatingIfNeeded: node >> 36) - 1 }

  /// Gives a body the means to walk.
  ///
  /// - Parameter body: What to do.
  /// - Returns: What it returns.
  func walk<Result>(_ body: (Walker) -> Result) -> Result {
    slots.withUnsafeBufferPointer { body(Walker(slots: $0)) }
  }

  /// Finds a piece by all its bytes.
  ///
  /// - Parameter bytes: The piece.
  /// - Returns: Its id, or −1 if there is none.
  func id(of bytes: some Sequence<UInt8>) -> Int {
    walk { walker in
      var node = root
      for byte in bytes where !walker.step(&node, byte) { return -1 }
      return Self.id(of: node)
    }
  }

  /// A trie at hand for steps.
  struct Walker {
    let slots: UnsafeBufferPointer<UInt64>

    /// Goes to a child.
    ///
    /// - Parameters:
    ///   - node: Where the walk is; the child afterwards, unchanged if there is none.
    ///   - byte: The byte that leads there.
    /// - Returns: Whether there is one.
    @inline(__always)
    func step(_ node: inout Node, _ byte: UInt8) -> Bool {
      let slot = slots[Int(truncatingIfNeeded: node >> 9 & 0x7FF_FFFF) ^ Int(byte)]
      guard slot & 0x1FF == taken | UInt64(byte) else { return false }
      node = slot
      return true
    }
  }
}
