internal import Foundation

/// Files that are written without waiting for the disk each time, as `Data.write(to:)` does: of
/// thousands in one folder only the whole must be on the disk before it takes its place.
enum UnsyncedFile {
  /// Makes a file, or empties it.
  ///
  /// - Parameter url: The file; its folder is there.
  /// - Returns: The open file.
  /// - Throws: `POSIXError`.
  static func create(_ url: URL) throws(POSIXError) -> FileHandle {
    let descriptor = open(
      url.path(percentEncoded: false), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  /// Waits until everything in a folder's file system is on the disk.
  static func syncAll(in folder: URL) {
    typealias SyncFileSystem = @convention(c) (Int32) -> Int32
    let descriptor = open(folder.path(percentEncoded: false), O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    // Looked up: only Linux has it, and Swift's view of its C library does not.
    if let symbol = dlsym(dlopen(nil, RTLD_NOW), "syncfs"), descriptor >= 0,
      unsafeBitCast(symbol, to: SyncFileSystem.self)(descriptor) == 0
    {
      return
    }
    sync()
  }
}
