internal import AttributionRecords
package import Foundation
package import ReportSite

/// A folder that a site is published to: what is there is compared, only what differs is written,
/// and what is no longer the site's is removed if it is this tool's.
package struct PublishTarget {
  private let folder: URL
  /// Keeps other runs of this tool away until this is let go; nil without a folder.
  private let lock: FolderLock?
  /// Whether this made the folder.
  private let isNew: Bool
  private let listing: FolderListing
  private let marker: SiteMarker

  /// A folder beside the files, in which new ones grow until they are whole.
  private static let partial = ".lafa-report.partial"

  /// Opens a folder; it need not be there.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - isDry: Whether nothing is to be written, not even a folder that is missing.
  /// - Throws: ``SiteError/outputNotOurs(path:foreign:)`` if something is in it, but no marker;
  ///   ``SiteError/outputIsFile(path:)``, ``SiteError/inUse(path:)``.
  package init(_ folder: URL, isDry: Bool = false) throws {
    self.folder = folder.standardizedFileURL.resolvingSymlinksInPath()
    let path = self.folder.path(percentEncoded: false)
    if let file = folder.fileInTheWay {
      throw SiteError.outputIsFile(path: file.path(percentEncoded: false))
    }
    isNew = !FileManager.default.fileExists(atPath: path)
    if isNew, isDry {
      (listing, marker, lock) = (.empty, SiteMarker(files: []), nil)
      return
    }
    lock = try Self.locked(self.folder)
    listing = try FolderListing(self.folder)
    if let marker = SiteMarker.read(self.folder) {
      self.marker = marker
    } else {
      if let foreign = (listing.files + listing.others).first(where: { !Self.isApart($0) }) {
        throw SiteError.outputNotOurs(path: path, foreign: foreign)
      }
      marker = SiteMarker(files: [])
    }
  }

  /// Takes a folder for this run, and makes it if it is missing.
  private static func locked(_ folder: URL) throws -> FolderLock {
    let path = folder.path(percentEncoded: false)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return try FolderLock(folder)
    } catch is FolderLock.Taken {
      throw SiteError.inUse(path: path)
    } catch {
      throw SiteError.notWritable(path: path, detail: Refusal.detail(error))
    }
  }

  /// Removes the folder again if this made it and nothing is in it.
  package func discard() {
    if isNew { rmdir(folder.path(percentEncoded: false)) }
  }

  /// What publishing does, or would do.
  package struct Changes: Sendable {
    /// Files that are not there yet.
    package fileprivate(set) var added: [StagedFile] = []
    /// Files that are there with other bytes.
    package fileprivate(set) var changed: [StagedFile] = []
    /// Files that are no longer the site's.
    package fileprivate(set) var removed: [StagedFile] = []
    /// Files that stay as they are.
    package fileprivate(set) var unchanged = 0
    /// The bytes of those.
    package fileprivate(set) var unchangedBytes = 0
    /// Files of the user, which are left alone.
    package fileprivate(set) var foreign = 0

    /// Whether nothing is to be done.
    package var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty }

    /// The changes in a line.
    package var summary: String {
      func text(_ name: String, _ files: [StagedFile]) -> String {
        let bytes = files.reduce(0) { $0 + $1.bytes }
        return
          "\(name) \(NumberText.count(files.count, "file")), \(NumberText.count(bytes, "byte"))"
      }
      return [
        text("added", added), text("changed", changed), text("removed", removed),
        "unchanged \(NumberText.count(unchanged, "file")), "
          + NumberText.count(unchangedBytes, "byte"),
      ].joined(separator: "; ")
    }

    /// The changes, a line a file.
    package var lines: [String] {
      [("add", added), ("change", changed), ("remove", removed)].flatMap { name, files in
        files.map { "\(name) \($0.path) (\(NumberText.count($0.bytes, "byte")))" }
      }
    }
  }

  /// Finds out what there is to do.
  ///
  /// - Parameter parts: The folders that the site is made of.
  /// - Returns: The changes.
  /// - Throws: ``PublishingError/inTheWay(path:file:)`` if a file of the user's would be lost.
  package func changes(_ parts: [PublishedPart]) throws -> Changes {
    var changes = Changes()
    let wanted = Self.wanted(parts)
    let next = SiteMarker(files: wanted)
    for other in listing.others where next.hasFolder(other) || next[other] != nil {
      throw inTheWay(other)
    }
    for file in wanted {
      guard listing.hasFile(file.path) else {
        if listing.folders.contains(file.path) { throw inTheWay(file.path) }
        changes.added.append(file)
        continue
      }
      let digest = try digest(file.path)
      if digest == file.sha256 {
        changes.unchanged += 1
        changes.unchangedBytes += file.bytes
      } else if digest == marker[file.path]?.sha256 {
        changes.changed.append(file)
      } else {
        throw inTheWay(file.path)
      }
    }
    for file in marker.files where next[file.path] == nil && listing.hasFile(file.path) {
      guard try digest(file.path) == file.sha256 else { throw inTheWay(file.path) }
      changes.removed.append(file)
    }
    let runs = Set((changes.added + changes.changed + changes.removed).compactMap(Self.run))
    for path in listing.files + listing.others
    where path != SiteMarker.name && next[path] == nil && marker[path] == nil {
      // A run's folder is put in place as a whole.
      if let run = Self.run(path), runs.contains(run) { throw inTheWay(path) }
      if !Self.isApart(path) { changes.foreign += 1 }
    }
    return changes
  }

  /// Does what there is to do: each run's folder changes as a whole, every other file as one.
  ///
  /// - Parameters:
  ///   - changes: What there is to do.
  ///   - parts: The folders that the site is made of.
  /// - Throws: ``PublishingError/notSound(path:file:)`` if a file is not what its marker says;
  ///   ``SiteError/notWritable(path:detail:)``.
  package func apply(_ changes: Changes, _ parts: [PublishedPart]) throws {
    do {
      try write(changes, parts)
    } catch {
      guard Refusal.error(error) != nil else { throw error }
      throw SiteError.notWritable(
        path: folder.path(percentEncoded: false), detail: Refusal.detail(error))
    }
  }

  private func write(_ changes: Changes, _ parts: [PublishedPart]) throws {
    let manager = FileManager.default
    let partial = folder.appending(path: Self.partial)
    // A stopped run left its unfinished files.
    try? manager.removeItem(at: partial)
    try manager.createDirectory(at: partial, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: partial) }
    var changed = SiteMarker(files: changes.added + changes.changed)
    changed.sort()
    let runs = Set((changed.files + changes.removed).compactMap(Self.run))
    for part in parts where !part.prefix.isEmpty && runs.contains(String(part.prefix.dropLast())) {
      let staged = partial.appending(path: "run")
      for file in part.files {
        let path = part.prefix + file.path
        let place = staged.appending(path: file.path)
        try makeParent(of: place)
        if changed[path] == nil {
          try keep(folder.appending(path: path), as: place)
        } else {
          try copy(file, of: part, to: place)
        }
      }
      let place = folder.appending(path: String(part.prefix.dropLast()))
      try makeParent(of: place)
      let old = partial.appending(path: "old")
      let isThere = manager.fileExists(atPath: place.path(percentEncoded: false))
      if isThere { try manager.moveItem(at: place, to: old) }
      do {
        try manager.moveItem(at: staged, to: place)
      } catch {
        if isThere { try manager.moveItem(at: old, to: place) }
        throw error
      }
      try? manager.removeItem(at: old)
    }
    for part in parts where part.prefix.isEmpty {
      for file in part.files where changed[file.path] != nil {
        let staged = partial.appending(path: "file")
        try copy(file, of: part, to: staged)
        try replace(file.path, with: staged)
      }
    }
    let staged = partial.appending(path: "marker")
    try Data().write(to: staged)
    let handle = try FileHandle(forWritingTo: staged)
    try SiteMarker(files: Self.wanted(parts)).write { try handle.write(contentsOf: $0) }
    try handle.close()
    try replace(SiteMarker.name, with: staged)
    for file in changes.removed { remove(file.path) }
  }

  /// Whether a path is what a stopped run left.
  private static func isApart(_ path: String) -> Bool { path.hasPrefix(partial + "/") }

  /// The run's folder that a file belongs to, or nil.
  private static func run(_ path: String) -> String? {
    let parts = path.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == "runs" ? "runs/\(parts[1])" : nil
  }

  private static func run(_ file: StagedFile) -> String? { run(file.path) }

  private static func wanted(_ parts: [PublishedPart]) -> [StagedFile] {
    parts.flatMap { part in
      part.files.map {
        part.prefix.isEmpty
          ? $0 : StagedFile(path: part.prefix + $0.path, bytes: $0.bytes, sha256: $0.sha256)
      }
    }.sorted { $0.precedes($1) }
  }

  private func inTheWay(_ path: String) -> PublishingError {
    .inTheWay(path: folder.path(percentEncoded: false), file: path)
  }

  private func digest(_ path: String) throws -> String {
    let data = try Data(contentsOf: folder.appending(path: path), options: .alwaysMapped)
    return Fingerprint.sha256(data) { _ in }
  }

  private func makeParent(of place: URL) throws {
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
  }

  /// Puts a file that stays into a new folder, without a second copy where the file system can.
  private func keep(_ file: URL, as place: URL) throws {
    do {
      try FileManager.default.linkItem(at: file, to: place)
    } catch {
      try FileManager.default.copyItem(at: file, to: place)
    }
  }

  private func copy(_ file: StagedFile, of part: PublishedPart, to place: URL) throws {
    let source = part.source.appending(path: file.path)
    guard let data = try? Data(contentsOf: source, options: .alwaysMapped),
      Fingerprint.sha256(data, done: { _ in }) == file.sha256
    else {
      throw PublishingError.notSound(
        path: part.source.path(percentEncoded: false), file: file.path)
    }
    try data.write(to: place)
  }

  private func replace(_ path: String, with staged: URL) throws {
    let place = folder.appending(path: path)
    try makeParent(of: place)
    guard
      rename(staged.path(percentEncoded: false), place.path(percentEncoded: false)) == 0
    else {
      throw SiteError.notWritable(
        path: place.path(percentEncoded: false), detail: String(cString: strerror(errno)))
    }
  }

  /// Removes a file, and the folders above it that are then empty.
  private func remove(_ path: String) {
    try? FileManager.default.removeItem(at: folder.appending(path: path))
    var parent = path.split(separator: "/").dropLast()
    // rmdir refuses a folder in which something is.
    while !parent.isEmpty,
      rmdir(folder.appending(path: parent.joined(separator: "/")).path(percentEncoded: false)) == 0
    { parent = parent.dropLast() }
  }
}
