/// A SHA-256 in 32 bytes, for those who keep many.
public struct Digest: Sendable, Hashable {
  // Not one vector: those lie at multiples of 32 bytes, with gaps before them in other values.
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  /// Reads a digest.
  ///
  /// - Parameter hexadecimal: What ``Fingerprint/sha256(_:)`` returned.
  public init(hexadecimal: String) {
    var words = SIMD4<UInt64>()
    for (index, byte) in hexadecimal.utf8.prefix(64).enumerated() {
      // Digits, or letters in lower case.
      let digit = byte < 0x3A ? byte &- 0x30 : byte &- 0x57
      words[index / 16] = words[index / 16] << 4 | UInt64(digit)
    }
    (first, second, third, fourth) = (words[0], words[1], words[2], words[3])
  }

  /// 64 lower-case hexadecimal digits.
  public var hexadecimal: String {
    [first, second, third, fourth].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
