internal import Spreadsheets

/// What only all rows of an audit together tell.
struct AuditSurvey: Sendable {
  /// How many rows have an id.
  private(set) var counts: [RowID: Int] = [:]
  /// How wide the audit's columns are in a sheet, in digits.
  private(set) var widths: [Int]

  /// The widest column; what is longer is read in its cell.
  static let widest = 40

  /// Looks at every row.
  ///
  /// - Parameter table: The audit.
  /// - Throws: An error of the file.
  init(_ table: AuditTable) throws {
    widths = table.columns.map(Self.width)
    try table.forEachRow { row in
      counts[RowID(table.id(of: row)), default: 0] += 1
      for (index, cell) in row.cells.enumerated() where widths[index] < Self.widest {
        widths[index] = max(widths[index], Self.width(cell.text))
      }
    }
  }

  /// Returns the width that a text needs, or the widest; Chinese letters take twice that of others.
  static func width(_ text: String) -> Int {
    let line = text.unicodeScalars.prefix(widest).prefix { $0 != "\n" }
    return min(line.reduce(2) { $0 + ($1.value < 0x1100 ? 1 : 2) }, widest)
  }
}
