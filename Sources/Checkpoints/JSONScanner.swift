/// A reader of JSON for tables of contents, where every byte may be an attack.
///
/// It keeps nothing but the place, stops at the first fault, and lets the caller see every key:
/// a dictionary would keep one of two entries of the same name silently.
struct JSONScanner {
  /// What is wrong, and at which byte.
  struct Fault: Error, Equatable {
    /// What is wrong, as the end of a sentence.
    var detail: String
    /// The byte where it was seen.
    var position: Int
  }

  private let bytes: [UInt8]
  private(set) var position = 0

  /// How deeply values that are skipped may be nested.
  private static let depthLimit = 100

  /// Starts at the first byte.
  init(_ bytes: [UInt8]) throws(Fault) {
    self.bytes = bytes
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Fault(detail: "it is not UTF-8", position: 0)
    }
  }

  /// Reads an object; the body reads the value after each key.
  mutating func object<Failure: Error>(
    _ body: (_ scanner: inout JSONScanner, _ key: String) throws(Failure) -> Void,
    fault: (Fault) -> Failure
  ) throws(Failure) {
    do { try expect("{") } catch { throw fault(error) }
    if take("}") { return }
    repeat {
      let key: String
      do {
        key = try string()
        try expect(":")
      } catch {
        throw fault(error)
      }
      try body(&self, key)
    } while take(",")
    do { try expect("}") } catch { throw fault(error) }
  }

  /// Reads an array of non-negative integers.
  mutating func integers(limit: Int) throws(Fault) -> [Int] {
    var values: [Int] = []
    try expect("[")
    if take("]") { return values }
    repeat {
      guard values.count < limit else { throw here("it has a list of more than \(limit) numbers") }
      values.append(try integer())
    } while take(",")
    try expect("]")
    return values
  }

  /// Reads a string.
  mutating func string() throws(Fault) -> String {
    try expect("\"")
    let start = position
    var isPlain = true
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      guard bytes[position] >= 0x20 else { throw here("a string holds a control character") }
      if bytes[position] == UInt8(ascii: "\\") {
        isPlain = false
        position += 1
      }
      position += 1
    }
    guard position < bytes.count else {
      throw Fault(detail: "a string has no end", position: start)
    }
    let text = bytes[start..<position]
    position += 1
    return isPlain ? String(decoding: text, as: UTF8.self) : try Self.unescaped(text)
  }

  /// Reads the word null if it stands here.
  mutating func null() -> Bool {
    skipSpace()
    guard bytes[position...].starts(with: "null".utf8) else { return false }
    position += 4
    return true
  }

  /// Skips a value of any kind.
  mutating func skip(depth: Int = 0) throws(Fault) {
    guard depth < Self.depthLimit else { throw here("it is nested too deeply") }
    skipSpace()
    switch position < bytes.count ? bytes[position] : 0 {
    case UInt8(ascii: "{"):
      try object(
        { (scanner, _) throws(Fault) in try scanner.skip(depth: depth + 1) }, fault: { $0 })
    case UInt8(ascii: "["):
      position += 1
      if take("]") { return }
      repeat { try skip(depth: depth + 1) } while take(",")
      try expect("]")
    case UInt8(ascii: "\""):
      _ = try string()
    default:
      // Numbers and words, of which nothing is kept.
      let start = position
      while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
      guard position > start else { throw here("a value is missing") }
    }
  }

  /// Expects nothing more than white space.
  mutating func end() throws(Fault) {
    skipSpace()
    guard position == bytes.count else { throw here("something follows its end") }
  }

  private mutating func integer() throws(Fault) -> Int {
    skipSpace()
    let start = position
    var value = 0
    while position < bytes.count, (48...57).contains(bytes[position]) {
      let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isTooLargeStill) = product.addingReportingOverflow(Int(bytes[position] - 48))
      guard !isTooLarge, !isTooLargeStill else {
        throw Fault(detail: "a number is too large", position: start)
      }
      value = sum
      position += 1
    }
    let isNumber =
      position > start && (position == start + 1 || bytes[start] != 48)
      && (position == bytes.count || !Self.isWord(bytes[position]))
    guard isNumber else {
      throw Fault(detail: "a size or an offset is not a whole number of 0 or more", position: start)
    }
    return value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(Fault) {
    guard take(character) else { throw here("“\(character)” is missing") }
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }

  private func here(_ detail: String) -> Fault { Fault(detail: detail, position: position) }

  private static func isWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      || [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(byte)
  }
}
