/// What a split or a replacement looks for.
enum TextPattern: Sendable {
  /// A text, never empty.
  case text([UInt32])
  /// A regular expression.
  case regex(SplitPattern)

  /// Finds all matches in a part of a text, from the left and none overlapping another.
  func matches(in elements: [AlignedText.Element], _ part: Range<Int>) -> [Range<Int>] {
    switch self {
    case .text(let scalars): Self.matches(of: scalars, in: elements, part)
    case .regex(let pattern): Self.matches(of: pattern, in: elements, part)
    }
  }

  private static func matches(
    of scalars: [UInt32], in elements: [AlignedText.Element], _ part: Range<Int>
  ) -> [Range<Int>] {
    guard let first = scalars.first, scalars.count <= part.count else { return [] }
    var found: [Range<Int>] = []
    var at = part.lowerBound
    while at + scalars.count <= part.upperBound {
      if elements[at].scalar == first,
        elements[at..<at + scalars.count].elementsEqual(scalars, by: { $0.scalar == $1 })
      {
        found.append(at..<at + scalars.count)
        at += scalars.count
      } else {
        at += 1
      }
    }
    return found
  }

  /// A part that is too much for the expression's engine is searched in halves: megabytes without
  /// a border, where a match across the middle is lost rather than the text.
  private static func matches(
    of pattern: SplitPattern, in elements: [AlignedText.Element], _ part: Range<Int>
  ) -> [Range<Int>] {
    let scalars = elements[part].map { Unicode.Scalar($0.scalar) ?? "\u{FFFD}" }
    if let found = try? pattern.matches(in: scalars) {
      return found.map { $0.lowerBound + part.lowerBound..<$0.upperBound + part.lowerBound }
    }
    guard part.count > 1 else { return [] }
    let middle = part.lowerBound + part.count / 2
    return matches(of: pattern, in: elements, part.lowerBound..<middle)
      + matches(of: pattern, in: elements, middle..<part.upperBound)
  }
}
