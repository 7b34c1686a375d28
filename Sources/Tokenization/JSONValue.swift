/// A JSON value that keeps what Foundation's loses: keys that differ only in their bytes.
///
/// A vocabulary may hold “é” in both of its spellings, which are one key for Swift's dictionaries.
enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  /// Returns the value of a key; of equal keys the last.
  subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  /// The number, if it is one.
  var double: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  /// Whether it is null.
  var isNull: Bool { if case .null = self { true } else { false } }
}

/// What keeps bytes from being JSON.
struct JSONFault: Error {
  var byte: Int
  var detail: String
}

/// Reads JSON from bytes, strictly and with bounded depth.
struct JSONReader {
  // serde, which tokenizers reads with, allows 128; a tokenizer needs about 8.
  private static let depthLimit = 64

  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0

  /// Reads one value that fills all bytes.
  ///
  /// - Parameter bytes: The file.
  /// - Returns: The value.
  /// - Throws: The first fault.
  static func read(_ bytes: [UInt8]) throws(JSONFault) -> JSONValue {
    try bytes.withUnsafeBufferPointer { buffer throws(JSONFault) in
      var reader = JSONReader(bytes: buffer)
      let value = try reader.value(depth: 0)
      reader.skipSpace()
      guard reader.at == buffer.count else { throw reader.fault("more after the end") }
      return value
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private func fault(_ detail: String) -> JSONFault { JSONFault(byte: at, detail: detail) }

  private var current: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      at += 1
    }
  }

  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    skipSpace()
    guard let current, UInt32(current) == byte.value else { return false }
    at += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
    guard depth < Self.depthLimit else { throw fault("nested too deeply") }
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return try number()
    }
  }

  private mutating func object(depth: Int) throws(JSONFault) -> JSONValue {
    at += 1
    var members: [(key: String, value: JSONValue)] = []
    if take("}") { return .object(members) }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw fault("a key is expected") }
      let key = try string()
      guard take(":") else { throw fault("“:” is expected") }
      members.append((key, try value(depth: depth + 1)))
      if take("}") { return .object(members) }
      guard take(",") else { throw fault("“,” or “}” is expected") }
    }
  }

  private mutating func array(depth: Int) throws(JSONFault) -> JSONValue {
    at += 1
    var items: [JSONValue] = []
    if take("]") { return .array(items) }
    while true {
      items.append(try value(depth: depth + 1))
      if take("]") { return .array(items) }
      guard take(",") else { throw fault("“,” or “]” is expected") }
    }
  }

  private mutating func literal(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONFault) -> JSONValue {
    let end = at + word.utf8CodeUnitCount
    guard end <= bytes.count, bytes[at..<end].elementsEqual("\(word)".utf8) else {
      throw fault("no value")
    }
    at = end
    return value
  }

  private mutating func number() throws(JSONFault) -> JSONValue {
    let start = at
    var isWhole = true
    while let byte = current {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "-") where at == start: break
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"),
        UInt8(ascii: "E"):
        isWhole = false
      default: return try number(start..<at, isWhole: isWhole)
      }
      at += 1
    }
    return try number(start..<at, isWhole: isWhole)
  }

  private mutating func number(
    _ range: Range<Int>, isWhole: Bool
  ) throws(JSONFault) -> JSONValue {
    let first = bytes[range].first == UInt8(ascii: "-") ? range.lowerBound + 1 : range.lowerBound
    func isDigit(_ place: Int) -> Bool {
      place < range.upperBound && (0x30...0x39).contains(bytes[place])
    }
    guard isDigit(first), !(bytes[first] == 0x30 && isDigit(first + 1)) else {
      at = range.lowerBound
      throw fault("no value")
    }
    let text = String(decoding: bytes[range], as: UTF8.self)
    if isWhole, let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text) else {
      at = range.lowerBound
      throw fault("no number")
    }
    return .number(number)
  }

  private mutating func string() throws(JSONFault) -> String {
    at += 1
    let start = at
    while let byte = current, byte >= 0x20, byte != 0x22, byte != 0x5C { at += 1 }
    if current == 0x22 {
      guard let text = String(validating: bytes[start..<at], as: UTF8.self) else {
        throw fault("no UTF-8")
      }
      at += 1
      return text
    }
    var content = Array(bytes[start..<at])
    while let byte = current {
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else {
          throw fault("no UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): try escape(into: &content)
      case ..<0x20: throw fault("a control character in a string")
      default: content.append(byte)
      }
    }
    throw fault("a string without end")
  }

  private mutating func escape(into content: inout [UInt8]) throws(JSONFault) {
    guard let byte = current else { throw fault("a string without end") }
    at += 1
    switch byte {
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "u"):
      var unit = try hexadecimal()
      if (0xD800..<0xDC00).contains(unit) {
        guard current == UInt8(ascii: "\\"), at + 1 < bytes.count, bytes[at + 1] == 0x75 else {
          throw fault("half of a surrogate pair")
        }
        at += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw fault("half of a surrogate pair") }
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
      }
      guard Unicode.Scalar(unit) != nil else { throw fault("half of a surrogate pair") }
      UTF8Scalars.encode(unit, to: &content)
    default: throw fault("an unknown escape")
    }
  }

  private mutating func hexadecimal() throws(JSONFault) -> UInt32 {
    guard at + 4 <= bytes.count else { throw fault("a string without end") }
    var number: UInt32 = 0
    for byte in bytes[at..<at + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fault("an unknown escape")
      }
      number = (number << 4) + UInt32(digit)
    }
    at += 4
    return number
  }
}
