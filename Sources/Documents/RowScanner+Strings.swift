extension RowScanner {
  /// Reads a string, which gives its UTF-8 with every escape resolved.
  mutating func string() throws(RowFault) -> [UInt8] {
    try expect("\"")
    var text: [UInt8] = []
    while true {
      let start = index
      while let byte = peek, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        index += 1
      }
      text.append(contentsOf: bytes[start..<index])
      if take("\"") { return text }
      try expect("\\")
      text.append(contentsOf: Array(String(Character(try escape())).utf8))
    }
  }

  private mutating func escape() throws(RowFault) -> Unicode.Scalar {
    guard let byte = peek else { throw fault }
    index += 1
    switch Unicode.Scalar(byte) {
    case "\"", "\\", "/": return Unicode.Scalar(byte)
    case "b": return "\u{08}"
    case "f": return "\u{0C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": break
    default:
      index -= 1
      throw fault
    }
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    // Half a code point is no text: only a whole surrogate pair is.
    guard first < 0xDC00 else { throw fault }
    try expect("\\u")
    let second = try hexadecimal()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw fault }
    return scalar
  }

  private mutating func hexadecimal() throws(RowFault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fault
      }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }

  var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  var fault: RowFault { .notJSON(byte: index + 1) }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: scalar) else { return false }
    index += 1
    return true
  }

  mutating func expect(_ word: String) throws(RowFault) {
    for byte in word.utf8 {
      guard peek == byte else { throw fault }
      index += 1
    }
  }

  mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A {
      index += 1
    }
  }

  mutating func end() throws(RowFault) {
    skipSpace()
    guard peek == nil else { throw fault }
  }
}
