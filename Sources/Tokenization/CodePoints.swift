/// From UTF-8 byte offsets of a text to code points, in constant time.
public struct CodePoints: Sendable {
  /// The code points before each byte and before the end; nil if every byte is one.
  private let offsets: [Int]?

  /// Counts a text's code points.
  ///
  /// - Parameter text: The text.
  public init(_ text: String) {
    let bytes = text.utf8
    guard bytes.contains(where: { $0 >= 0x80 }) else {
      offsets = nil
      return
    }
    var points = -1
    var offsets: [Int] = []
    offsets.reserveCapacity(bytes.count + 1)
    for byte in bytes {
      // Continuation bytes belong to the code point before them.
      if byte & 0xC0 != 0x80 { points += 1 }
      offsets.append(points)
    }
    offsets.append(points + 1)
    self.offsets = offsets
  }

  /// Returns the number of code points before a byte.
  ///
  /// - Parameter byte: The offset of a code point's first byte, or of the end.
  /// - Returns: The offset in code points.
  public func offset(ofByte byte: Int) -> Int { offsets.map { $0[byte] } ?? byte }
}
