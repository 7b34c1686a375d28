package import Foundation

/// Folders that are gone after the work.
package enum TemporaryFolder {
  /// Makes an empty folder and removes it afterwards.
  ///
  /// - Parameter body: The work with it.
  /// - Returns: What the work returned.
  /// - Throws: What the work threw.
  package static func with<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "lafa-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}
