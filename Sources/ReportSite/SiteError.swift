public import Markup

/// Why a site cannot be made.
public enum SiteError: Error, Equatable, CustomStringConvertible {
  /// A template or asset is missing or cannot be read.
  case fileMissing(path: String)
  /// A template does not parse or asks for what templates may not do.
  case badTemplate(name: String, detail: String)
  /// There are no texts in a language.
  case noLanguage(name: String, known: [String], folder: String)
  /// A file with the texts of a language, or one of them, cannot be used.
  case badStrings(path: String, key: String?, detail: String)
  /// The page schema does not compile.
  case badSchema(path: String, detail: String)
  /// A page that was rendered breaks the schema or the rules: a bug in templates or tool.
  case invalidPage(name: String, fault: MarkupFault)
  /// The output path is a file.
  case outputIsFile(path: String)
  /// The output folder holds something that this tool did not make.
  case outputNotOurs(path: String, foreign: String)
  /// A file of the output folder that this tool made was changed since.
  case outputChanged(path: String, file: String)
  /// The folder of the output takes nothing, so that the output cannot grow beside its place.
  case noRoomBeside(path: String, parent: String, detail: String)
  /// The file system refused something that nothing else says.
  case refused(path: String?, detail: String)
  /// The output folder cannot be written.
  case notWritable(path: String, detail: String)
  /// Another process writes the output.
  case inUse(path: String)
  /// There is no folder where records should be.
  case folderMissing(path: String)
  /// The records folder is not one.
  case noRecords(path: String)
  /// A record of the run is missing or is another's.
  case recordMissing(id: String, path: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .fileMissing(let path):
      "\(path) is missing or cannot be read. Install the templates and assets again."
    case .badTemplate(let name, let detail):
      "The template “\(name)” cannot be used: \(detail)."
    case .noLanguage(let name, let known, let folder):
      """
      There are no texts in the language “\(name)” in \(folder). \(
        known.isEmpty
          ? "Install the assets again, or add the folder strings to yours."
          : "Name one of these: \(known.joined(separator: ", ")).")
      """
    case .badStrings(let path, let key, let detail):
      "The texts \(path) cannot be used\(key.map { ", key “\($0)”" } ?? ""): \(detail)."
    case .badSchema(let path, let detail):
      "The page schema \(path) cannot be used: \(detail)."
    case .invalidPage(let name, let fault):
      """
      The page \(name) is not valid, so nothing was written: \(fault). With templates of your own, \
      mend them; otherwise this is a bug, please report it with the document.
      """
    case .outputIsFile(let path):
      "\(path) is a file. Name a folder for the reports."
    case .outputNotOurs(let path, let foreign):
      """
      The folder \(path) holds “\(foreign)”, which this tool did not make. Name a new or empty \
      folder, or move the file away.
      """
    case .outputChanged(let path, let file):
      """
      “\(file)” of \(path) was changed since this tool made it. Move it away to keep the change or \
      delete it, or name another folder.
      """
    case .noRoomBeside(let path, let parent, let detail):
      """
      Cannot write \(path): it is made beside its place, and its folder \(parent) takes nothing: \
      \(detail). Check that folder’s permissions and space, or name an output elsewhere.
      """
    case .refused(let path, let detail):
      """
      \(path ?? "A file") cannot be read or written: \(detail). Check the path, its permissions and \
      the free space.
      """
    case .notWritable(let path, let detail):
      "Cannot write to \(path): \(detail). Check the path, its permissions and the free space."
    case .inUse(let path):
      "Another lafa-report writes \(path). Wait for it, or name another output."
    case .folderMissing(let path):
      "There is no folder \(path). Name a report folder, or the records folder in it."
    case .noRecords(let path):
      "\(path) has no run.json. Name a report folder, or the records folder in it."
    case .recordMissing(let id, let path):
      "The record of “\(id)” is not at \(path). Make the reports again with “lafa-report generate”."
    }
  }
}
