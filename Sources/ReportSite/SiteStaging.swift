internal import AttributionRecords
package import Foundation

/// A folder beside the output in which a site grows until it is whole.
package final class SiteStaging {
  private let output: URL
  /// The folder in which the site grows.
  package let folder: URL
  private var files: [StagedFile] = []
  private var folders: Set<String> = []

  /// Prepares.
  ///
  /// - Parameter output: The folder whose place this one takes in the end; a link stays, and the
  ///   folder that it points to is replaced.
  package init(output: URL) {
    let output = output.standardizedFileURL.resolvingSymlinksInPath()
    self.output = output
    let name = output.lastPathComponent
    folder = output.deletingLastPathComponent()
      .appending(path: ".\(name).partial-\(ProcessInfo.processInfo.processIdentifier)")
  }

  /// A folder for files that are gone when the site is whole.
  var scratch: URL { folder.appending(path: ".rows") }

  /// Checks that the output may be written, before any work is done.
  ///
  /// - Throws: ``SiteError``.
  package func check() throws(SiteError) {
    let path = output.path(percentEncoded: false)
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      guard isFolder.boolValue else { throw .outputIsFile(path: path) }
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
        throw .notWritable(path: path, detail: "the folder cannot be read")
      }
      if let first = names.sorted().first {
        guard let marker = SiteMarker.read(output) else {
          throw .outputNotOurs(path: path, foreign: first)
        }
        if let foreign = marker.foreignFile(in: output) {
          throw .outputNotOurs(path: path, foreign: foreign)
        }
      }
    }
    try create()
    remove()
  }

  /// Makes the empty folder, and the folders above it if they are missing.
  ///
  /// - Parameter count: Files that may be added; a list that grows would be held twice.
  /// - Throws: ``SiteError``.
  package func create(files count: Int = 0) throws(SiteError) {
    files.reserveCapacity(count)
    // A stopped run may have had the same process number, as in a container.
    remove()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .notWritable(
        path: output.deletingLastPathComponent().path(percentEncoded: false),
        detail: Self.detail(error))
    }
  }

  /// Writes files; paths are below the site's folder.
  package func add(_ new: [(path: String, data: Data)]) throws(SiteError) {
    for (path, data) in new {
      try onDisk { try data.write(to: place(path)) }
      files.append(
        StagedFile(path: path, bytes: data.count, sha256: Fingerprint.sha256(data)))
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
    let file = try onDisk {
      try Data().write(to: url)
      return try FileHandle(forWritingTo: url)
    }
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
    return url
  }

  /// Does something with the file system and says what it refuses.
  private func onDisk<Result>(_ body: () throws -> Result) throws(SiteError) -> Result {
    do {
      return try body()
    } catch {
      throw .notWritable(path: output.path(percentEncoded: false), detail: Self.detail(error))
    }
  }

  /// Takes files that something else wrote into the folder.
  package func adopt(_ paths: [String]) throws(SiteError) {
    for path in paths {
      let url = folder.appending(path: path)
      let data = try onDisk { try Data(contentsOf: url, options: .alwaysMapped) }
      files.append(
        StagedFile(path: path, bytes: data.count, sha256: Fingerprint.sha256(data) { _ in }))
    }
  }

  /// Writes the marker and puts the folder in the output's place.
  package func commit() throws {
    try? FileManager.default.removeItem(at: scratch)
    try write(to: folder.appending(path: SiteMarker.name)) { sink in
      try SiteMarker(files: files).write(to: sink)
    }
    try onDisk {
      let path = output.path(percentEncoded: false)
      guard FileManager.default.fileExists(atPath: path) else {
        try FileManager.default.moveItem(at: folder, to: output)
        return
      }
      let old = folder.appendingPathExtension("old")
      try FileManager.default.moveItem(at: output, to: old)
      do {
        try FileManager.default.moveItem(at: folder, to: output)
      } catch {
        try FileManager.default.moveItem(at: old, to: output)
        throw error
      }
      try FileManager.default.removeItem(at: old)
    }
  }

  /// Removes the folder with all that was written.
  package func remove() {
    try? FileManager.default.removeItem(at: folder)
  }

  private static func detail(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    guard let code = underlying?.code ?? (error as? POSIXError).map({ Int($0.code.rawValue) }),
      let text = strerror(Int32(truncatingIfNeeded: code))
    else { return "the file system refuses it" }
    return String(cString: text).lowercased()
  }
}
