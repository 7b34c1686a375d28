/// Why a document was left out; one bad document never stops the others.
public enum DocumentFault: Error, Equatable, CustomStringConvertible {
  /// The file cannot be opened, or not to its end.
  case unreadable(source: String)
  /// The file is larger than a document may be.
  case tooLarge(source: String, size: Int, limit: Int)
  /// The file's bytes are not UTF-8.
  case notUTF8(source: String, line: Int)
  /// There is nothing to explain.
  case empty(source: String)
  /// The document is not what it was when it was read before.
  case changed(source: String)
  /// The document at `first` has the same id.
  case duplicateID(source: String, id: String, first: String)
  /// The path leads to a pipe, a socket or a device.
  case special(source: String)
  /// The file's bytes are no text.
  case binary(source: String)
  /// The file is packed, and damaged.
  case damagedGzip(source: String)
  /// The file cannot be unpacked or converted, since there is no room for it.
  case notUnpacked(source: String)
  /// Some bytes are not of the file's encoding.
  case notOf(source: String, encoding: String)
  /// The file says nothing of its encoding, and was read in one that is likely.
  case guessed(source: String, encoding: String)
  /// A page is not read to its end.
  case badHTML(source: String, detail: String)
  /// No row of a file has these keys, which an option names; a table has other columns.
  case noKey(source: String, fields: [String], option: String, columns: [String]?)
  /// A row of a file is not a document.
  case row(source: String, fault: RowFault)

  /// The document's path below its folder, for a row with the line.
  public var source: String {
    switch self {
    case .unreadable(let source), .tooLarge(let source, _, _), .notUTF8(let source, _),
      .empty(let source), .changed(let source), .duplicateID(let source, _, _), .row(let source, _),
      .special(let source), .binary(let source), .damagedGzip(let source),
      .notUnpacked(let source), .notOf(let source, _), .guessed(let source, _),
      .badHTML(let source, _), .noKey(let source, _, _, _):
      source
    }
  }

  /// Whether the document is left out, rather than read with care.
  public var isSkipped: Bool {
    switch self {
    case .guessed, .noKey: false
    default: true
    }
  }

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .unreadable(let source):
      "\(source) cannot be read. Check its permissions."
    case .tooLarge(let source, let size, let limit):
      """
      \(source) has \(size) bytes, and a document may have \(limit). Cut it into several documents.
      """
    case .notUTF8(let source, let line):
      "\(source), line \(line): the text is not UTF-8. Convert it, or name its encoding with --encoding."
    case .empty(let source):
      "\(source) has no text. Remove it or fill it."
    case .changed(let source):
      """
      \(source) changed while the reports were made, so nothing was written. Run again when the \
      documents stay as they are.
      """
    case .duplicateID(let source, let id, let first):
      "\(source) has the id “\(id)” of \(first). Rename one of them."
    case .special(let source):
      "\(source) is a pipe, a socket or a device. Put a file in its place."
    case .binary(let source):
      "\(source) is no text: its bytes are those of data. Remove it."
    case .damagedGzip(let source):
      "\(source) cannot be unpacked to its end: it is cut or damaged. Pack it again."
    case .notUnpacked(let source):
      """
      \(source) cannot be unpacked or converted: there is no room in the folder for temporary files. \
      Make room, or name another folder by TMPDIR.
      """
    case .notOf(let source, let encoding):
      "\(source) has bytes that are not \(encoding). Name its encoding with --encoding."
    case .guessed(let source, let encoding):
      """
      \(source) is not UTF-8 and does not say what it is: it was read as \(encoding), which its bytes \
      make likely. Convert it, or name its encoding with --encoding.
      """
    case .badHTML(let source, let detail):
      "\(source) cannot be read to its end: \(detail). Correct the page."
    case .noKey(let source, let fields, let option, let columns):
      """
      \(source): no \(columns == nil ? "row has" : "column is called") \(RowFault.list(fields))\
      \(columns.map { ", but \(RowFault.list($0))" } ?? ""). Correct \(option), or leave it out.
      """
    case .row(let source, let fault):
      "\(source) \(fault)"
    }
  }
}
