internal import AttributionRecords
internal import Foundation

/// A file that is a command's result: it replaces only what this tool made.
struct OutputFile {
  let url: URL
  /// What its name must end in; nil for anything.
  var ending: String?
  /// Whether a file that is there was made by this tool.
  let isOurs: (URL) -> Bool

  private var path: String { url.path(percentEncoded: false) }

  /// Whether it is a file of no bytes, which is nobody's work; a device has none, either.
  private var isEmpty: Bool {
    let values = try? url.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
    return values?.isRegularFile == true && values?.fileSize == 0
  }

  /// Refuses, before any work, a place where the file cannot be or must not be.
  ///
  /// - Throws: ``OutputFileError``.
  func check() throws(OutputFileError) {
    guard !url.isFolder else { throw .isFolder(path: path) }
    if let ending, url.pathExtension != ending {
      throw .otherEnding(path: path, ending: ending)
    }
    guard !FileManager.default.fileExists(atPath: path) || isEmpty || isOurs(url) else {
      throw .notOurs(path: path)
    }
    let folder = url.standardizedFileURL.deletingLastPathComponent()
    guard folder.isFolder else { throw .folderMissing(path: path) }
    guard FileManager.default.isWritableFile(atPath: folder.path(percentEncoded: false)) else {
      throw .unwritable(path: path)
    }
  }

  /// Writes beside the file and moves the result to its place.
  ///
  /// - Parameter body: Writes.
  /// - Throws: ``OutputFileError``.
  func write(_ body: (FileHandle) throws -> Void) throws(OutputFileError) {
    let partial = url.deletingLastPathComponent()
      .appending(path: ".\(url.lastPathComponent).partial-\(getpid())")
    let place = partial.path(percentEncoded: false)
    do {
      try Data().write(to: partial)
      let file = try FileHandle(forWritingTo: partial)
      try body(file)
      try file.close()
      guard rename(place, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      try? FileManager.default.removeItem(at: partial)
      throw .unwritable(path: path)
    }
  }
}

/// Why a file cannot be a result.
enum OutputFileError: Error, CustomStringConvertible {
  /// It is a folder.
  case isFolder(path: String)
  /// Its name ends otherwise, so that it may be a file of the user's.
  case otherEnding(path: String, ending: String)
  /// This tool did not make it.
  case notOurs(path: String)
  /// There is no folder for it.
  case folderMissing(path: String)
  /// It cannot be written.
  case unwritable(path: String)

  var description: String {
    switch self {
    case .isFolder(let path): "\(path) is a folder. Name a file."
    case .otherEnding(let path, let ending):
      "\(path) does not end in .\(ending). Name such a file."
    case .notOurs(let path):
      "\(path) was not made by this tool. Name another file, or move it away."
    case .folderMissing(let path):
      "There is no folder for \(path). Make it, or name another file."
    case .unwritable(let path):
      "\(path) cannot be written. Check that there is space and that its folder may be written to."
    }
  }
}
