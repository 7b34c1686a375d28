/// A character beyond ASCII that a page must not hold.
struct ForbiddenScalar {
  enum Kind: String {
    case control = "control character"
    case noncharacter
    case bidirectional = "bidirectional control"
  }

  let kind: Kind
  let value: UInt32
  let byteCount: Int

  /// The kind and the code point, such as "control character U+0085".
  var name: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "\(kind.rawValue) U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
  }

  /// Whether a forbidden character may start with a byte; a quick first look.
  static func mayBegin(with byte: UInt8) -> Bool {
    byte == 0xC2 || byte == 0xE2 || byte == 0xEF || byte >= 0xF0
  }

  /// The kind of a code point, or nil when a page may hold it.
  static func kind(of value: UInt32) -> Kind? {
    switch value {
    case 0x80..<0xA0: .control
    case 0x202A...0x202E, 0x2066...0x2069: .bidirectional
    case 0xFDD0...0xFDEF: .noncharacter
    default: value & 0xFFFE == 0xFFFE ? .noncharacter : nil
    }
  }

  /// Looks for a forbidden character that starts at an index of UTF-8 text.
  init?(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    let lead = bytes[index]
    guard Self.mayBegin(with: lead) else { return nil }
    let count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard index + count <= bytes.count else { return nil }
    // The lead byte of an n byte sequence carries the low 7 - n bits.
    var value = UInt32(lead & (0x7F >> UInt8(count)))
    for byte in bytes[(index + 1)..<(index + count)] { value = value << 6 | UInt32(byte & 0x3F) }
    guard let kind = Self.kind(of: value) else { return nil }
    self.kind = kind
    self.value = value
    self.byteCount = count
  }
}
