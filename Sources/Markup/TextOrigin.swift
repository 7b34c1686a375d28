/// Where a stretch of an extracted text stands in the document that it was read from.
public struct TextOrigin: Sendable, Equatable {
  /// Where it stands in the text, in code points.
  public var text: Range<Int>
  /// Where it stands in the source, in code points.
  public var source: Range<Int>
  /// Whether both are the same, code point by code point; otherwise the source is a reference,
  /// such as `&eacute;`, that the text has the meaning of.
  public var isUnchanged: Bool

  /// Makes an origin from its parts.
  public init(text: Range<Int>, source: Range<Int>, isUnchanged: Bool) {
    self.text = text
    self.source = source
    self.isUnchanged = isUnchanged
  }
}

/// While a document is read, origins are counted in bytes of UTF-8, their text in a piece of it.
extension TextOrigin {
  /// Makes the origin of bytes that stand unchanged in the source.
  init(_ text: Int, at source: Int, count: Int) {
    self.init(
      text: text..<text + count, source: source..<source + count, isUnchanged: true)
  }

  /// Returns the part that lies in a range of the text; a reference is never cut.
  func clamped(to range: Range<Int>) -> TextOrigin {
    let part = text.clamped(to: range)
    guard isUnchanged else { return TextOrigin(text: part, source: source, isUnchanged: false) }
    return TextOrigin(
      part.lowerBound, at: source.lowerBound + part.lowerBound - text.lowerBound,
      count: part.count)
  }
}

/// The origins of a text, gathered piece by piece in bytes.
struct OriginList {
  private(set) var origins: [TextOrigin] = []

  /// Adds an origin behind the others, and joins it with the last if that goes on there.
  mutating func append(_ origin: TextOrigin) {
    guard !origin.text.isEmpty else { return }
    if let last = origins.last, last.isUnchanged, origin.isUnchanged,
      last.text.upperBound == origin.text.lowerBound,
      last.source.upperBound == origin.source.lowerBound
    {
      origins[origins.count - 1] = TextOrigin(
        last.text.lowerBound, at: last.source.lowerBound,
        count: last.text.count + origin.text.count)
    } else {
      origins.append(origin)
    }
  }

  /// Leaves out what does not hold, and joins what has the same white space between it.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - source: What it was read from, with U+FFFD for zeros.
  ///   - zeros: The code points of the source that are zeros, in order.
  /// - Returns: The origins in code points.
  func checked(text: [UInt8], source: [UInt8], zeros: [Int]) -> [TextOrigin] {
    var joined = OriginList()
    var place = (text: 0, source: 0)
    for origin in origins {
      guard origin.text.lowerBound >= place.text, origin.source.lowerBound >= place.source,
        origin.text.upperBound <= text.count, origin.source.upperBound <= source.count,
        !origin.isUnchanged || text[origin.text] == source[origin.source]
      else { continue }
      if let last = joined.origins.last, last.isUnchanged, origin.isUnchanged {
        let between = (
          text: last.text.upperBound..<origin.text.lowerBound,
          source: last.source.upperBound..<origin.source.lowerBound
        )
        if between.text.count == between.source.count, text[between.text] == source[between.source]
        {
          joined.append(
            TextOrigin(
              between.text.lowerBound, at: between.source.lowerBound, count: between.text.count))
        }
      }
      joined.append(origin)
      place = (origin.text.upperBound, origin.source.upperBound)
    }
    var textPoints = PointCounter(text)
    var sourcePoints = PointCounter(source)
    var list = OriginList()
    var zeros = zeros[...]
    for origin in joined.origins {
      let counted = TextOrigin(
        text: textPoints.points(of: origin.text), source: sourcePoints.points(of: origin.source),
        isUnchanged: origin.isUnchanged)
      list.append(counted, replacing: &zeros)
    }
    return list.origins
  }

  /// Adds an origin cut at the zeros in it, which the text replaces.
  private mutating func append(_ origin: TextOrigin, replacing zeros: inout ArraySlice<Int>) {
    var rest = origin
    while let zero = zeros.first, zero < rest.source.upperBound {
      zeros.removeFirst()
      guard origin.isUnchanged, zero >= rest.source.lowerBound else { continue }
      let place = rest.text.lowerBound + zero - rest.source.lowerBound
      append(rest.clamped(to: rest.text.lowerBound..<place))
      append(
        TextOrigin(text: place..<place + 1, source: zero..<zero + 1, isUnchanged: false))
      rest = rest.clamped(to: place + 1..<rest.text.upperBound)
    }
    append(rest)
  }
}

/// Counts the code points of a text up to places that are asked for in order.
private struct PointCounter {
  private let bytes: [UInt8]
  private var byte = 0
  private var point = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func points(of range: Range<Int>) -> Range<Int> {
    let start = points(upTo: range.lowerBound)
    return start..<points(upTo: range.upperBound)
  }

  private mutating func points(upTo end: Int) -> Int {
    while byte < end {
      if bytes[byte] & 0xC0 != 0x80 { point += 1 }
      byte += 1
    }
    return point
  }
}
