import Foundation

/// A regular expression of a tokenizer, by which texts are split or parts of them replaced.
///
/// Tokenizers are written for Oniguruma; patterns on which ICU might differ are refused.
package struct SplitPattern: Sendable {
  /// The longest pattern, in characters.
  package static let lengthLimit = 4096

  /// Reports of progress that ICU may make on any text; it makes one in some thousand steps.
  private static let leastBudget = 200
  /// One report more for so many units of UTF-16: honest patterns need a tenth of that.
  private static let unitsPerReport = 50

  private let expression: NSRegularExpression

  /// Reads a pattern.
  ///
  /// - Parameter regex: The pattern as `tokenizer.json` holds it.
  /// - Throws: Why it is refused.
  package init(regex: String) throws(SplitPatternError) {
    guard regex.unicodeScalars.count <= Self.lengthLimit else {
      throw .tooLong(limit: Self.lengthLimit)
    }
    let checked = try SplitPatternSyntax.check(regex)
    guard let expression = try? NSRegularExpression(pattern: checked) else { throw .malformed }
    self.expression = expression
  }

  /// Finds the parts of a text that match, from its start on, none of them empty.
  ///
  /// - Parameter scalars: The text.
  /// - Returns: Their places, counted from the first scalar.
  /// - Throws: That the text is too much for the pattern, where ICU would just stop.
  package func matches(
    in scalars: some RandomAccessCollection<Unicode.Scalar>
  ) throws(SplitPatternError) -> [Range<Int>] {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    let string = String(text)
    let whole = NSRange(location: 0, length: string.utf16.count)
    // Matches come in order, so one walk turns places in UTF-16 into places in scalars.
    var scalar = scalars.startIndex
    var (units, place) = (0, 0)
    func advance(to target: Int) -> Int {
      while units < target {
        units += UTF16.width(scalars[scalar])
        scalars.formIndex(after: &scalar)
        place += 1
      }
      return place
    }
    var ranges: [Range<Int>] = []
    var isExhausted = false
    // Counted in ICU's own steps, not in time, so that the same text is always cut alike.
    var budget = Self.leastBudget + string.utf16.count / Self.unitsPerReport
    expression.enumerateMatches(
      in: string, options: [.reportCompletion, .reportProgress], range: whole
    ) { match, flags, stop in
      if flags.contains(.progress) { budget -= 1 }
      if flags.contains(.internalError) || budget < 0 {
        isExhausted = true
        stop.pointee = true
      }
      guard let range = match?.range, range.length > 0 else { return }
      let start = advance(to: range.location)
      ranges.append(start..<advance(to: range.location + range.length))
    }
    if isExhausted { throw .exhausted }
    return ranges
  }
}
