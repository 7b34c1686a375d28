#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Ends the process with a sentence for the user and exit code 1.
///
/// For what leaves nothing to go on with: no memory, or a disk that forgets what it took.
///
/// - Parameter message: The sentence.
package func endProcess(_ message: String) -> Never {
  let line = Array("Error: \(message)\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
  // Other threads may still compute: nothing is cleaned up below them.
  _exit(1)
}
