/// Why a workbook cannot be read.
public enum SpreadsheetError: Error, Equatable, CustomStringConvertible {
  /// The file cannot be opened.
  case unreadable(path: String)
  /// The file is no workbook of the form XLSX.
  case notXLSX(path: String, kind: String)
  /// The workbook is protected with a password.
  case encrypted(path: String)
  /// A part of the workbook is broken, or grows beyond every bound when it is unpacked.
  case damaged(path: String, part: String, detail: String)
  /// No sheet has the name.
  case noSheet(path: String, name: String, found: [String])

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .unreadable(let path): "\(path) cannot be read. Check the path and its permissions."
    case .notXLSX(let path, let kind):
      "\(path) is \(kind), not an XLSX workbook. Save it as .xlsx or .csv."
    case .encrypted(let path):
      "\(path) is protected with a password. Save it without one."
    case .damaged(let path, let part, let detail):
      "\(path) is damaged: \(part) \(detail). Save it again, or as .csv."
    case .noSheet(let path, let name, let found):
      """
      \(path) has no sheet “\(name)”, but \
      \(found.prefix(20).map { "“\($0)”" }.joined(separator: ", ")). Name one of them with --sheet.
      """
    }
  }
}
