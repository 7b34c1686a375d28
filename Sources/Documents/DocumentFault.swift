/// Why a document was left out; one bad document never stops the others.
public enum DocumentFault: Error, Equatable, CustomStringConvertible {
  /// The file cannot be opened.
  case unreadable(source: String)
  /// The file is larger than a document may be.
  case tooLarge(source: String, size: Int, limit: Int)
  /// The file's bytes are not UTF-8.
  case notUTF8(source: String, line: Int)
  /// There is nothing to explain.
  case empty(source: String)
  /// Another document has the same id but for the ending.
  case duplicateID(source: String, id: String)

  /// The document's path below its folder.
  public var source: String {
    switch self {
    case .unreadable(let source), .tooLarge(let source, _, _), .notUTF8(let source, _),
      .empty(let source), .duplicateID(let source, _):
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
    case .duplicateID(let source, let id):
      "\(source) has the id “\(id)” of another document. Rename one of them."
    }
  }
}

/// Why a folder cannot be read at all.
public enum DocumentFolderError: Error, Equatable, CustomStringConvertible {
  /// There is no such folder.
  case missing(path: String)
  /// The path names a file.
  case notAFolder(path: String)
  /// The folder cannot be opened.
  case unreadable(path: String)
  /// The folder has no documents.
  case empty(path: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .missing(let path):
      "There is no folder \(path). Name the folder that holds the documents."
    case .notAFolder(let path):
      "\(path) is a file. Name the folder that holds it."
    case .unreadable(let path):
      "The folder \(path) cannot be read. Check its permissions."
    case .empty(let path):
      "The folder \(path) has no .txt files. Put one document into each."
    }
  }
}
