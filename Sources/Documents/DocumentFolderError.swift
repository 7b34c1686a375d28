/// Why a folder cannot be read at all.
public enum DocumentFolderError: Error, Equatable, CustomStringConvertible {
  /// There is no such folder or file.
  case missing(path: String)
  /// The path names a file of another kind.
  case notDocuments(path: String)
  /// The folder cannot be opened.
  case unreadable(path: String)
  /// The folder has no documents.
  case empty(path: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .missing(let path):
      "There is no folder \(path). Name the folder that holds the documents."
    case .notDocuments(let path):
      """
      \(path) is of none of the kinds that are read (\(DocumentFolder.endings)). Name such a file, or \
      the folder that holds them.
      """
    case .unreadable(let path):
      "The folder \(path) cannot be read. Check its permissions."
    case .empty(let path):
      """
      The folder \(path) has no files of the kinds that are read (\(DocumentFolder.endings)). Put one \
      document into each .txt file, or on each line of a .jsonl file, or into each row of a table.
      """
    }
  }
}
