internal import AttributionRecords
internal import Foundation
internal import Spreadsheets

/// A row as lines of JSON and as cells of a workbook have it.
struct AuditRowText: Sendable {
  /// What stands before each value: the column's name, and what parts it from the one before.
  private let keys: [[UInt8]]
  /// The column whose words are a list.
  private let list: Int?

  /// Prepares.
  ///
  /// - Parameter names: The columns.
  init(_ names: [String]) {
    keys = names.enumerated().map { index, name in
      Array((index == 0 ? "{" : ",").utf8) + Self.quoted(name) + [UInt8(ascii: ":")]
    }
    list = names.firstIndex(of: AuditResult.wordColumn)
  }

  /// Returns a row as a line of JSON; the strongest words as a list.
  ///
  /// - Parameters:
  ///   - cells: One each column.
  ///   - words: What `lafa_top_words` says.
  /// - Returns: UTF-8 JSON with a line end.
  /// - Throws: What the encoder throws.
  func json(_ cells: [Cell], words: [AuditResult.Word]) throws -> [UInt8] {
    var line: [UInt8] = []
    for (index, cell) in cells.enumerated() {
      line += keys[index]
      switch cell {
      case _ where index == list: line += try Self.json(words)
      case .bool(let isTrue): line += (isTrue ? "true" : "false").utf8
      // As it was written, which is JSON only where it came from JSON.
      case .number(let text) where Self.isNumber(text): line += text.utf8
      case .number(let text), .text(let text): line += Self.quoted(text)
      }
    }
    return line + [UInt8(ascii: "}"), 0x0A]
  }

  private static func json(_ words: [AuditResult.Word]) throws -> [UInt8] {
    var json = JSONText()
    try json.array(words) { json, word in
      try json.object { json in
        json.key("share")
        try json.value(word.share)
        json.key("word")
        json.value(word.word)
      }
    }
    return json.bytes
  }

  private static func quoted(_ text: String) -> [UInt8] {
    var json = JSONText()
    json.value(text)
    return json.bytes
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
      return isNumber(text) && text.utf8.count { (0x30...0x39).contains($0) } <= 15
        ? cell : fitting(.text(text))
    case .text(let text):
      guard text.utf16.count > WorkbookWriter.textLimit else { return cell }
      let cut = text.utf16.prefix(WorkbookWriter.textLimit - 1)
      return .text((String(cut) ?? String(text.prefix(WorkbookWriter.textLimit / 4))) + "…")
    }
  }
}
