/// Text as bytes, each written as a visible character, as GPT-2 and RoBERTa do.
enum ByteLevel {
  /// The character of each byte: itself where it is visible, otherwise one from U+0100 on.
  static let characters: [UInt32] = {
    var next: UInt32 = 0x100
    return (UInt32(0)..<256).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return byte
      default:
        defer { next += 1 }
        return next
      }
    }
  }()

  /// The character that stands for a space.
  static let space: UInt32 = 0x120

  /// Writes every byte of a text as a character, which takes the range of its scalar.
  static func apply(to text: inout AlignedText) {
    text.rebuild { old, new in
      new.reserveCapacity(old.count)
      var bytes: [UInt8] = []
      for element in old {
        var element = element
        if element.scalar < 0x80 {
          element.scalar = characters[Int(element.scalar)]
          new.append(element)
          continue
        }
        bytes.removeAll(keepingCapacity: true)
        UTF8Scalars.encode(element.scalar, to: &bytes)
        for byte in bytes {
          element.scalar = characters[Int(byte)]
          new.append(element)
        }
      }
    }
  }

  /// Finds the pieces of GPT-2's pattern, which fill a text.
  ///
  /// The pattern is `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
  static func pieces(
    of elements: [AlignedText.Element], in range: Range<Int>, _ emit: (Range<Int>) -> Void
  ) {
    let tables = UnicodeTables.shared
    let kinds: UnicodeTables.Traits = [.letter, .number, .whitespace]
    func kind(_ place: Int) -> UnicodeTables.Traits {
      tables.traits(of: elements[place].scalar).intersection(kinds)
    }
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start + contraction(elements, start..<range.upperBound)
      if end == start {
        let hasSpace = elements[start].scalar == 0x20 && start + 1 < range.upperBound
        let first = hasSpace && kind(start + 1) != .whitespace ? start + 1 : start
        let wanted = kind(first)
        end = first + 1
        while end < range.upperBound, kind(end) == wanted { end += 1 }
        // The last of several spaces goes with what follows.
        if wanted == .whitespace, end < range.upperBound, end - start > 1 { end -= 1 }
      }
      emit(start..<end)
      start = end
    }
  }

  /// Returns the length of an English ending such as “'ll” at a place, or 0.
  private static func contraction(_ elements: [AlignedText.Element], _ range: Range<Int>) -> Int {
    guard elements[range.lowerBound].scalar == 0x27, range.count > 1 else { return 0 }
    let next = elements[range.lowerBound + 1].scalar
    switch Unicode.Scalar(next) {
    case "s", "t", "m", "d": return 2
    case "r", "v", "l":
      guard range.count > 2 else { return 0 }
      let last: Unicode.Scalar = next == 0x6C ? "l" : "e"
      return elements[range.lowerBound + 2].scalar == last.value ? 3 : 0
    default: return 0
    }
  }
}
