/// Why a run store cannot be opened.
public enum RunStoreError: Error, Equatable, CustomStringConvertible {
  /// The folder holds something else.
  case notOurs(path: String, foreign: String)
  /// Its path, or one above it, is a file.
  case isFile(path: String)
  /// Another process uses it.
  case inUse(path: String, process: String?)
  /// It is not what this tool wrote.
  case damaged(path: String, detail: String)
  /// It was written by a later version of the tool.
  case laterVersion(path: String, version: Int)
  /// It cannot be written.
  case unwritable(path: String, detail: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .notOurs(let path, let foreign):
      "\(path) is not a run store: it holds \(foreign). Name a new or empty folder."
    case .isFile(let path):
      "\(path) is a file. Name a folder for the run store."
    case .inUse(let path, let process):
      """
      \(path) is used by another lafa-report\(process.map { ", process \($0)" } ?? ""). Wait for it, \
      or name another store or output.
      """
    case .damaged(let path, let detail):
      """
      The run store \(path) is damaged: \(detail). Add --no-resume to make it anew; finished reports \
      are not in it.
      """
    case .laterVersion(let path, let version):
      """
      The run store \(path) has the form \(version), which a later lafa-report writes. Use that one, \
      or add --no-resume to make it anew.
      """
    case .unwritable(let path, let detail):
      "The run store \(path) cannot be written: \(detail). Check the folder and the free space."
    }
  }
}
