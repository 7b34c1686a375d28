package import Foundation

extension URL {
  /// The file that stands where a folder, or one of the folders above it, is to be; nil if none does.
  package var fileInTheWay: URL? {
    var parts = standardizedFileURL.resolvingSymlinksInPath().pathComponents.dropFirst()
    while !parts.isEmpty {
      // Without a slash at its end, which no file takes.
      let place = URL(filePath: "/" + parts.joined(separator: "/"), directoryHint: .notDirectory)
      if FileManager.default.fileExists(atPath: place.path(percentEncoded: false)) {
        return place.isFolder ? nil : place
      }
      parts.removeLast()
    }
    return nil
  }

  /// Whether there is a folder, or a link to one.
  package var isFolder: Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(
      atPath: path(percentEncoded: false), isDirectory: &isFolder) && isFolder.boolValue
  }
}
