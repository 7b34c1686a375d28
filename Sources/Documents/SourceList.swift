internal import AttributionRecords
internal import Foundation

/// The files of a folder, or files that are named one by one.
struct SourceList {
  /// A file that is read.
  struct Source: Sendable {
    /// Its path below the folder, or its name.
    let name: String
    let url: URL
  }

  private(set) var sources: [Source] = []
  private(set) var leftAlone: [LeftAlone] = []
  /// How many are left alone, listed or not.
  private(set) var leftAloneCount = 0
  /// Folders that cannot be listed.
  private(set) var faults: [DocumentFault] = []

  /// Names of what is left alone that are kept: a hidden folder may have any number.
  private static let leftAloneLimit = 1000

  /// Lists a folder with all below it.
  mutating func addFolder(_ url: URL, below prefix: String = "") {
    guard
      let names = try? FileManager.default.contentsOfDirectory(
        atPath: url.path(percentEncoded: false))
    else {
      faults.append(.unreadable(source: prefix))
      return
    }
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let file = url.appending(path: name)
      let values = try? file.resourceValues(forKeys: [.isDirectoryKey, .isSymbolicLinkKey])
      let isLink = values?.isSymbolicLink == true
      let isFolder = values?.isDirectory == true || (isLink && file.isFolder)
      // What a run at work, perhaps this one, keeps beside its output is no user's.
      if isFolder, Tool.isHiddenFolder(name) { continue }
      if name.hasPrefix(".") {
        leave(prefix + name, .hidden)
      } else if isFolder, isLink {
        // What it leads to may lead back.
        leave(prefix + name, .folderLink)
      } else if isFolder, Self.isReports(file) {
        leave(prefix + name, .reports)
      } else if isFolder {
        addFolder(file, below: prefix + name + "/")
      } else if SourceKind.of(name) == nil {
        leave(prefix + name, .otherKind)
      } else {
        sources.append(Source(name: prefix + name, url: file))
      }
    }
  }

  /// Adds a file.
  mutating func addFile(_ url: URL) {
    sources.append(Source(name: url.lastPathComponent, url: url))
  }

  /// Sorts the files by the bytes of their names.
  mutating func sort() {
    sources.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private mutating func leave(_ name: String, _ reason: LeftAlone.Reason) {
    leftAloneCount += 1
    if leftAlone.count < Self.leftAloneLimit {
      leftAlone.append(LeftAlone(source: name, reason: reason))
    }
  }

  /// Whether a folder was written by this tool: its pages are no documents.
  private static func isReports(_ url: URL) -> Bool {
    FileManager.default.fileExists(
      atPath: url.appending(path: Tool.marker).path(percentEncoded: false))
  }
}

/// Something in a folder of documents that is not read.
public struct LeftAlone: Sendable, Equatable {
  /// Why it is not read.
  public enum Reason: String, Sendable, CaseIterable {
    /// Its name begins with a dot; of a folder nothing is listed.
    case hidden
    /// It is a file of a kind that is not read.
    case otherKind
    /// It is a link to a folder.
    case folderLink
    /// It is a folder of this tool's reports.
    case reports
  }

  /// Its path below the folder.
  public let source: String
  /// Why.
  public let reason: Reason
}
