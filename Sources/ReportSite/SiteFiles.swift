internal import AttributionRecords
public import Foundation

/// Where the templates and assets that pages are made with lie.
public struct SiteFiles: Sendable, Equatable {
  /// The folder with `*.mustache`.
  public let templates: URL
  /// The folder with the style sheet, the script and the schemas.
  public let assets: URL

  /// Finds both folders: where told, else beside the installed program, else in its bundle.
  ///
  /// - Parameters:
  ///   - templates: The user's own templates, or nil.
  ///   - assets: The user's own assets, or nil.
  ///   - executable: The running program.
  /// - Returns: The folders; both exist.
  /// - Throws: ``SiteFilesNotFound`` with all places that were looked at.
  public static func locate(
    templates: URL?, assets: URL?, executable: URL?
  ) throws(SiteFilesNotFound) -> SiteFiles {
    SiteFiles(
      templates: try find("templates", option: templates, executable: executable),
      assets: try find("assets", option: assets, executable: executable))
  }

  /// Finds the language of a folder of pages.
  ///
  /// - Parameter site: A folder with an `index.html`.
  /// - Returns: The name of a file of texts without its ending; nil if there is none for it.
  public func language(of site: URL) -> String? {
    guard let file = try? FileHandle(forReadingFrom: site.appending(path: "index.html")) else {
      return nil
    }
    defer { try? file.close() }
    let start = String(decoding: (try? file.read(upToCount: 1024)) ?? Data(), as: UTF8.self)
    guard let match = start.firstMatch(of: /<html [^>]*?lang="([A-Za-z0-9-]{1,40})"/) else {
      return nil
    }
    return Strings.language(tagged: String(match.1), in: assets)
  }

  /// Returns SHA-256 of all files of both folders, with their names, and of the tool's version.
  func fingerprint() -> String {
    var hash = Fingerprint.Running()
    hash.update(Data(Tool.version.utf8))
    for folder in [templates, assets] {
      let paths = FileManager.default.enumerator(atPath: folder.path(percentEncoded: false))
      for path in (paths?.compactMap { $0 as? String } ?? []).sorted() {
        let file = folder.appending(path: path).path(percentEncoded: false)
        guard let data = FileManager.default.contents(atPath: file) else { continue }
        hash.update(Data("\n\(path) \(Fingerprint.sha256(data))".utf8))
      }
    }
    return hash.digest
  }

  private static func find(
    _ name: String, option: URL?, executable: URL?
  ) throws(SiteFilesNotFound) -> URL {
    var places: [URL] = []
    if let option {
      places = [option]
    } else if let folder = executable?.resolvingSymlinksInPath().deletingLastPathComponent() {
      places = [
        folder.deletingLastPathComponent().appending(path: "share/\(Self.product)/\(name)"),
        folder.appending(path: "\(Self.bundle).resources/\(name)"),
        folder.appending(path: "\(Self.bundle).bundle/\(name)"),
      ]
    }
    if let place = places.first(where: \.isFolder) { return place }
    throw SiteFilesNotFound(name: name, places: places.map { $0.path(percentEncoded: false) })
  }

  private static let product = "lafa-report"
  private static let bundle = "lafa-report_ReportSite"
}

/// The templates or assets are not where they should be.
public struct SiteFilesNotFound: Error, Equatable, CustomStringConvertible {
  /// `templates` or `assets`.
  public var name: String
  /// The paths that were looked at.
  public var places: [String]

  /// The sentence for the user.
  public var description: String {
    """
    The folder “\(name)” is not in any of: \(places.joined(separator: ", ")). Install it beside \
    the program, or name it with --\(name).
    """
  }
}
