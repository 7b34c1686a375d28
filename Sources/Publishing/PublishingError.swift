/// Why a folder cannot be verified, compared or published.
package enum PublishingError: Error, Equatable, CustomStringConvertible {
  /// There is no such folder.
  case folderMissing(path: String)
  /// The folder has no marker.
  case noMarker(path: String)
  /// A file of a report folder is not as its marker says.
  case notSound(path: String, file: String)
  /// Two runs would have the same name.
  case nameTaken(name: String)
  /// A run that is to be removed is not there.
  case noSuchRun(name: String, path: String)
  /// A target has something that is not this tool's where a file would be written.
  case inTheWay(path: String, file: String)
  /// A target's list of runs cannot be read.
  case badRunList(path: String)
  /// A folder is no repository of git's.
  case noRepository(path: String)
  /// A branch may not be called so.
  case badBranch(name: String)
  /// A branch is checked out, so that a commit to it would change what its working tree is.
  case branchCheckedOut(name: String, path: String)
  /// There is no git.
  case gitMissing
  /// A command of git failed.
  case git(command: String, detail: String)
  /// A folder cannot be read.
  case notReadable(path: String)

  package var description: String {
    switch self {
    case .folderMissing(let path):
      "There is no folder \(path). Name one that lafa-report wrote."
    case .noMarker(let path):
      """
      \(path) has no .lafa-report.json, so that nothing says what belongs in it. Name a folder that \
      lafa-report wrote.
      """
    case .notSound(let path, let file):
      """
      “\(file)” of \(path) is not as it was written. Find out more with “lafa-report verify”, or make \
      the reports again.
      """
    case .nameTaken(let name):
      "Two runs would be called “\(name)”. Publish them one by one, each with its own --name."
    case .noSuchRun(let name, let path):
      "--remove \(name): \(path) has no such run."
    case .inTheWay(let path, let file):
      """
      “\(file)” of \(path) is not this tool’s, or was changed since. Move it away, or name another \
      folder.
      """
    case .badRunList(let path):
      """
      \(path) is not a list of runs that this tool wrote. Name a new folder, and publish all runs \
      again.
      """
    case .noRepository(let path):
      """
      \(path) is not a git repository, which --format github-pages commits to. Name one with --to, or \
      make it one with “git init”.
      """
    case .badBranch(let name):
      "--branch \(name): git takes no such name for a branch. Name another, such as gh-pages."
    case .branchCheckedOut(let name, let path):
      """
      The branch \(name) is checked out in \(path). Name another with --branch, or check out another \
      there.
      """
    case .gitMissing:
      "--format github-pages needs git, which cannot be started. Install it, or publish a plain folder."
    case .git(let command, let detail):
      "“git \(command)” failed: \(detail). Mend that in the repository, and publish again."
    case .notReadable(let path):
      "\(path) cannot be read. Check its permissions."
    }
  }
}
