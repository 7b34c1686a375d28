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
  /// A line of a `.jsonl` file is not a document.
  case row(source: String, fault: RowFault)

  /// The document's path below its folder, for a row with the line.
  public var source: String {
    switch self {
    case .unreadable(let source), .tooLarge(let source, _, _), .notUTF8(let source, _),
      .empty(let source), .changed(let source), .duplicateID(let source, _, _), .row(let source, _):
      source
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
      "\(source), line \(line): the text is not UTF-8. Convert it, for example with iconv."
    case .empty(let source):
      "\(source) has no text. Remove it or fill it."
    case .changed(let source):
      """
      \(source) changed while the reports were made, so nothing was written. Run again when the \
      documents stay as they are.
      """
    case .duplicateID(let source, let id, let first):
      "\(source) has the id “\(id)” of \(first). Rename one of them."
    case .row(let source, let fault):
      "\(source) \(fault)"
    }
  }
}
