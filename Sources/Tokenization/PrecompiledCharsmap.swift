import Foundation

/// SentencePiece's compiled table of characters and what replaces them.
///
/// It does what `tokenizers` does, oddities included: a grapheme cluster shorter than six bytes is
/// replaced as soon as a beginning of it has an entry, and what is removed at the start of a text moves
/// the ranges of what follows.
package struct PrecompiledCharsmap: Sendable {
  /// From how many bytes on a cluster is replaced character by character.
  private static let clusterLimit = 6
  // What a data block of the trie measures, in units; a child never leaves its parent's base's block.
  private static let block = 256
  private static let valueFlag: UInt32 = 1 << 31

  private let units: [UInt32]
  // Ends with a zero byte.
  private let replacements: [UInt8]

  /// Reads a table.
  ///
  /// - Parameter base64: The table as `tokenizer.json` holds it.
  /// - Throws: What is wrong with it.
  package init(base64: String) throws(CharsmapError) {
    guard let data = Data(base64Encoded: base64) else { throw .notBase64 }
    try self.init(bytes: [UInt8](data))
  }

  /// Reads a table.
  ///
  /// - Parameter bytes: The trie's size in bytes, the trie, the replacements.
  /// - Throws: What is wrong with it.
  package init(bytes: [UInt8]) throws(CharsmapError) {
    func number(at place: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
    }
    guard bytes.count >= 4 else { throw .wrongTrieSize(bytes: 0, of: bytes.count) }
    let size = Int(number(at: 0))
    guard size > 0, size % (4 * Self.block) == 0, size <= bytes.count - 4 else {
      throw .wrongTrieSize(bytes: size, of: bytes.count)
    }
    units = (0..<size / 4).map { number(at: 4 + 4 * $0) }
    let rest = bytes[(4 + size)...]
    guard String(validating: rest, as: UTF8.self) != nil else { throw .notUTF8 }
    replacements = rest + [0]
    // Whatever a walk can reach is checked here, so that it need not look again.
    for (index, unit) in units.enumerated() where unit & Self.valueFlag == 0 {
      let base = index ^ Self.offset(of: unit)
      guard base < units.count else { throw .outside(node: index) }
      guard Self.isEnd(unit) else { continue }
      let place = Int(units[base] & ~Self.valueFlag)
      guard place < rest.count, replacements[place] & 0xC0 != 0x80 else {
        throw .outside(node: index)
      }
    }
    guard units[0] & Self.valueFlag == 0 else { throw .outside(node: 0) }
  }

  private static func offset(of unit: UInt32) -> Int {
    Int(unit >> 10) << Int((unit & 0x200) >> 6)
  }

  private static func isEnd(_ unit: UInt32) -> Bool { unit & 0x100 != 0 }

  /// Changes a text.
  package func apply(to text: inout AlignedText) {
    let elements = text.elements
    var changes: [(scalar: UInt32, change: Int)] = []
    changes.reserveCapacity(elements.count)
    var isChanged = false
    var bytes: [UInt8] = []
    GraphemeClusters.forEach(in: elements) { cluster in
      bytes.removeAll(keepingCapacity: true)
      // A cluster may be as long as the text; only a short one is looked up whole.
      for element in elements[cluster].prefix(Self.clusterLimit) {
        UTF8Scalars.encode(element.scalar, to: &bytes)
      }
      if bytes.count < Self.clusterLimit, let place = replacement(of: bytes) {
        append(place, of: cluster.count, to: &changes)
        isChanged = true
        return
      }
      for element in elements[cluster] {
        bytes.removeAll(keepingCapacity: true)
        UTF8Scalars.encode(element.scalar, to: &bytes)
        if let place = replacement(of: bytes) {
          append(place, of: 1, to: &changes)
          isChanged = true
        } else {
          changes.append((element.scalar, 0))
        }
      }
    }
    if isChanged { text.transform(changes) }
  }

  /// Finds where the replacement begins for the shortest entry that begins some bytes.
  private func replacement(of bytes: [UInt8]) -> Int? {
    var node = Self.offset(of: units[0])
    for byte in bytes where byte != 0 {
      node ^= Int(byte)
      let unit = units[node]
      // The flag of values counts too: a value is no child.
      guard unit & (Self.valueFlag | 0xFF) == UInt32(byte) else { return nil }
      node ^= Self.offset(of: unit)
      if Self.isEnd(unit) { return Int(units[node] & ~Self.valueFlag) }
    }
    return nil
  }

  /// Appends a replacement as `tokenizers` counts it.
  ///
  /// - Parameters:
  ///   - place: Where it begins.
  ///   - count: How many scalars it replaces.
  ///   - changes: What to append to.
  private func append(
    _ place: Int, of count: Int, to changes: inout [(scalar: UInt32, change: Int)]
  ) {
    var place = place
    var surplus = -count
    while replacements[place] != 0 {
      let (scalar, length) = UTF8Scalars.decode(replacements, at: place)
      changes.append((scalar, surplus < 0 ? 0 : 1))
      surplus += 1
      place += length
    }
    // The scalar before carries what is removed, whatever it is; at the start nothing can.
    if surplus < 0, let last = changes.indices.last { changes[last].change += surplus }
  }
}
