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
    if let sentence = LeftAlone.sentence(folder.leftAlone, count: folder.leftAloneCount) {
      console.note(sentence)
    }
    return folder
  }
}

extension LeftAlone {
  /// Returns what is said of things that are left alone.
  ///
  /// - Parameters:
  ///   - listed: The first of them.
  ///   - count: How many there are.
  /// - Returns: A sentence; nil if there are none.
  static func sentence(_ listed: [LeftAlone], count: Int) -> String? {
    guard let first = listed.first else { return nil }
    guard count > 1 else {
      return "\(first.source) is left alone: it is \(first.reason.words(isOne: true))."
    }
    let parts = Reason.allCases.compactMap { reason -> String? in
      let some = listed.filter { $0.reason == reason }
      guard let first = some.first else { return nil }
      guard some.count > 1 else { return "\(first.source) is \(reason.words(isOne: true))" }
      let number = count > listed.count ? "some" : "\(some.count)"
      return "\(number) are \(reason.words(isOne: false)) (the first is \(first.source))"
    }
    return "\(count) files and folders are left alone: \(parts.joined(separator: "; "))."
  }
}

extension LeftAlone.Reason {
  /// What a thing that is left alone for this reason is.
  fileprivate func words(isOne: Bool) -> String {
    switch self {
    case .hidden: "hidden"
    case .otherKind: "of another kind than \(DocumentFolder.endings)"
    case .folderLink: isOne ? "a link to a folder" : "links to folders"
    case .reports: isOne ? "a folder of reports" : "folders of reports"
    }
  }
}
