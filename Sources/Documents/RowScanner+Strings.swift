extension RowScanner {
  /// Reads a string, which gives its UTF-8 with every escape resolved.
  mutating func string() throws(RowFault) -> [UInt8] {
    try expect("\"")
    var text: [UInt8] = []
    while true {
      let start = index
      index = plainEnd(from: start)
      text.append(contentsOf: bytes[start..<index])
      if take("\"") { return text }
      try expect("\\")
      text.append(contentsOf: Array(String(Character(try escape())).utf8))
    }
  }

  /// Returns where a string's stretch of bytes that stand for themselves ends.
  ///
  /// Nearly all of a row is such bytes; a loop over the buffer reads them fast in any build.
  private func plainEnd(from start: Int) -> Int {
    bytes.withUnsafeBufferPointer { buffer in
      var end = start
      while end < buffer.count {
        let byte = buffer[end]
        if byte < 0x20 || byte == 0x22 || byte == 0x5C { break }
        end += 1
      }
      return end
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
