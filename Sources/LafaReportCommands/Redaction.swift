internal import Foundation

/// Hides what patterns match: nothing that a run writes shows it, while the model still sees it.
struct Redaction: Sendable {
  private let patterns: [NSRegularExpression]

  /// What stands for each code point that is hidden.
  static let mark: Unicode.Scalar = "█"

  /// How many patterns there are.
  var count: Int { patterns.count }

  /// A pattern that cannot be read.
  struct Fault: Error, CustomStringConvertible {
    let pattern: String
    var description: String { "--redact: “\(pattern)” is not a regular expression." }
  }

  /// Reads patterns.
  ///
  /// - Parameter patterns: Regular expressions as ICU has them.
  /// - Throws: ``Fault``.
  init(_ patterns: [String]) throws(Fault) {
    var read: [NSRegularExpression] = []
    for pattern in patterns {
      guard !pattern.isEmpty, let expression = try? NSRegularExpression(pattern: pattern) else {
        throw Fault(pattern: pattern)
      }
      read.append(expression)
    }
    self.patterns = read
  }

  /// How often ICU may report, at most, that it is at work on a text: each place of the text, some
  /// more for good measure, and beyond that each ten thousand steps of a match.
  private static func reportLimit(_ length: Int) -> Int { 2 * length + 10_000 }

  /// Returns what a pattern matches; the whole text if a pattern with nested repetition would take
  /// for ever, or more memory than ICU has for it.
  private static func matches(_ pattern: NSRegularExpression, in text: String) -> [NSRange] {
    let whole = NSRange(location: 0, length: text.utf16.count)
    let limit = reportLimit(whole.length)
    var found: [NSRange] = []
    var reports = 0
    var isGivenUp = false
    pattern.enumerateMatches(
      in: text, options: [.reportProgress, .reportCompletion], range: whole
    ) { match, flags, stop in
      // ICU ends without an error where a match needs too much of its stack.
      if flags.contains(.internalError) { isGivenUp = true }
      if let match {
        found.append(match.range)
      } else {
        reports += 1
        if reports > limit {
          isGivenUp = true
          stop.pointee = true
        }
      }
    }
    return isGivenUp ? [whole] : found
  }

  /// Returns which code points of a text are hidden, in order; neighbouring ranges may touch.
  func ranges(of text: String) -> [Range<Int>] {
    guard !patterns.isEmpty else { return [] }
    let found = patterns.flatMap { Self.matches($0, in: text) }
    guard !found.isEmpty else { return [] }
    var isHidden = [Bool](repeating: false, count: text.utf16.count)
    for range in found {
      for unit in range.location..<range.location + range.length { isHidden[unit] = true }
    }
    var ranges: [Range<Int>] = []
    var unit = 0
    for (index, scalar) in text.unicodeScalars.enumerated() {
      let width = UTF16.width(scalar)
      // White space stays, so that words and lines stay.
      if isHidden[unit..<unit + width].contains(true), !scalar.properties.isWhitespace {
        if let last = ranges.last, last.upperBound == index {
          ranges[ranges.count - 1] = last.lowerBound..<index + 1
        } else {
          ranges.append(index..<index + 1)
        }
      }
      unit += width
    }
    return ranges
  }

  /// Whether a text has something that is hidden.
  func matches(_ text: String) -> Bool { !ranges(of: text).isEmpty }

  /// Returns a text of the same length with ranges hidden.
  static func hide(_ ranges: [Range<Int>], in text: String) -> String {
    guard !ranges.isEmpty else { return text }
    var scalars = Array(text.unicodeScalars)
    for range in ranges { for index in range { scalars[index] = mark } }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// Returns a text with what the patterns match hidden.
  func hidden(_ text: String) -> String { Self.hide(ranges(of: text), in: text) }
}
