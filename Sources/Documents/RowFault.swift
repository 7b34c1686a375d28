/// What is wrong with a row of a file.
public enum RowFault: Error, Equatable, CustomStringConvertible {
  /// The line has more bytes than a document may have.
  case tooLong(limit: Int)
  /// The bytes are not UTF-8.
  case notUTF8
  /// The line stops being JSON at a byte, counted from 1.
  case notJSON(byte: Int)
  /// The line is JSON, but another value.
  case notAnObject
  /// The key is missing or null; `option` names another one.
  case missing(field: String, option: String)
  /// The key's value is not a string.
  case notText(field: String, option: String)
  /// The key's value is a string without anything to read.
  case empty(field: String)
  /// The id is neither a string nor a whole number, or is blank.
  case badID(field: String)
  /// The id has more bytes than an id may have.
  case longID(field: String, limit: Int)
  /// The label is an object, or a list of anything but strings.
  case badLabel(field: String)
  /// None of the fields that are joined has a text.
  case noFields(fields: [String])
  /// A list of objects is not closed.
  case openList
  /// A cell of a table opens a quote that is never closed.
  case openQuote
  /// A cell of a table goes on behind its closing quote.
  case textAfterQuote(cell: Int)
  /// A table has no column of these names.
  case noColumn(fields: [String], option: String, found: [String])
  /// A table has two columns of a name that is read.
  case columnTwice(field: String)
  /// A table has no column, or no object has a key, by which its rows are known.
  case keyMissing(key: String, found: [String])
  /// A record has more cells than the table has columns.
  case otherCells(found: Int, columns: Int)

  /// Columns that an error lists.
  private static let listed = 20

  /// The longest name that an error says whole, in code points: a character may have thousands.
  private static let nameLimit = 60

  /// Lists names of columns, keys or labels, of many the first.
  ///
  /// - Parameter names: The names.
  /// - Returns: The names in quotes.
  package static func list(_ names: [String]) -> String {
    names.prefix(listed).map {
      let start = $0.unicodeScalars.prefix(nameLimit)
      return "“\(String(start))\(start.endIndex == $0.endIndex ? "" : "…")”"
    }.joined(separator: ", ")
      + (names.count > listed ? " and \(names.count - listed) more" : "")
  }

  /// What is said of the row, after its source.
  public var description: String {
    switch self {
    case .tooLong(let limit):
      "has more than \(limit) bytes. Cut its text into several documents."
    case .notUTF8:
      "is not UTF-8. Convert the file, for example with iconv."
    case .notJSON(let byte):
      "is not JSON at byte \(byte). Write one JSON object on each line."
    case .notAnObject:
      "is not a JSON object. Write one JSON object on each line."
    case .missing(let field, let option):
      "has no “\(field)”. Add it or name another field with \(option)."
    case .notText(let field, let option):
      "has a “\(field)” that is not a string. Correct it or name another field with \(option)."
    case .empty(let field):
      "has no text in “\(field)”. Remove the line or fill it."
    case .badID(let field):
      """
      has an “\(field)” that is neither a string nor a whole number. Correct it or name another \
      field with --id-field.
      """
    case .longID(let field, let limit):
      "has an “\(field)” of more than \(limit) bytes. Shorten it."
    case .badLabel(let field):
      """
      has a “\(field)” that is no label and no list of labels. Write a string, a number, true, \
      false or a list of strings, or name another field with --label-field.
      """
    case .openQuote:
      """
      opens a quote that is never closed, so that nothing behind it is read. Close it, or double \
      it if it is text.
      """
    case .textAfterQuote(let cell):
      "has text behind the closing quote of cell \(cell). Double quotes that are text."
    case .noFields(let fields):
      "has no text in any of \(Self.list(fields)). Remove the row or fill it."
    case .openList:
      "is missing: the list ends without its bracket. Check whether the file was cut."
    case .noColumn(let fields, let option, let found):
      """
      names no column \(Self.list(fields)), but \(Self.list(found)). Name one of them with \
      \(option).
      """
    case .columnTwice(let field):
      "names the column “\(field)” twice. Rename one of them."
    case .keyMissing(let key, let found):
      """
      has no column “\(key)”, but \(Self.list(found)). Name another with --id-column.
      """
    case .otherCells(let found, let columns):
      """
      has \(found) cells, and the table’s head names \(columns). Correct it; put cells with delimiters \
      between quotes.
      """
    }
  }
}
