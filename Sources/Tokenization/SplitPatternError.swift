/// Why a regular expression of a tokenizer is refused.
package enum SplitPatternError: Error, Equatable, CustomStringConvertible {
  /// It is longer than any honest one.
  case tooLong(limit: Int)
  /// It has a construct that could run away or means something else here than in Oniguruma.
  case unsupported(construct: String)
  /// It is no regular expression.
  case malformed
  /// A text has a stretch too long for it.
  case exhausted

  /// What is wrong, as the end of a sentence.
  package var description: String {
    switch self {
    case .tooLong(let limit): "the pattern is longer than \(limit) characters"
    case .unsupported(let construct): "the pattern has \(construct), which is not supported"
    case .malformed: "the pattern is no regular expression"
    case .exhausted: "a text has a repetition too long for the pattern"
    }
  }
}
