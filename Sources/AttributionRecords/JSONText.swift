internal import Foundation

/// JSON in the making, in the form that `JSONEncoder` writes with sorted keys and plain slashes.
///
/// It knows nothing of objects: who writes one gives its keys in their order. A long text may be
/// handed on in parts while it is made.
package struct JSONText {
  package private(set) var bytes: [UInt8] = []
  private var isFirst = true

  /// Starts a text.
  package init() {}

  /// Bytes from which on a part is worth handing on.
  private static let partSize = 1 << 16

  /// Hands on what was written so far if it is much, and forgets it.
  package mutating func handOn(to sink: ([UInt8]) throws -> Void) rethrows {
    guard bytes.count >= Self.partSize else { return }
    try sink(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Writes an object or an array around what a closure writes.
  mutating func enclosed(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONText) throws -> Void
  ) rethrows {
    bytes.append(UInt8(ascii: open))
    isFirst = true
    try body(&self)
    bytes.append(UInt8(ascii: close))
    isFirst = false
  }

  package mutating func object(_ body: (inout JSONText) throws -> Void) rethrows {
    try enclosed("{", "}", body)
  }

  package mutating func array<Element>(
    _ elements: [Element], _ write: (inout JSONText, Element) throws -> Void
  ) rethrows {
    try enclosed("[", "]") { json in
      for element in elements {
        json.separate()
        try write(&json, element)
      }
    }
  }

  /// Writes a key of ASCII letters; its value comes next.
  package mutating func key(_ name: StaticString) {
    separate()
    bytes.append(0x22)
    raw(name)
    bytes.append(0x22)
    bytes.append(0x3A)
  }

  /// Writes a whole number.
  package mutating func value(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }

  /// Writes a value, or null for none.
  mutating func value<Value>(
    _ value: Value?, _ write: (inout JSONText, Value) throws -> Void
  ) rethrows {
    guard let value else { return raw("null") }
    try write(&self, value)
  }

  mutating func value(_ isTrue: Bool) {
    bytes.append(contentsOf: (isTrue ? "true" : "false").utf8)
  }

  /// Writes a number with the fewest digits that read back as the same number.
  package mutating func value(_ number: Double) throws {
    guard number.isFinite else {
      throw EncodingError.invalidValue(
        number, .init(codingPath: [], debugDescription: "JSON has no number \(number)."))
    }
    let start = bytes.count
    bytes.append(contentsOf: number.description.utf8)
    if bytes.count - start > 2, bytes[bytes.count - 1] == 0x30, bytes[bytes.count - 2] == 0x2E {
      bytes.removeLast(2)
    }
  }

  /// Writes a text in quotation marks.
  package mutating func value(_ text: String) {
    bytes.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: bytes += [0x5C, byte]
      case 0x08: bytes += [0x5C, 0x62]
      case 0x09: bytes += [0x5C, 0x74]
      case 0x0A: bytes += [0x5C, 0x6E]
      case 0x0C: bytes += [0x5C, 0x66]
      case 0x0D: bytes += [0x5C, 0x72]
      case 0..<0x20:
        bytes.append(contentsOf: "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }

  /// Writes text as it is.
  package mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Writes a small value by `JSONEncoder`, which knows its keys.
  mutating func value(encoded value: some Encodable) throws {
    bytes.append(contentsOf: try RecordFile.encoder().encode(value))
  }

  private mutating func separate() {
    if !isFirst { bytes.append(0x2C) }
    isFirst = false
  }
}
