/// Writes a workbook with one sheet, row by row; the same rows give the same bytes.
///
/// Texts are written as texts, so that none is ever a formula.
public enum WorkbookWriter {
  /// Rows that a sheet may have.
  public static let rowLimit = 1_048_576
  /// Columns that a sheet may have.
  public static let columnLimit = 16_384
  /// Characters that a cell may have.
  public static let textLimit = 32_767

  /// Writes a workbook.
  ///
  /// - Parameters:
  ///   - sheet: The sheet's name.
  ///   - layout: How its columns look.
  ///   - sink: Takes the parts of the file one after the other.
  ///   - body: Calls its argument with each row; at most ``rowLimit`` of ``columnLimit`` cells.
  /// - Throws: What a closure throws.
  public static func write(
    sheet: String, layout: Layout = Layout(), to sink: @escaping (_ part: [UInt8]) throws -> Void,
    _ body: (_ add: ([Cell]) throws -> Void) throws -> Void
  ) throws {
    var zip = ZipWriter(sink)
    for (name, text) in parts(sheet) {
      try zip.add(name) { try $0(Array((declaration + text).utf8)) }
    }
    var links: [(cell: String, address: String)] = []
    try zip.add("xl/worksheets/sheet1.xml") { sink in
      let start = "<worksheet \(main) xmlns:r=\"\(office)\">" + frozen + columns(layout.widths)
      try sink(Array((declaration + start + "<sheetData>").utf8))
      var number = 0
      try body { cells in
        number += 1
        try sink(row(number, cells))
        if number > 1, links.count < linkLimit, let column = layout.linkColumn,
          cells.indices.contains(column), case .text(let text) = cells[column], !text.isEmpty
        {
          links.append(("\(letters(column))\(number)", layout.linkBase + address(text)))
        }
      }
      let cells = links.enumerated().map {
        "<hyperlink ref=\"\($0.element.cell)\" r:id=\"rId\($0.offset + 1)\"/>"
      }
      let list = cells.isEmpty ? "" : "<hyperlinks>\(cells.joined())</hyperlinks>"
      try sink(Array("</sheetData>\(list)</worksheet>".utf8))
    }
    if !links.isEmpty {
      try zip.add("xl/worksheets/_rels/sheet1.xml.rels") { sink in
        let relations = links.enumerated().map {
          """
          <Relationship Id="rId\($0.offset + 1)" Type="\(office)/hyperlink" \
          Target="\(escaped($0.element.address))" TargetMode="External"/>
          """
        }
        let start = "<Relationships xmlns=\"\(package)/relationships\">"
        try sink(Array((declaration + start + relations.joined() + "</Relationships>").utf8))
      }
    }
    try zip.finish()
  }

  private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"

  /// The first row stays in sight.
  private static let frozen = """
    <sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" \
    activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>
    """

  private static func parts(_ sheet: String) -> [(name: String, text: String)] {
    [
      (
        "[Content_Types].xml",
        """
        <Types xmlns="\(package)/content-types">\
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
        <Default Extension="xml" ContentType="application/xml"/>\
        <Override PartName="/xl/workbook.xml" ContentType="\(types).sheet.main+xml"/>\
        <Override PartName="/xl/worksheets/sheet1.xml" ContentType="\(types).worksheet+xml"/></Types>
        """
      ),
      (
        "_rels/.rels",
        """
        <Relationships xmlns="\(package)/relationships"><Relationship Id="rId1" \
        Type="\(office)/officeDocument" Target="xl/workbook.xml"/></Relationships>
        """
      ),
      (
        "xl/workbook.xml",
        """
        <workbook \(main) xmlns:r="\(office)"><sheets><sheet name="\(escaped(sheet))" sheetId="1" \
        r:id="rId1"/></sheets></workbook>
        """
      ),
      (
        "xl/_rels/workbook.xml.rels",
        """
        <Relationships xmlns="\(package)/relationships"><Relationship Id="rId1" \
        Type="\(office)/worksheet" Target="worksheets/sheet1.xml"/></Relationships>
        """
      ),
    ]
  }

  private static func row(_ number: Int, _ cells: [Cell]) -> [UInt8] {
    var xml = Array("<row r=\"\(number)\">".utf8)
    for (index, cell) in cells.enumerated() {
      let start = "<c r=\"\(letters(index))\(number)\""
      switch cell {
      case .text(let text):
        guard !text.isEmpty else { continue }
        xml += (start + " t=\"inlineStr\"><is><t xml:space=\"preserve\">").utf8
        append(text, to: &xml)
        xml += "</t></is></c>".utf8
      case .number(let text):
        xml += (start + "><v>").utf8
        append(text, to: &xml)
        xml += "</v></c>".utf8
      case .bool(let isTrue): xml += (start + " t=\"b\"><v>\(isTrue ? 1 : 0)</v></c>").utf8
      }
    }
    return xml + Array("</row>".utf8)
  }

  /// Returns the letters of a column, from 0.
  private static func letters(_ column: Int) -> String {
    var rest = column + 1
    var letters: [UInt8] = []
    while rest > 0 {
      letters.append(0x41 + UInt8((rest - 1) % 26))
      rest = (rest - 1) / 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }

  private static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes what XML cannot have as _x0000_, and what looks like that as well.
  private static func append(_ text: String, to xml: inout [UInt8]) {
    let text = text.contains("_x") ? text.replacing(/_(?=x[0-9A-Fa-f]{4}_)/, with: "_x005F_") : text
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": xml += "&amp;".utf8
      case "<": xml += "&lt;".utf8
      case ">": xml += "&gt;".utf8
      case "\"": xml += "&quot;".utf8
      case "\t", "\n": xml.append(UInt8(scalar.value))
      case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}":
        let digits = String(scalar.value, radix: 16, uppercase: true)
        xml += "_x\(String(repeating: "0", count: 4 - digits.count))\(digits)_".utf8
      default: xml += scalar.utf8
      }
    }
  }
}
