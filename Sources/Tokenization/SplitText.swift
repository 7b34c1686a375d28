/// A normalized text while pre-tokenizers cut it: its scalars and the parts they were cut into.
struct SplitText {
  /// A part of a text, and whether the pattern of a split matched it.
  struct Span {
    var range: Range<Int>
    var isMatch: Bool
  }

  private(set) var text = AlignedText()
  private(set) var parts: [Range<Int>] = []
  private var spans: [Span] = []

  /// Begins with one part.
  mutating func start(_ elements: ArraySlice<AlignedText.Element>) {
    text.take(elements)
    parts.removeAll(keepingCapacity: true)
    if !elements.isEmpty { parts.append(0..<elements.count) }
  }

  /// Cuts every part as some body says, in order; empty parts go.
  ///
  /// - Parameter body: Gets the scalars and a part and emits the ranges that it becomes.
  mutating func cut(
    _ body: ([AlignedText.Element], Range<Int>, _ emit: (Range<Int>) -> Void) -> Void
  ) {
    var new: [Range<Int>] = []
    new.reserveCapacity(parts.count)
    for part in parts { body(text.elements, part) { if !$0.isEmpty { new.append($0) } } }
    parts = new
  }

  /// Cuts every part at what matches.
  ///
  /// - Parameters:
  ///   - behavior: What becomes of the matches.
  ///   - inverts: Whether what lies between the matches is meant.
  ///   - find: Gets the scalars and a part and returns the matches in it, in order.
  mutating func split(
    _ behavior: SplitBehavior, inverts: Bool = false,
    _ find: ([AlignedText.Element], Range<Int>) -> [Range<Int>]
  ) {
    var new: [Range<Int>] = []
    new.reserveCapacity(parts.count)
    for part in parts {
      spans.removeAll(keepingCapacity: true)
      var done = part.lowerBound
      for match in find(text.elements, part) {
        if done < match.lowerBound {
          spans.append(Span(range: done..<match.lowerBound, isMatch: inverts))
        }
        spans.append(Span(range: match, isMatch: !inverts))
        done = match.upperBound
      }
      if done < part.upperBound {
        spans.append(Span(range: done..<part.upperBound, isMatch: inverts))
      }
      behavior.write(spans, to: &new)
    }
    parts = new
  }

  /// Cuts every part at every scalar that is one of a kind.
  mutating func split(_ behavior: SplitBehavior, at isDelimiter: (UInt32) -> Bool) {
    split(behavior) { elements, part in
      part.filter { isDelimiter(elements[$0].scalar) }.map { $0..<$0 + 1 }
    }
  }

  /// Puts a scalar in front of the parts that pass; it takes the range of their first.
  ///
  /// - Parameters:
  ///   - scalar: The scalar.
  ///   - isMeant: Gets the first scalar of a part.
  mutating func prepend(_ scalar: UInt32, where isMeant: (AlignedText.Element) -> Bool) {
    var new: [Range<Int>] = []
    new.reserveCapacity(parts.count)
    let parts = parts
    text.rebuild { old, elements in
      elements.reserveCapacity(old.count + parts.count)
      for part in parts {
        let start = elements.count
        var first = old[part.lowerBound]
        if isMeant(first) {
          first.scalar = scalar
          elements.append(first)
        }
        elements.append(contentsOf: old[part])
        new.append(start..<elements.count)
      }
    }
    self.parts = new
  }

  /// Replaces every scalar by one other.
  mutating func map(_ change: (UInt32) -> UInt32) { text.map(change) }

  /// Writes the bytes of all parts as characters.
  mutating func writeBytes() {
    let parts = parts
    var new: [Range<Int>] = []
    new.reserveCapacity(parts.count)
    var done = 0
    for part in parts {
      let length = text.elements[part].reduce(0) { $0 + UTF8Scalars.length(of: $1.scalar) }
      new.append(done..<done + length)
      done += length
    }
    text.rebuild { old, elements in for part in parts { elements.append(contentsOf: old[part]) } }
    ByteLevel.apply(to: &text)
    self.parts = new
  }
}

/// What becomes of the matches of a split.
enum SplitBehavior: String, Sendable, CaseIterable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  /// Writes the parts that a text becomes, but no empty ones.
  ///
  /// - Parameters:
  ///   - spans: The text, cut into what matched and what lies between.
  ///   - parts: Where the parts are written.
  func write(_ spans: [SplitText.Span], to parts: inout [Range<Int>]) {
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(spans.count)
    var wasMatch = false
    switch self {
    case .removed: ranges = spans.filter { !$0.isMatch }.map(\.range)
    case .isolated: ranges = spans.map(\.range)
    case .contiguous, .mergedWithPrevious:
      for span in spans {
        let joins = self == .contiguous ? span.isMatch == wasMatch : span.isMatch && !wasMatch
        if joins, let last = ranges.last {
          ranges[ranges.count - 1] = last.lowerBound..<span.range.upperBound
        } else {
          ranges.append(span.range)
        }
        wasMatch = span.isMatch
      }
    case .mergedWithNext:
      for span in spans.reversed() {
        if span.isMatch, !wasMatch, let last = ranges.last {
          ranges[ranges.count - 1] = span.range.lowerBound..<last.upperBound
        } else {
          ranges.append(span.range)
        }
        wasMatch = span.isMatch
      }
      ranges.reverse()
    }
    for range in ranges where !range.isEmpty { parts.append(range) }
  }
}
