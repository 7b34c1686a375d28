internal import Foundation

/// Ends the process with a sentence for the user and exit code 1.
///
/// For what leaves nothing to go on with: no memory, or a disk that forgets what it took.
///
/// - Parameter message: The sentence.
package func endProcess(_ message: String) -> Never {
  FileHandle.standardError.write(Data("Error: \(message)\n".utf8))
  exit(1)
}
