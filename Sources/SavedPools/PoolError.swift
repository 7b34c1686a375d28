/// Why a saved pool cannot be written or used.
public enum PoolError: Error, Equatable, CustomStringConvertible {
  /// A file of the pool is missing or cannot be read.
  case unreadable(path: String)
  /// A file of the pool is not what its manifest says.
  case damaged(path: String, detail: String)
  /// The pool was written by a later version of the tool.
  case otherVersion(path: String, version: Int)
  /// The pool was made with another model.
  case otherModel(path: String, part: String, pool: String, run: String)
  /// The pool was made with other options.
  case otherOptions(path: String, differences: [String])
  /// The pool lacks the scores of a base method.
  case methodMissing(path: String, method: String, kept: [String])
  /// A file of the pool cannot be written.
  case unwritable(path: String, detail: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .unreadable(let path):
      "\(path) is missing or cannot be read. Name the folder that “lafa-report index” wrote."
    case .damaged(let path, let detail):
      "\(path) is damaged: \(detail). Index the documents again, or copy the whole folder again."
    case .otherVersion(let path, let version):
      version > PoolManifest.version
        ? "\(path) has the form \(version), which a later lafa-report writes. Use that one."
        : """
        \(path) has the form \(version), which an earlier lafa-report wrote, and this one reads \
        \(PoolManifest.version). Index the documents again.
        """
    case .otherModel(let path, let part, let pool, let run):
      """
      The pool \(path) was made with another model: the SHA-256 of its \(part) is \
      \(pool.prefix(12))…, and that of --model \(run.prefix(12))…. Name that model, or index the \
      documents with this one.
      """
    case .otherOptions(let path, let differences):
      """
      The pool \(path) was made with other options: \(differences.joined(separator: "; ")). Give \
      the pool's options, or index the documents with these.
      """
    case .methodMissing(let path, let method, let kept):
      """
      The pool \(path) lacks what \(method) needs; it has \(kept.joined(separator: ", ")). Index \
      the documents with that method, kernel and numbers.
      """
    case .unwritable(let path, let detail):
      "\(path) cannot be written: \(detail). Check the folder and the free space."
    }
  }
}
