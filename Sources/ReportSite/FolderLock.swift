package import Foundation

/// Keeps a folder to one process at a time; a process that ends in any way gives it up.
package final class FolderLock: Sendable {
  private let descriptor: Int32

  /// The folder is another process's.
  package struct Taken: Error {}

  /// Locks a folder.
  ///
  /// - Parameter folder: A folder that is there.
  /// - Throws: ``Taken``, or `POSIXError` if the folder cannot be opened.
  package init(_ folder: URL) throws {
    let path = folder.path(percentEncoded: false)
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.systemError }
    self.descriptor = descriptor
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      // A file system without locks protects nobody.
      if errno != EWOULDBLOCK { return }
      throw Taken()
    }
    // The folder may have become another's while it was opened.
    var own = stat()
    var named = stat()
    guard fstat(descriptor, &own) == 0, stat(path, &named) == 0, own.st_ino == named.st_ino,
      own.st_dev == named.st_dev
    else { throw Taken() }
  }

  deinit {
    // Closing alone would leave the lock to a child that has not yet called exec.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  private static var systemError: POSIXError {
    POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
  }
}
