/// What the bytes of a file say about their encoding; for files of any length, part by part.
struct ByteSurvey {
  /// The first bytes.
  private(set) var start: [UInt8] = []
  /// Bytes seen.
  private(set) var count = 0
  /// Zero bytes by their place in groups of four.
  private(set) var zeros = [0, 0, 0, 0]
  /// Characters of several bytes that are UTF-8.
  private(set) var wide = 0
  /// Bytes that are not of a character of UTF-8.
  private(set) var invalid = 0
  /// The line of the first of these, counted from 1.
  private(set) var invalidLine: Int?
  private var line = 1
  /// The bytes of a character that is not whole yet.
  private var pending: [UInt8] = []

  private static let startLength = 4096

  /// Takes the next bytes.
  mutating func add(_ bytes: [UInt8]) {
    if start.count < Self.startLength { start += bytes.prefix(Self.startLength - start.count) }
    var index = 0
    bytes.withUnsafeBytes { buffer in
      while index < buffer.count {
        if pending.isEmpty {
          // Eight bytes of ASCII at a time, without zeros and line ends to count.
          while index + 8 <= buffer.count {
            let word = buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard word & 0x8080_8080_8080_8080 == 0, !Self.hasByte(word, 0),
              !Self.hasByte(word, 0x0A)
            else { break }
            index += 8
          }
          guard index < buffer.count else { break }
        }
        let byte = buffer[index]
        take(byte, at: count + index)
        index += 1
      }
    }
    count += bytes.count
  }

  /// Says that there are no more bytes.
  mutating func finish() {
    if !pending.isEmpty { fail(pending.count) }
    pending = []
  }

  private static func hasByte(_ word: UInt64, _ byte: UInt8) -> Bool {
    let x = word ^ (0x0101_0101_0101_0101 &* UInt64(byte))
    return (x &- 0x0101_0101_0101_0101) & ~x & 0x8080_8080_8080_8080 != 0
  }

  private mutating func take(_ byte: UInt8, at place: Int) {
    if byte & 0xC0 == 0x80, !pending.isEmpty {
      pending.append(byte)
      if pending.count == Self.length(pending[0]) {
        if String(validating: pending, as: UTF8.self) != nil {
          wide += 1
        } else {
          fail(pending.count)
        }
        pending = []
      }
      return
    }
    if !pending.isEmpty {
      fail(pending.count)
      pending = []
    }
    if byte < 0x80 {
      if byte == 0 { zeros[place & 3] += 1 }
      if byte == 0x0A { line += 1 }
    } else if Self.length(byte) > 1 {
      pending = [byte]
    } else {
      fail(1)
    }
  }

  private mutating func fail(_ count: Int) {
    invalid += count
    invalidLine = invalidLine ?? line
  }

  /// The length of a character by its first byte; 1 for a byte that begins none.
  private static func length(_ byte: UInt8) -> Int {
    switch byte {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  /// The encoding that regular zeros stand for; nil if they are not regular.
  var encodingOfZeros: String? {
    let quarter = Double(count) / 4
    guard count >= 4 else { return nil }
    let shares = zeros.map { Double($0) / quarter }
    // ASCII is never zero, and most of a text in most scripts has one high byte for all letters.
    func isHigh(_ places: [Int]) -> Bool { places.allSatisfy { shares[$0] > 0.4 } }
    func isLow(_ places: [Int]) -> Bool { places.allSatisfy { shares[$0] < 0.05 } }
    if count % 4 == 0, isHigh([2, 3]), isLow([0]) { return "UTF-32LE" }
    if count % 4 == 0, isHigh([0, 1]), isLow([3]) { return "UTF-32BE" }
    if count % 2 == 0, isHigh([1, 3]), isLow([0, 2]) { return "UTF-16LE" }
    if count % 2 == 0, isHigh([0, 2]), isLow([1, 3]) { return "UTF-16BE" }
    return nil
  }
}
