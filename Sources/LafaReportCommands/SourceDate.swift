internal import Foundation

/// The date of a run, which is only written when it is asked for: the same input gives the same
/// bytes.
enum SourceDate {
  /// Returns `SOURCE_DATE_EPOCH` as ISO 8601 in UTC, or nil if it is not a number of seconds.
  ///
  /// - Parameter environment: The process's environment.
  /// - Returns: The date, such as 2026-11-22T18:30:00Z.
  static func text(_ environment: [String: String]) -> String? {
    // Up to the year 9999, so that the text always has the same form.
    guard let seconds = environment["SOURCE_DATE_EPOCH"].flatMap(Int.init),
      (0...253_402_300_799).contains(seconds)
    else { return nil }
    return Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
  }
}
