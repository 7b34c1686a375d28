/// Tables for spreadsheets.
public enum DelimitedText {
  /// Returns rows as CSV (RFC 4180) with line feeds.
  ///
  /// A cell that a spreadsheet would take for a formula gets an apostrophe before it; a number
  /// does not. ``unguarded(_:)`` takes it away.
  ///
  /// - Parameter rows: Cells by rows.
  /// - Returns: The text.
  public static func csv(_ rows: [[String]]) -> String {
    rows.map { $0.map(cell).joined(separator: ",") + "\n" }.joined()
  }

  /// Returns the text of a cell without the apostrophe that ``csv(_:)`` put before it.
  ///
  /// - Parameter text: What a reader of CSV found.
  /// - Returns: What was written.
  public static func unguarded(_ text: String) -> String {
    isGuarded(text) ? String(text.unicodeScalars.dropFirst()) : text
  }

  /// Whether a text has an apostrophe before what a spreadsheet would take for a formula.
  private static func isGuarded(_ text: String) -> Bool {
    text.unicodeScalars.first == "'" && isFormula(text.unicodeScalars.drop { $0 == "'" })
  }

  private static func isFormula(_ text: Substring.UnicodeScalarView) -> Bool {
    guard let first = text.first, "=+-@\t\r＝＋－＠".unicodeScalars.contains(first) else {
      return false
    }
    let isNumber =
      text.allSatisfy { "0123456789+-.eE".unicodeScalars.contains($0) }
      && Double(String(text)) != nil
    return !isNumber
  }

  private static func cell(_ text: String) -> String {
    var text = text
    // What looks guarded already is guarded again, so that nothing is taken away from it later.
    if isFormula(text.unicodeScalars[...]) || isGuarded(text) { text = "'" + text }
    let isQuoted = text.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0D || $0 == 0x0A }
    guard isQuoted else { return text }
    // A quote with a combining mark behind it is a quote all the same.
    var quoted = "\"".unicodeScalars
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted.append(scalar) }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }
}
