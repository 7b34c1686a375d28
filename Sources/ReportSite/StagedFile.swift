internal import AttributionRecords
internal import Foundation

/// A file of a site as its marker names it, in little memory: a large site has many.
package struct StagedFile: Equatable, Sendable {
  private let folder: String
  private let name: String
  private let ending: String
  /// The file's size in bytes.
  package let bytes: Int
  private let digest: Digest

  /// Describes a file.
  ///
  /// - Parameters:
  ///   - path: Its path in the site.
  ///   - bytes: Its size in bytes.
  ///   - sha256: SHA-256, in hexadecimal.
  package init(path: String, bytes: Int, sha256: String) {
    // Short strings take no memory of their own.
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let end = path[start...].lastIndex(of: ".") ?? path.endIndex
    folder = String(path[..<start])
    name = String(path[start..<end])
    ending = String(path[end...])
    self.bytes = bytes
    digest = Digest(hexadecimal: sha256)
  }

  /// Its path in the site.
  package var path: String { folder + name + ending }

  /// SHA-256, in hexadecimal.
  package var sha256: String { digest.hexadecimal }

  /// Whether the file's path comes before another's, by their bytes.
  package func precedes(_ other: StagedFile) -> Bool {
    if folder == other.folder {
      // Nearly always the names decide, before what comes after them.
      for (byte, otherByte) in zip(name.utf8, other.name.utf8) where byte != otherByte {
        return byte < otherByte
      }
    }
    return path.utf8.lexicographicallyPrecedes(other.path.utf8)
  }
}
