/// Why a folder cannot be verified, compared or published.
package enum PublishingError: Error, Equatable, CustomStringConvertible {
  /// The folder has no marker.
  case noMarker(path: String)
  /// A folder cannot be read.
  case notReadable(path: String)

  package var description: String {
    switch self {
    case .noMarker(let path):
      """
      \(path) has no .lafa-report.json, so that nothing says what belongs in it. Name a folder that \
      lafa-report wrote.
      """
    case .notReadable(let path):
      "\(path) cannot be read. Check that the folder is there, and its permissions."
    }
  }
}
