/// A SHA-256 in 32 bytes, for those who keep many.
public struct Digest: Sendable, Hashable {
  private let words: SIMD4<UInt64>

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
    self.words = words
  }

  /// 64 lower-case hexadecimal digits.
  public var hexadecimal: String {
    (0..<4).map { index in
      let digits = String(words[index], radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
