internal import Foundation

/// A workbook of the form XLSX (ECMA-376): the cells of one of its sheets.
///
/// Of formulas the value that was kept is read. Dates, which a sheet keeps as numbers with a
/// format, are given as text: 2026-11-23, or 2026-11-23T18:30:00.
public struct Workbook: Sendable {
  private let archive: ZipArchive
  private let path: String
  private let strings: [String]
  private let sheet: [UInt8]
  private let dates: DateStyles
  /// The sheet's name.
  public let name: String

  /// Opens a workbook.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - sheet: The name of a sheet; nil for the first.
  /// - Throws: ``SpreadsheetError``.
  public init(path: String, sheet: String?) throws(SpreadsheetError) {
    self.path = path
    archive = try ZipArchive(path: path)
    guard let book = try archive.file("xl/workbook.xml") else {
      let kind = try archive.file("mimetype").map { String(decoding: $0, as: UTF8.self) }
      throw .notXLSX(
        path: path,
        kind: kind?.contains("opendocument") == true ? "an OpenDocument file" : "another archive")
    }
    var sheets: [(name: String, relation: String)] = []
    var is1904 = false
    try Self.read(book, path, "xl/workbook.xml") { event in
      guard case .open(let name, let attributes) = event else { return }
      if name == "sheet" { sheets.append((attributes["name"] ?? "", attributes["id"] ?? "")) }
      if name == "workbookPr" { is1904 = ["1", "true"].contains(attributes["date1904"] ?? "") }
    }
    guard let chosen = sheets.first(where: { sheet == nil || $0.name == sheet }) else {
      if let sheet { throw .noSheet(path: path, name: sheet, found: sheets.map(\.name)) }
      throw .damaged(path: path, part: "xl/workbook.xml", detail: "names no sheet")
    }
    name = chosen.name
    let relations = "xl/_rels/workbook.xml.rels"
    var target: String?
    try Self.read(try archive.file(relations) ?? [], path, relations) { event in
      if case .open("Relationship", let attributes) = event, attributes["Id"] == chosen.relation {
        target = attributes["Target"]
      }
    }
    let place = target.map { $0.hasPrefix("/") ? String($0.dropFirst()) : "xl/" + $0 }
    guard let place, let bytes = try archive.file(place) else {
      throw .damaged(path: path, part: "the sheet “\(chosen.name)”", detail: "is missing")
    }
    self.sheet = bytes
    strings = try Self.strings(try archive.file("xl/sharedStrings.xml"), path)
    dates = try DateStyles(try archive.file("xl/styles.xml"), is1904: is1904) {
      bytes, body throws(SpreadsheetError) in
      try Self.read(bytes, path, "xl/styles.xml", body)
    }
  }

  private static func read(
    _ bytes: [UInt8], _ path: String, _ part: String, _ body: (XMLReader.Event) -> Void
  ) throws(SpreadsheetError) {
    do {
      try XMLReader.read(bytes) {
        body($0)
        return true
      }
    } catch {
      throw .damaged(path: path, part: part, detail: "is not well-formed XML")
    }
  }

  /// The texts that cells share, without their formats and phonetic hints.
  private static func strings(
    _ bytes: [UInt8]?, _ path: String
  ) throws(SpreadsheetError) -> [String] {
    guard let bytes else { return [] }
    var strings: [String] = []
    var reader = TextCollector()
    try read(bytes, path, "xl/sharedStrings.xml") { event in
      if let text = reader.take(event, item: "si") { strings.append(text) }
    }
    return strings
  }

  /// Passes on the rows of the sheet, in order; a row that the sheet leaves out has no cells.
  ///
  /// - Parameters:
  ///   - body: Takes a row's number, from 1, and its cells up to the last that is there.
  ///   - formulas: Takes the columns, from 0, of formulas without a value, before the row's cells;
  ///     such cells are empty.
  /// - Throws: ``SpreadsheetError``, or what the closure throws.
  public func forEachRow(
    _ body: (_ number: Int, _ cells: [Cell]) throws -> Void, formulas: ([Int]) -> Void = { _ in }
  ) throws {
    var row = SheetRow(strings: strings, dates: dates, columnLimit: WorkbookWriter.columnLimit)
    do {
      try XMLReader.read(sheet) { event in
        if let cells = try row.take(event) {
          if !row.formulas.isEmpty { formulas(row.formulas) }
          try body(row.number, cells)
        }
        return true
      }
    } catch is XMLReader.Refused {
      throw SpreadsheetError.damaged(
        path: path, part: "the sheet “\(name)”", detail: "is not well-formed XML")
    } catch is SheetRow.Broken {
      throw SpreadsheetError.damaged(
        path: path, part: "the sheet “\(name)”, row \(row.number)",
        detail: "names a cell that cannot be there")
    }
  }
}

/// The text of items that may be made of several runs.
struct TextCollector {
  private var text: String?
  private var isInText = false
  private var isPhonetic = false

  /// Takes an event.
  ///
  /// - Returns: The text of an item that has ended.
  mutating func take(_ event: XMLReader.Event, item: String) -> String? {
    switch event {
    case .open(item, _): text = ""
    case .open("rPh", _): isPhonetic = true
    case .close("rPh"): isPhonetic = false
    case .open("t", _): isInText = !isPhonetic
    case .close("t"): isInText = false
    case .text(let part): if isInText { text? += part }
    case .close(item):
      defer { text = nil }
      return text.map(Self.unescaped)
    default: break
    }
    return nil
  }

  /// Resolves _x0041_, by which a workbook writes what XML cannot (ECMA-376, 22.9.2.19).
  static func unescaped(_ text: String) -> String {
    guard text.contains("_x") else { return text }
    return text.replacing(/_x([0-9A-Fa-f]{4})_/) { match in
      UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) }
        ?? String(match.0)
    }
  }
}
