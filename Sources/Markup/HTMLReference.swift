internal import CLibXML2

/// A reference of HTML, such as `&eacute;` or `&#233;`, as libxml2 reads it.
struct HTMLReference {
  /// What it stands for, in UTF-8.
  let bytes: [UInt8]
  /// Where it ends.
  let end: Int

  /// More bytes than a reference has, but for one with needless zeros.
  static let limit = 64

  /// Reads a reference.
  ///
  /// - Parameter source: The source from a `&` on.
  init?(_ source: Slice<UnsafeBufferPointer<UInt8>>) {
    let rest = source.dropFirst().prefix(Self.limit)
    guard source.first == 0x26, let first = rest.first else { return nil }
    let scalar: Unicode.Scalar?
    if first == 0x23 {
      let isHexadecimal = rest.dropFirst().first.map { $0 | 0x20 } == 0x78
      let digits = rest.dropFirst(isHexadecimal ? 2 : 1).prefix {
        Self.isDigit($0) || isHexadecimal && (0x61...0x66).contains($0 | 0x20)
      }
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: isHexadecimal ? 16 : 10)
      scalar = number.flatMap(Unicode.Scalar.init)
      // The semicolon may be missing.
      end =
        digits.endIndex < rest.endIndex && source[digits.endIndex] == 0x3B
        ? digits.endIndex + 1 : digits.endIndex
    } else {
      let name = rest.prefix { Self.isDigit($0) || (0x61...0x7A).contains($0 | 0x20) }
      guard name.endIndex < rest.endIndex, source[name.endIndex] == 0x3B,
        let entity = htmlEntityLookup(String(decoding: name, as: UTF8.self))
      else { return nil }
      scalar = Unicode.Scalar(entity.pointee.value)
      end = name.endIndex + 1
    }
    guard let scalar else { return nil }
    bytes = Array(String(scalar).utf8)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

/// The start tag of an element, as it is written.
enum HTMLTag {
  /// Returns where the value of an attribute stands in the tag that ends a stretch of source.
  ///
  /// - Parameters:
  ///   - name: The attribute's name in lower case.
  ///   - tag: The element's name in lower case.
  ///   - source: The source up to the end of the tag, without `>` and `/>`.
  /// - Returns: The range between the quotes; nil if the tag is not plain enough to be sure.
  static func value(
    ofAttribute name: String, tag: String, in source: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Range<Int>? {
    var place = source.startIndex
    while let start = source[place...].firstIndex(of: 0x3C) {
      var scan = Scan(source: source, place: start + 1)
      guard scan.word().elementsEqual(tag.utf8) else {
        place = start + 1
        continue
      }
      let found = scan.attributes(name)
      if scan.place == source.endIndex { return found }
      place = scan.place
    }
    return nil
  }

  /// A scan over a tag.
  private struct Scan {
    let source: Slice<UnsafeBufferPointer<UInt8>>
    var place: Int

    private var next: UInt8? { place < source.endIndex ? source[place] : nil }

    private static func isSpace(_ byte: UInt8) -> Bool {
      byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private mutating func skip(while condition: (UInt8) -> Bool) {
      while let next, condition(next) { place += 1 }
    }

    /// Reads a name up to white space or a mark, in lower case.
    mutating func word() -> [UInt8] {
      let start = place
      skip { !Self.isSpace($0) && $0 != 0x3E && $0 != 0x2F && $0 != 0x3D && $0 != 0x3C }
      return source[start..<place].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    /// Reads the attributes to the end of the tag, and returns the first value of one of them.
    mutating func attributes(_ wanted: String) -> Range<Int>? {
      var found: Range<Int>?
      while let next, next != 0x3E {
        let start = place
        skip { Self.isSpace($0) || $0 == 0x2F }
        let name = word()
        skip(while: Self.isSpace)
        if self.next == 0x3D {
          place += 1
          skip(while: Self.isSpace)
          let value = value()
          if found == nil, name.elementsEqual(wanted.utf8) { found = value }
        }
        if place == start { return nil }
      }
      return found
    }

    private mutating func value() -> Range<Int>? {
      guard let quote = next, quote == 0x22 || quote == 0x27 else {
        let start = place
        skip { !Self.isSpace($0) && $0 != 0x3E }
        return start..<place
      }
      place += 1
      let start = place
      skip { $0 != quote }
      guard next != nil else { return nil }
      place += 1
      return start..<place - 1
    }
  }
}
