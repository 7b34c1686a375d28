public import Foundation

/// Where the files of this package lie, for tests that read samples and fixtures.
public enum Fixtures {
  /// The package's top folder.
  public static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder `Tests/Fixtures`.
  public static let folder = package.appending(path: "Tests/Fixtures")

  /// The folder `samples`.
  public static let samples = package.appending(path: "samples")

  /// Makes an empty folder for one test and passes it on; it is removed afterwards.
  ///
  /// - Parameter body: The test's work with the folder.
  /// - Returns: What the work returned.
  /// - Throws: What the work threw.
  public static func withTemporaryFolder<Result>(
    _ body: (URL) throws -> Result
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "lafa-report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}
