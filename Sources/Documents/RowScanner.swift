/// A value of a row, as far as documents need it.
enum RowValue: Equatable {
  case string(String)
  /// A number as it is written.
  case number(String)
  case bool(Bool)
  case null
  /// A list of strings.
  case strings([String])
  /// An object, or a list that has other values.
  case other
}

/// One line as a JSON object, strictly as RFC 8259 has it.
///
/// Foundation's readers do not say how a number is written, and compare keys as text where
/// JSON compares code points. Nothing here recurses, so nesting costs a byte a level.
struct RowScanner {
  let bytes: [UInt8]
  var index: Int

  /// Starts at a byte of a line that is UTF-8.
  init(_ bytes: [UInt8], from start: Int = 0) {
    self.bytes = bytes
    index = start
  }

  /// Returns the values of those of the given keys that the line has.
  ///
  /// Of a key that comes twice the last value counts, as other JSON readers have it.
  mutating func values(of keys: Set<[UInt8]>) throws(RowFault) -> [[UInt8]: RowValue] {
    var values: [[UInt8]: RowValue] = [:]
    try forEachMember { scanner, key throws(RowFault) in
      if keys.contains(key) {
        values[key] = try scanner.value()
      } else {
        try scanner.skipValue()
      }
    }
    return values
  }

  /// Reads an object that is all there is.
  ///
  /// - Parameter body: Takes each key, and reads its value, which the scanner stands at.
  /// - Throws: ``RowFault``.
  mutating func forEachMember(
    _ body: (inout RowScanner, _ key: [UInt8]) throws(RowFault) -> Void
  ) throws(RowFault) {
    skipSpace()
    guard take("{") else {
      try skipValue()
      try end()
      throw .notAnObject
    }
    skipSpace()
    if !take("}") {
      repeat {
        let key = try key()
        skipSpace()
        try body(&self, key)
        skipSpace()
      } while take(",")
      try expect("}")
    }
    try end()
  }

  /// Reads a value.
  mutating func value() throws(RowFault) -> RowValue {
    skipSpace()
    switch peek {
    case UInt8(ascii: "\""): return .string(String(decoding: try string(), as: UTF8.self))
    case UInt8(ascii: "["): return try list()
    case UInt8(ascii: "{"):
      try skipValue()
      return .other
    default: return try scalar()
    }
  }

  private mutating func list() throws(RowFault) -> RowValue {
    try expect("[")
    skipSpace()
    if take("]") { return .strings([]) }
    var strings: [String]? = []
    repeat {
      skipSpace()
      if peek == UInt8(ascii: "\"") {
        let text = String(decoding: try string(), as: UTF8.self)
        strings?.append(text)
      } else {
        try skipValue()
        strings = nil
      }
      skipSpace()
    } while take(",")
    try expect("]")
    return strings.map(RowValue.strings) ?? .other
  }

  /// Reads over a value and whatever is nested in it.
  private mutating func skipValue() throws(RowFault) {
    var closers: [Unicode.Scalar] = []
    repeat {
      skipSpace()
      if take("{") {
        skipSpace()
        if !take("}") {
          closers.append("}")
          _ = try key()
          continue
        }
      } else if take("[") {
        skipSpace()
        if !take("]") {
          closers.append("]")
          continue
        }
      } else if peek == UInt8(ascii: "\"") {
        _ = try string()
      } else {
        _ = try scalar()
      }
      // A value is complete, and with it perhaps those around it.
      while let closer = closers.last {
        skipSpace()
        if take(closer) {
          closers.removeLast()
          continue
        }
        try expect(",")
        if closer == "}" { _ = try key() }
        break
      }
    } while !closers.isEmpty
  }

  private mutating func key() throws(RowFault) -> [UInt8] {
    skipSpace()
    let key = try string()
    skipSpace()
    try expect(":")
    return key
  }

  private mutating func scalar() throws(RowFault) -> RowValue {
    switch peek {
    case UInt8(ascii: "t"):
      try expect("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try expect("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try expect("null")
      return .null
    default: return .number(try number())
    }
  }

  private mutating func number() throws(RowFault) -> String {
    let start = index
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func digits() throws(RowFault) {
    let start = index
    while let byte = peek, byte >= 0x30, byte <= 0x39 { index += 1 }
    guard index > start else { throw fault }
  }
}
