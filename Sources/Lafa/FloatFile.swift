package import Foundation
internal import Synchronization
internal import Tensors

/// Floats that lie in a file until they are asked for; it has no name and goes with this object.
package final class FloatFile: Sendable {
  private let descriptor: Int32
  /// The number of floats.
  private let count = Mutex(0)

  private static let size = MemoryLayout<Float>.size

  /// Makes an empty file; nil if its folder refuses it.
  ///
  /// - Parameter folder: Where it lies, though nobody sees it there.
  package init?(folder: URL = FileManager.default.temporaryDirectory) {
    let place = folder.appending(path: "lafa-report-XXXXXX")
    var path = Array(place.path(percentEncoded: false).utf8CString)
    descriptor = mkstemp(&path)
    guard descriptor >= 0 else { return nil }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(path)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Puts floats behind those before them.
  ///
  /// - Parameter floats: The floats.
  /// - Returns: The place of the first; nil if the file did not take them all.
  package func append(_ floats: [Float]) -> Int? {
    count.withLock { count in
      let place = count
      let isWritten = floats.withUnsafeBytes { bytes in
        Self.forAll(of: bytes.count) { done in
          pwrite(
            descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done,
            off_t(place * Self.size + done))
        }
      }
      guard isWritten else { return nil }
      count += floats.count
      return place
    }
  }

  /// Reads floats.
  ///
  /// - Parameters:
  ///   - place: The place of the first, as ``append(_:)`` counts.
  ///   - count: How many.
  /// - Returns: The floats.
  package func floats(at place: Int, count: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      let isRead = Self.forAll(of: bytes.count) { done in
        pread(
          descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done,
          off_t(place * Self.size + done))
      }
      // Only a broken disk forgets what it took.
      guard isRead else {
        endProcess("The temporary files of this run cannot be read. Check the disk.")
      }
      initialized = count
    }
  }

  /// Calls what reads or writes some of the bytes until all are done; false if it fails.
  private static func forAll(of count: Int, _ body: (_ done: Int) -> Int) -> Bool {
    var done = 0
    while done < count {
      let some = body(done)
      if some < 0, errno == EINTR { continue }
      guard some > 0 else { return false }
      done += some
    }
    return true
  }
}
