internal import AttributionRecords
package import Foundation

/// A folder beside the output in which a site grows until it is whole; one process at a time.
package final class SiteStaging {
  private let output: URL
  /// The folder in which the site grows.
  package let folder: URL
  private var files: StagedList
  private var folders: Set<String> = []
  private var lock: FolderLock?
  /// Whether files of a run that was stopped may lie in the folder.
  private var isResumed = false

  /// Prepares.
  ///
  /// - Parameter output: The folder whose place this one takes in the end; a link stays, and the
  ///   folder that it points to is replaced.
  package init(output: URL) {
    let output = output.standardizedFileURL.resolvingSymlinksInPath()
    self.output = output
    let name = output.lastPathComponent
    folder = output.deletingLastPathComponent()
      .appending(path: ".\(name)\(Tool.partialEnding)")
    files = StagedList(folder: Self.scratch(in: folder))
  }

  /// A folder for files that are gone when the site is whole.
  var scratch: URL { Self.scratch(in: folder) }

  private static func scratch(in folder: URL) -> URL { folder.appending(path: ".rows") }

  /// Checks that the output may be written, before any work is done.
  ///
  /// - Throws: ``SiteError``.
  package func check() throws(SiteError) {
    try begin()
    remove()
  }

  /// Checks that the output may be written, and makes the folder; nothing if it was made before.
  ///
  /// - Parameters:
  ///   - resumes: Whether files of a run that was stopped stay, to be taken again.
  ///   - editable: Files of the output that the user may have changed, and that may be replaced.
  /// - Throws: ``SiteError``.
  package func begin(
    resumes: Bool = false, editable: [String] = []
  ) throws(SiteError) {
    if lock == nil { try checkOutput(editable: editable) }
    try create(resumes: resumes)
  }

  private func checkOutput(editable: [String]) throws(SiteError) {
    let path = output.path(percentEncoded: false)
    if let file = output.fileInTheWay {
      throw .outputIsFile(path: file.path(percentEncoded: false))
    }
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw .notWritable(path: path, detail: "the folder cannot be read")
    }
    guard let first = names.sorted().first else { return }
    guard let marker = SiteMarker.read(output) else {
      throw .outputNotOurs(path: path, foreign: first)
    }
    if let foreign = marker.foreignFile(in: output, editable: Set(editable)) {
      throw marker[foreign] == nil
        ? .outputNotOurs(path: path, foreign: foreign) : .outputChanged(path: path, file: foreign)
    }
  }

  /// Makes the folder, and the folders above it if they are missing; nothing if it was made before.
  ///
  /// - Parameter resumes: Whether files of a run that was stopped stay, to be taken again.
  /// - Throws: ``SiteError``.
  package func create(resumes: Bool = false) throws(SiteError) {
    guard lock == nil else { return }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      lock = try FolderLock(folder)
    } catch is FolderLock.Taken {
      throw .inUse(path: output.path(percentEncoded: false))
    } catch {
      throw .noRoomBeside(
        path: output.path(percentEncoded: false),
        parent: output.deletingLastPathComponent().path(percentEncoded: false),
        detail: Refusal.detail(error))
    }
    isResumed = resumes
    if resumes {
      try? FileManager.default.removeItem(at: scratch)
    } else {
      try onDisk {
        for name in try FileManager.default.contentsOfDirectory(
          atPath: folder.path(percentEncoded: false))
        { try FileManager.default.removeItem(at: folder.appending(path: name)) }
      }
    }
  }

  /// The files so far.
  package var staged: [StagedFile] {
    get throws(SiteError) { try onDisk { try files.all } }
  }

  /// What can be taken from the output and from a run that was stopped.
  var earlier: EarlierFiles { EarlierFiles(output: output, stopped: isResumed ? folder : nil) }

  /// Writes files; one that the output has with these bytes keeps its date.
  ///
  /// - Parameter new: The files, their paths below the site's folder.
  /// - Returns: The files as the marker names them.
  /// - Throws: ``SiteError``.
  @discardableResult
  package func add(_ new: [(path: String, data: Data)]) throws(SiteError) -> [StagedFile] {
    var added: [StagedFile] = []
    for (path, data) in new {
      let file = StagedFile(path: path, bytes: data.count, sha256: Fingerprint.sha256(data))
      added.append(file)
      if let source = earlier.source(of: file) {
        try take(file, from: source)
      } else {
        try onDisk {
          let handle = try UnsyncedFile.create(place(path))
          defer { try? handle.close() }
          try handle.write(contentsOf: data)
          try files.append(file)
        }
      }
    }
    return added
  }

  /// Takes files that ``earlier`` found.
  func take(_ found: [StagedFile]) throws(SiteError) {
    for file in found {
      guard let source = earlier.source(of: file) else {
        throw .notWritable(
          path: output.path(percentEncoded: false), detail: "\(file.path) changed while it was used"
        )
      }
      try take(file, from: source)
    }
  }

  private func take(_ file: StagedFile, from source: URL) throws(SiteError) {
    try onDisk { try files.append(file) }
    guard source != folder.appending(path: file.path) else { return }
    try onDisk {
      let place = try place(file.path)
      // Without a second copy where the file system can.
      do {
        try FileManager.default.linkItem(at: source, to: place)
      } catch {
        try FileManager.default.copyItem(at: source, to: place)
      }
    }
  }

  /// What takes the parts of a file one after the other.
  package typealias Sink = (_ part: [UInt8]) throws -> Void

  /// Writes a file in parts, so that a long one is never held at once.
  ///
  /// - Parameters:
  ///   - path: Its path below the site's folder.
  ///   - body: Writes the parts.
  /// - Throws: ``SiteError``, or what the closure throws.
  package func add(_ path: String, _ body: (Sink) throws -> Void) throws {
    let url = try onDisk { try place(path) }
    try write(to: url, body)
    try adopt([path])
  }

  private func write(to url: URL, _ body: (Sink) throws -> Void) throws {
    let file = try onDisk { try UnsyncedFile.create(url) }
    defer { try? file.close() }
    try body { part in try onDisk { try file.write(contentsOf: part) } }
  }

  /// Returns where a file is to lie, in a folder that is there.
  private func place(_ path: String) throws -> URL {
    let url = folder.appending(path: path)
    let parent = url.deletingLastPathComponent()
    if folders.insert(parent.path(percentEncoded: false)).inserted {
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    }
    // What lies there may be the output's file under a second name.
    if isResumed { unlink(url.path(percentEncoded: false)) }
    return url
  }

  /// Does something with the file system and says what it refuses.
  private func onDisk<Result>(_ body: () throws -> Result) throws(SiteError) -> Result {
    do {
      return try body()
    } catch {
      throw .notWritable(path: output.path(percentEncoded: false), detail: Refusal.detail(error))
    }
  }

  /// Takes files that something else wrote into the folder.
  package func adopt(_ paths: [String]) throws(SiteError) {
    for path in paths {
      let url = folder.appending(path: path)
      try onDisk {
        let data = try Data(contentsOf: url, options: .alwaysMapped)
        try files.append(
          StagedFile(path: path, bytes: data.count, sha256: Fingerprint.sha256(data) { _ in }))
      }
    }
  }

  /// Writes the marker and puts the folder in the output's place, at once.
  package func commit() throws {
    var marker = SiteMarker(files: try staged)
    marker.sort()
    try? FileManager.default.removeItem(at: scratch)
    if isResumed { try onDisk { try removeStrays(marker) } }
    try write(to: place(SiteMarker.name)) { try marker.write(to: $0) }
    UnsyncedFile.syncAll(in: folder)
    try onDisk {
      let path = output.path(percentEncoded: false)
      guard FileManager.default.fileExists(atPath: path) else {
        try FileManager.default.moveItem(at: folder, to: output)
        return
      }
      // Until it is gone, what was the output bears the name of a run at work.
      let old = try? FolderLock(output)
      try withExtendedLifetime(old) {
        try FolderExchange.exchange(folder, output)
        try FileManager.default.removeItem(at: folder)
      }
    }
    lock = nil
  }

  /// Removes what a run that was stopped left and this one does not have.
  private func removeStrays(_ marker: SiteMarker) throws {
    let paths = FileManager.default.enumerator(atPath: folder.path(percentEncoded: false))
    var strays: [String] = []
    while let path = paths?.nextObject() as? String {
      if marker[path] == nil, !marker.hasFolder(path) { strays.append(path) }
    }
    // A folder before what is in it.
    for path in strays { try? FileManager.default.removeItem(at: folder.appending(path: path)) }
  }

  /// Removes the folder with all that was written.
  package func remove() {
    try? FileManager.default.removeItem(at: folder)
    files = StagedList(folder: scratch)
    folders = []
    lock = nil
  }

  /// Leaves the folder to others as it is; an empty one is removed.
  func release() {
    rmdir(folder.path(percentEncoded: false))
    lock = nil
  }
}
