import Foundation
import Testing

import Tokenization

struct PrecompiledCharsmapTests {
  /// Makes a table that replaces "a" by some text.
  private func table(_ replacement: String, value: UInt32 = 0, leaf: UInt32 = 0x200) -> [UInt8] {
    var units = [UInt32](repeating: 0, count: 512)
    // The root's base is 1, so the child for "a" lies at 0x60, and its value where it points.
    units[0] = 1 << 10
    units[1 ^ 0x61] = (0x60 ^ leaf) << 10 | 0x100 | 0x61
    if Int(leaf) < units.count { units[Int(leaf)] = 1 << 31 | value }
    let words = [UInt32(units.count * 4)] + units
    let bytes = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }
    return bytes + replacement.utf8 + [0]
  }

  private func apply(_ charsmap: PrecompiledCharsmap, to string: String) -> String {
    let bytes = Array(string.utf8)
    var text = AlignedText()
    text.decode(bytes, in: bytes.indices)
    charsmap.apply(to: &text)
    return text.elements.map { "\(Unicode.Scalar($0.scalar) ?? "?")\($0.start)-\($0.end)" }
      .joined(separator: " ")
  }

  @Test func replacesByHand() throws {
    let one = try PrecompiledCharsmap(bytes: table("é", leaf: 0x100))
    #expect(apply(one, to: "bab") == "b0-1 é1-2 b2-3")
    let two = try PrecompiledCharsmap(bytes: table("xy", leaf: 0x100))
    #expect(apply(two, to: "bab") == "b0-1 x1-2 y1-2 b2-3")
    // What goes at the start has nobody to take it along, so that what follows lags.
    let none = try PrecompiledCharsmap(bytes: table("", leaf: 0x100))
    #expect(apply(none, to: "abab") == "b0-1 b2-3")
    // A cluster goes as soon as its beginning has an entry, unless it is long.
    #expect(apply(one, to: "a\u{301}b") == "é0-1 b3-4")
    #expect(apply(one, to: "a\u{301}\u{301}\u{301}") == "é0-1 \u{301}1-3 \u{301}3-5 \u{301}5-7")
    #expect(apply(one, to: "") == "")
  }

  @Test func refusesBrokenTables() throws {
    #expect(throws: CharsmapError.notBase64) { try PrecompiledCharsmap(base64: "%") }
    #expect(throws: CharsmapError.wrongTrieSize(bytes: 0, of: 0)) {
      try PrecompiledCharsmap(base64: "")
    }
    #expect(throws: CharsmapError.outside(node: 0x60)) {
      try PrecompiledCharsmap(bytes: table("x", value: 2, leaf: 0x100))
    }
    #expect(throws: CharsmapError.outside(node: 0x60)) {
      try PrecompiledCharsmap(bytes: table("x", leaf: 0x400))
    }
    #expect(throws: CharsmapError.outside(node: 0x60)) {
      try PrecompiledCharsmap(bytes: table("é", value: 1, leaf: 0x100))
    }
    #expect(throws: CharsmapError.notUTF8) {
      try PrecompiledCharsmap(bytes: table("x", leaf: 0x100) + [0xFF])
    }
    let whole = table("x", leaf: 0x100)
    for count in stride(from: 0, to: whole.count - 2, by: 7) {
      #expect(throws: CharsmapError.self) {
        try PrecompiledCharsmap(bytes: Array(whole.prefix(count)))
      }
    }
  }

  @Test func survivesRandomTables() throws {
    var random = SplitMix(state: 2)
    let text = String(
      (0..<2000).map { _ in
        Character(Unicode.Scalar(UInt16.random(in: 0..<0xD800, using: &random)) ?? "a")
      })
    var accepted = 0
    for round in 0..<400 {
      // Every other table has only small units, whose nodes point inside.
      let limit: UInt32 = round % 2 == 0 ? .max : 1 << 17
      let units = (0..<256).map { index in
        let unit = UInt32.random(in: 0...limit, using: &random)
        return index == 0 || unit & 0x80 != 0 ? unit & 0x1FCFF & ~0x300 : unit | 1 << 31
      }
      var bytes: [UInt8] = [0, 4, 0, 0]
      for unit in units { bytes += (0..<4).map { UInt8(truncatingIfNeeded: unit >> (8 * $0)) } }
      bytes += Array("replacements\0".utf8)
      guard let charsmap = try? PrecompiledCharsmap(bytes: bytes) else { continue }
      accepted += 1
      _ = apply(charsmap, to: text)
    }
    // Else the walk above would prove nothing.
    #expect(accepted > 0)
  }

  @Test func survivesChangedBytes() throws {
    let charsmap = try UnigramFixture.read().charsmap
    let whole = Array(try #require(Data(base64Encoded: charsmap)))
    var random = SplitMix(state: 3)
    for _ in 0..<40 {
      var bytes = whole
      for _ in 0..<4 {
        bytes[Int.random(in: 4..<bytes.count, using: &random)] = .random(
          in: 0...127, using: &random)
      }
      guard let changed = try? PrecompiledCharsmap(bytes: bytes) else { continue }
      _ = apply(changed, to: "ﬁrst ①② ｶﾞ ™ \u{1100}\u{1161} e\u{301} \u{FDFA}")
    }
  }
}
