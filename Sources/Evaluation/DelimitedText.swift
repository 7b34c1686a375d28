/// Tables for spreadsheets.
public enum DelimitedText {
  /// Returns rows as CSV (RFC 4180) with line feeds.
  ///
  /// A cell that a spreadsheet would take for a formula gets an apostrophe before it; a number
  /// does not.
  ///
  /// - Parameter rows: Cells by rows.
  /// - Returns: The text.
  public static func csv(_ rows: [[String]]) -> String {
    rows.map { $0.map(cell).joined(separator: ",") + "\n" }.joined()
  }

  private static func cell(_ text: String) -> String {
    var text = text
    if let first = text.unicodeScalars.first, "=+-@\t\r＝＋－＠".unicodeScalars.contains(first),
      Double(text) == nil
    {
      text = "'" + text
    }
    let needsQuotes = text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
    guard needsQuotes else { return text }
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
