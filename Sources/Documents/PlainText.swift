internal import Foundation

/// What can be said of a text without knowing where it comes from.
enum PlainText {
  /// The longest title, in code points: a character may have thousands.
  private static let titleLimit = 80

  /// Returns a text without the byte order mark that some editors write before it.
  static func withoutMark(_ text: String) -> String {
    guard text.unicodeScalars.first == "\u{FEFF}" else { return text }
    return String(text.unicodeScalars.dropFirst())
  }

  /// Whether a text has nothing to read.
  static func isBlank(_ text: String) -> Bool {
    !text.unicodeScalars.contains { !$0.properties.isWhitespace }
  }

  /// Returns the first line that is not blank, cut at a word if it is long.
  static func title(of text: String) -> String {
    let line =
      text.split(whereSeparator: \.isNewline)
      .lazy.map { $0.trimmingCharacters(in: .whitespaces) }
      .first { !$0.isEmpty } ?? ""
    let scalars = line.unicodeScalars
    guard scalars.count > titleLimit else { return line }
    let cut = String(scalars.prefix(titleLimit))
    let words = cut.lastIndex(of: " ").map { String(cut[..<$0]) } ?? cut
    return words.trimmingCharacters(in: .punctuationCharacters.union(.whitespaces)) + "…"
  }
}
