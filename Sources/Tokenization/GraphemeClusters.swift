/// Extended grapheme clusters of a text.
enum GraphemeClusters {
  /// Names every cluster of some scalars, in order.
  ///
  /// - Parameters:
  ///   - elements: The scalars.
  ///   - body: Takes the places of one cluster.
  static func forEach(in elements: [AlignedText.Element], _ body: (Range<Int>) -> Void) {
    var start = 0
    while start < elements.count {
      // Only where scalars may join is Swift asked, which costs more than a look at both.
      var end = start + 1
      while end < elements.count, !isApart(elements[end - 1].scalar, elements[end].scalar) {
        end += 1
      }
      if end == start + 1 {
        body(start..<end)
      } else {
        var run = String.UnicodeScalarView()
        for element in elements[start..<end] {
          run.append(Unicode.Scalar(element.scalar) ?? "\u{FFFD}")
        }
        var place = start
        for character in String(run) {
          let next = place + character.unicodeScalars.count
          body(place..<next)
          place = next
        }
      }
      start = end
    }
  }

  private static func isApart(_ first: UInt32, _ second: UInt32) -> Bool {
    isAlone(first) && isAlone(second) && !(first == 0x0D && second == 0x0A)
  }

  /// Whether a scalar joins no neighbour that is alone too.
  private static func isAlone(_ scalar: UInt32) -> Bool {
    switch scalar {
    // Latin, Greek, Cyrillic, dashes and quotes, kana, Chinese, full width: letters without marks.
    case 0..<0x300, 0x370..<0x483, 0x48A..<0x530, 0x2010..<0x2028, 0x3001..<0x302A,
      0x3041..<0x3097, 0x30A1..<0x3100, 0x4E00..<0xA000, 0xFF01..<0xFF9E:
      true
    default: false
    }
  }
}
