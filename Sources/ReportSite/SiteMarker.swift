internal import AttributionRecords
package import Foundation

/// The file by which a later run knows that a folder is this tool's: every file of the site with
/// its size and SHA-256.
package struct SiteMarker: Codable, Equatable {
  /// The marker's name in the site.
  package static let name = ".lafa-report.json"

  /// A file of the site.
  package struct File: Codable, Equatable {
    /// Its path in the site.
    package var path: String
    /// Its size in bytes.
    package var bytes: Int
    /// SHA-256, in hexadecimal.
    package var sha256: String
  }

  /// The tool that made the site.
  var tool = Tool.name
  /// The tool's version.
  var version = Tool.version
  /// The files, sorted by path, without the marker.
  package var files: [File]

  /// Reads the marker of a folder, or nil if there is none that this tool wrote.
  package static func read(_ folder: URL) -> SiteMarker? {
    let path = folder.appending(path: name).path(percentEncoded: false)
    guard let data = FileManager.default.contents(atPath: path),
      let marker = try? JSONDecoder().decode(SiteMarker.self, from: data), marker.tool == Tool.name
    else { return nil }
    return marker
  }

  /// Returns the first path of a folder that the marker does not name, or nil.
  ///
  /// A file of ours that the user has changed counts as the user's.
  func foreignFile(in folder: URL) -> String? {
    let known = Dictionary(files.map { ($0.path, $0) }) { first, _ in first }
    let root = folder.path(percentEncoded: false)
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
    for path in paths.sorted() where path != Self.name {
      let url = folder.appending(path: path)
      let values = try? url.resourceValues(forKeys: [.isDirectoryKey, .fileSizeKey])
      if values?.isDirectory == true {
        guard files.contains(where: { $0.path.hasPrefix(path + "/") }) else { return path }
        continue
      }
      guard let file = known[path], values?.fileSize == file.bytes,
        let data = FileManager.default.contents(atPath: url.path(percentEncoded: false)),
        Fingerprint.sha256(data) == file.sha256
      else { return path }
    }
    return nil
  }
}
