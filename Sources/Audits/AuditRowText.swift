internal import Foundation
internal import Spreadsheets

/// A row as lines of JSON and as cells of a workbook have it.
enum AuditRowText {
  /// Returns a row as a line of JSON; the strongest words as a list.
  ///
  /// - Parameters:
  ///   - names: The columns.
  ///   - cells: One each.
  ///   - words: What `lafa_top_words` says.
  /// - Returns: UTF-8 JSON with a line end.
  /// - Throws: What the encoder throws.
  static func json(
    _ names: [String], _ cells: [Cell], words: [AuditResult.Word]
  ) throws -> [UInt8] {
    var line: [UInt8] = [UInt8(ascii: "{")]
    for (index, (name, cell)) in zip(names, cells).enumerated() {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      line += try encoded(name)
      line.append(UInt8(ascii: ":"))
      switch cell {
      case _ where name == "lafa_top_words": line += try encoded(words)
      case .bool(let isTrue): line += Array((isTrue ? "true" : "false").utf8)
      // As it was written, which is JSON only where it came from JSON.
      case .number(let text) where isNumber(text): line += Array(text.utf8)
      case .number(let text), .text(let text): line += try encoded(text)
      }
    }
    return line + [UInt8(ascii: "}"), 0x0A]
  }

  private static func encoded(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }

  /// Whether a text is a number of JSON (RFC 8259, section 6).
  private static func isNumber(_ text: String) -> Bool {
    text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil
  }

  /// Returns a cell as a workbook can hold it: a longer text ends with a mark, and a number that it
  /// would round is a text.
  static func fitting(_ cell: Cell) -> Cell {
    switch cell {
    case .bool: return cell
    case .number(let text):
      return isNumber(text) && text.count { $0.isNumber } <= 15 ? cell : fitting(.text(text))
    case .text(let text):
      guard text.utf16.count > WorkbookWriter.textLimit else { return cell }
      let cut = text.utf16.prefix(WorkbookWriter.textLimit - 1)
      return .text((String(cut) ?? String(text.prefix(WorkbookWriter.textLimit / 4))) + "…")
    }
  }
}
