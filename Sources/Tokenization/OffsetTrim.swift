/// The stage of byte-level tokenizers that takes white space off the ranges of tokens.
///
/// It counts the signs for spaces at the ends of a token's piece, as `tokenizers` does.
struct OffsetTrim: Sendable {
  /// Whether one space that begins the text counts as put there by the pre-tokenizer.
  var addsSpace: Bool
  /// Whether the template's tokens are there before it, so that the text's first is not the first.
  var isBehindTemplate = false

  /// Shortens the ranges.
  ///
  /// - Parameters:
  ///   - tokens: The tokens.
  ///   - front: Where the text's own begin.
  ///   - bytes: The original text.
  ///   - piece: Returns how a token with an index and an id is written.
  func apply(
    to tokens: inout [Token], from front: Int, bytes: [UInt8],
    piece: (_ index: Int, _ id: Int) -> String
  ) {
    for index in tokens.indices.dropFirst(front) {
      let scalars = piece(index, tokens[index].id).unicodeScalars
      var leading = scalars.prefix(while: Self.isSpace).count
      let trailing = scalars.reversed().prefix(while: Self.isSpace).count
      var (start, end) = (tokens[index].range.lowerBound, tokens[index].range.upperBound)
      if leading == 1, addsSpace, (index == front && !isBehindTemplate) || start == 0 {
        leading = 0
      }
      for _ in 0..<leading where start < end {
        start += UTF8Scalars.decode(bytes, at: start).length
      }
      start = min(start, end)
      // More spaces than the text has before its end cut nothing.
      var shortened = end
      for taken in 0..<trailing {
        guard shortened > 0 else {
          shortened = taken < trailing ? end : shortened
          break
        }
        shortened = UTF8Scalars.start(before: shortened, in: bytes)
      }
      end = max(shortened, start)
      tokens[index].range = start..<end
    }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == ByteLevel.space
      || UnicodeTables.shared.traits(of: scalar.value).contains(.whitespace)
  }
}
