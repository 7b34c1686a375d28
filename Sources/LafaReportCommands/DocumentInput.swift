internal import Documents
internal import Foundation

/// The documents that a user names: folders, files, or standard input.
struct DocumentInput: Sendable {
  let paths: [String]
  /// What standard input holds.
  let stdinKind: String
  let names: FieldNames
  /// Nil to find out.
  let encoding: String?

  /// Names standard input.
  static let stdin = "-"

  private var isStdin: Bool { paths == [Self.stdin] }

  /// The folders and files.
  var urls: [URL] { isStdin ? [] : paths.map { URL(filePath: $0) } }

  /// What messages call them.
  var path: String { isStdin ? "standard input" : paths[0] }

  /// What the index page calls them.
  var name: String {
    guard !isStdin else { return "Standard input" }
    let url = urls[0].standardizedFileURL
    let isFolder = (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
    return paths.count == 1 || isFolder
      ? url.lastPathComponent : url.deletingLastPathComponent().lastPathComponent
  }

  /// Lists the documents; standard input is read to its end.
  ///
  /// - Parameter console: Takes a note about what is left alone.
  /// - Returns: The documents.
  /// - Throws: `DocumentFolderError`.
  func open(console: Console) throws -> DocumentFolder {
    guard !isStdin else {
      return try DocumentFolder(
        reading: .standardInput, as: stdinKind, fieldNames: names, encoding: encoding)
    }
    let folder = try DocumentFolder(urls: urls, fieldNames: names, encoding: encoding)
    if folder.leftAloneCount > 0 {
      let reasons = LeftAlone.Reason.allCases.compactMap { reason -> String? in
        let some = folder.leftAlone.filter { $0.reason == reason }
        guard let first = some.first else { return nil }
        let count = folder.leftAloneCount > folder.leftAlone.count ? "" : "\(some.count) "
        return "\(count)\(reason.words) (\(some.count > 1 ? "first " : "")\(first.source))"
      }
      console.note(
        "Left alone: \(folder.leftAloneCount): \(reasons.joined(separator: ", ")).")
    }
    return folder
  }
}

extension LeftAlone.Reason {
  /// What is left alone for this reason.
  var words: String {
    switch self {
    case .hidden: "hidden"
    case .otherKind: "of another kind than \(DocumentFolder.endings)"
    case .folderLink: "linked folders"
    case .reports: "folders of reports"
    }
  }
}
