/// Text under normalization, every scalar with the range of the original text it comes from.
///
/// It moves ranges exactly as `tokenizers` does: a scalar that replaces another takes its range,
/// an inserted one takes the range of the one before, a removed one takes its range with it.
package struct AlignedText {
  /// A scalar and the UTF-8 bytes of the original text that it stands for.
  package struct Element {
    package var scalar: UInt32
    package var start: Int
    package var end: Int
  }

  /// Makes an empty text.
  package init() {}

  /// What became of the scalars so far.
  package private(set) var elements: [Element] = []
  private var previous: [Element] = []
  // Where the text began; what is inserted before everything stands there.
  private var base = 0

  /// Replaces everything by a part of a text.
  ///
  /// - Parameters:
  ///   - bytes: Valid UTF-8.
  ///   - range: The part, which begins and ends at scalars.
  package mutating func decode(_ bytes: [UInt8], in range: Range<Int>) {
    elements.removeAll(keepingCapacity: true)
    base = range.lowerBound
    var at = range.lowerBound
    while at < range.upperBound {
      let (scalar, length) = UTF8Scalars.decode(bytes, at: at)
      elements.append(Element(scalar: scalar, start: at, end: at + length))
      at += length
    }
  }

  /// Replaces everything by a part of another text.
  mutating func take(_ part: ArraySlice<Element>) {
    elements.removeAll(keepingCapacity: true)
    elements.append(contentsOf: part)
    base = part.first?.start ?? 0
  }

  /// Builds the text anew from what it is.
  ///
  /// - Parameter body: Gets the text as it is and writes the new one.
  mutating func rebuild(_ body: ([Element], inout [Element]) -> Void) {
    swap(&elements, &previous)
    elements.removeAll(keepingCapacity: true)
    body(previous, &elements)
  }

  /// Puts scalars in front, which take the range of the first; an empty text stays empty.
  mutating func prepend(_ scalars: [UInt32]) {
    guard let first = elements.first else { return }
    let inserted = scalars.map { Element(scalar: $0, start: first.start, end: first.end) }
    elements.insert(contentsOf: inserted, at: 0)
  }

  /// Replaces parts by scalars, which all take the range of the last scalar that they replace.
  ///
  /// - Parameters:
  ///   - parts: The parts in order, none overlapping another.
  ///   - scalars: What each becomes.
  mutating func replace(_ parts: [Range<Int>], by scalars: [UInt32]) {
    guard !parts.isEmpty else { return }
    let base = base
    rebuild { old, new in
      var done = 0
      for part in parts {
        new.append(contentsOf: old[done..<part.lowerBound])
        let place = part.upperBound > 0 ? old[part.upperBound - 1] : nil
        for scalar in scalars {
          new.append(
            Element(scalar: scalar, start: place?.start ?? base, end: place?.end ?? base))
        }
        done = part.upperBound
      }
      new.append(contentsOf: old[done...])
    }
  }

  /// Removes scalars at both ends.
  mutating func strip(left: Bool, right: Bool, _ isStripped: (UInt32) -> Bool) {
    if right {
      let count = elements.reversed().prefix { isStripped($0.scalar) }.count
      elements.removeLast(count)
    }
    if left {
      let count = elements.prefix { isStripped($0.scalar) }.count
      elements.removeFirst(count)
    }
  }

  /// Replaces every scalar by one other.
  mutating func map(_ change: (UInt32) -> UInt32) {
    for index in elements.indices { elements[index].scalar = change(elements[index].scalar) }
  }

  /// Keeps the scalars that pass; those that stay keep their ranges.
  mutating func filter(_ keep: (UInt32) -> Bool) {
    elements.removeAll { !keep($0.scalar) }
  }

  /// Replaces every scalar by some, which all take its range.
  mutating func expand(_ forms: (UInt32) -> [UInt32]?) {
    guard elements.contains(where: { forms($0.scalar) != nil }) else { return }
    swap(&elements, &previous)
    elements.removeAll(keepingCapacity: true)
    for element in previous {
      guard let form = forms(element.scalar) else {
        elements.append(element)
        continue
      }
      for scalar in form {
        elements.append(Element(scalar: scalar, start: element.start, end: element.end))
      }
    }
  }

  /// Replaces the text by scalars that say how they relate to it.
  ///
  /// A change of 0 replaces the next scalar, 1 inserts, −n replaces and removes the n after it.
  mutating func transform(_ scalars: [(scalar: UInt32, change: Int)]) {
    swap(&elements, &previous)
    elements.removeAll(keepingCapacity: true)
    guard !previous.isEmpty else { return }
    var next = 0
    for (scalar, change) in scalars {
      var element: Element
      if change > 0 {
        element = next > 0 ? previous[next - 1] : Element(scalar: 0, start: base, end: base)
      } else {
        element = previous[min(next, previous.count - 1)]
        next = min(next + 1 - change, previous.count)
      }
      element.scalar = scalar
      elements.append(element)
    }
  }
}

/// Scalars in UTF-8 bytes that are known to be valid.
enum UTF8Scalars {
  /// Returns the scalar that begins at a place, and its length in bytes.
  @inline(__always)
  static func decode<Bytes: RandomAccessCollection>(
    _ bytes: Bytes, at place: Int
  ) -> (scalar: UInt32, length: Int) where Bytes.Element == UInt8, Bytes.Index == Int {
    let lead = UInt32(bytes[place])
    if lead < 0x80 { return (lead, 1) }
    func tail(_ offset: Int) -> UInt32 { UInt32(bytes[place + offset] & 0x3F) }
    if lead < 0xE0 { return ((lead & 0x1F) << 6 | tail(1), 2) }
    if lead < 0xF0 { return ((lead & 0x0F) << 12 | tail(1) << 6 | tail(2), 3) }
    return ((lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
  }

  /// Returns how many bytes a scalar takes.
  static func length(of scalar: UInt32) -> Int {
    scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
  }

  /// Appends a scalar's bytes.
  static func encode(_ scalar: UInt32, to bytes: inout [UInt8]) {
    func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | scalar >> shift & 0x3F) }
    if scalar < 0x80 {
      bytes.append(UInt8(scalar))
    } else if scalar < 0x800 {
      bytes.append(UInt8(0xC0 | scalar >> 6))
      bytes.append(tail(0))
    } else if scalar < 0x10000 {
      bytes.append(UInt8(0xE0 | scalar >> 12))
      bytes.append(tail(6))
      bytes.append(tail(0))
    } else {
      bytes.append(UInt8(0xF0 | scalar >> 18 & 0x07))
      bytes.append(tail(12))
      bytes.append(tail(6))
      bytes.append(tail(0))
    }
  }

  /// Returns where the scalar before a place begins.
  static func start(before place: Int, in bytes: [UInt8]) -> Int {
    var start = place - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }
}
