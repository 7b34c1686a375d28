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
  /// There is no converter from this encoding.
  case unknownEncoding(name: String)
  /// Nothing is read that a name with this ending has.
  case unknownKind(ending: String)
  /// Standard input cannot be read, or not saved.
  case pipeNotRead

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
    case .unknownEncoding(let name):
      "--encoding \(name): there is no such encoding. iconv -l lists them."
    case .unknownKind(let ending):
      """
      --stdin-kind \(ending): standard input may be what these endings say: \(DocumentFolder.endings), \
      also with .gz behind them.
      """
    case .pipeNotRead:
      """
      Standard input cannot be read, or there is no room for it in the folder for temporary files. \
      Name another by TMPDIR.
      """
    case .unreadable(let path):
      "The folder \(path) cannot be read. Check its permissions."
    case .empty(let path):
      """
      The folder \(path) has no files of the kinds that are read (\(DocumentFolder.endings)). Put one \
      document into each text file, or on each line of a .jsonl file, or into each row of a table.
      """
    }
  }
}
