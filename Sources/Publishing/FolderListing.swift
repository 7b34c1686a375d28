internal import AttributionRecords
package import Foundation

/// What lies in a folder, nothing followed; a repository’s own `.git` at its top is no part of it.
package struct FolderListing: Sendable {
  /// The paths of files, sorted by their bytes.
  package private(set) var files: [String] = []
  /// The paths of folders, sorted by their bytes.
  package private(set) var folders: [String] = []
  /// The paths of links and other things that are neither, sorted by their bytes.
  package private(set) var others: [String] = []

  /// A listing of a folder that is not there.
  static let empty = FolderListing()

  private init() {}

  /// Lists a folder.
  ///
  /// - Parameter folder: The folder; it may be a link to one.
  /// - Throws: ``PublishingError``.
  package init(_ folder: URL) throws(PublishingError) {
    let path = folder.standardizedFileURL.resolvingSymlinksInPath().path(percentEncoded: false)
    guard folder.isFolder else {
      throw .folderMissing(path: folder.path(percentEncoded: false))
    }
    guard FileManager.default.isReadableFile(atPath: path),
      let paths = FileManager.default.enumerator(atPath: path)
    else { throw .notReadable(path: folder.path(percentEncoded: false)) }
    while let path = paths.nextObject() as? String {
      if path == ".git" {
        paths.skipDescendants()
        continue
      }
      switch paths.fileAttributes?[.type] as? FileAttributeType {
      case .typeRegular?: files.append(path)
      case .typeDirectory?: folders.append(path)
      default: others.append(path)
      }
    }
    for list in [\FolderListing.files, \.folders, \.others] {
      self[keyPath: list].sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  /// Whether there is a file of this path.
  package func hasFile(_ path: String) -> Bool {
    var low = 0
    var high = files.count
    while low < high {
      let middle = (low + high) / 2
      if files[middle].utf8.lexicographicallyPrecedes(path.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < files.count && files[low].utf8.elementsEqual(path.utf8)
  }
}
