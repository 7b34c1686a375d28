extension JSONScanner {
  /// What a letter behind a backslash stands for.
  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
  ]

  /// Returns the text of a string whose bytes hold escapes.
  static func unescaped(_ bytes: ArraySlice<UInt8>) throws(Fault) -> String {
    var text: [UInt8] = []
    var place = bytes.startIndex
    func bad() -> Fault { Fault(detail: "a string holds an unknown escape", position: place) }

    func unit(_ start: Int) -> UInt32? {
      guard start + 4 <= bytes.endIndex else { return nil }
      var value: UInt32 = 0
      for byte in bytes[start..<start + 4] {
        guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
        value = value << 4 | UInt32(digit)
      }
      return value
    }

    while place < bytes.endIndex {
      guard bytes[place] == UInt8(ascii: "\\") else {
        text.append(bytes[place])
        place += 1
        continue
      }
      guard place + 1 < bytes.endIndex else { throw bad() }
      if let byte = escapes[bytes[place + 1]] {
        text.append(byte)
        place += 2
        continue
      }
      guard bytes[place + 1] == UInt8(ascii: "u") else { throw bad() }
      guard var code = unit(place + 2) else { throw bad() }
      var length = 6
      if (0xD800..<0xDC00).contains(code), place + 7 < bytes.endIndex,
        bytes[place + 6] == UInt8(ascii: "\\"), bytes[place + 7] == UInt8(ascii: "u"),
        let low = unit(place + 8), (0xDC00..<0xE000).contains(low)
      {
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        length = 12
      }
      guard let scalar = Unicode.Scalar(code) else { throw bad() }
      text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      place += length
    }
    return String(decoding: text, as: UTF8.self)
  }
}
