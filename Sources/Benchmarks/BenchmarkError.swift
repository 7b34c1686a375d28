/// Why something could not be measured.
package enum BenchmarkError: Error, Equatable, CustomStringConvertible {
  /// The script of the peer's side lies in none of these places.
  case scriptMissing(places: [String])
  /// The peer's process ended, or did not begin.
  case peerEnded(python: String)
  /// The peer's side could not do a job.
  case peerFailed(message: String)
  /// A measured command ended with a status.
  case commandFailed(command: String, status: Int)
  /// There is nothing to measure.
  case noDocuments(path: String)
  /// Both sides did not do the same work.
  case unequalWork(what: String, ours: Int, theirs: Int)

  package var description: String {
    switch self {
    case .scriptMissing(let places):
      "The script of the peer's side is in none of these places: \(places.joined(separator: ", "))."
    case .peerEnded(let python):
      """
      The peer's process ended. Does “\(python)” have torch, transformers, captum and tokenizers?
      """
    case .peerFailed(let message): "The peer's side failed: \(message)"
    case .commandFailed(let command, let status):
      "“\(command)” ended with status \(status)."
    case .noDocuments(let path): "“\(path)” holds no documents."
    case .unequalWork(let what, let ours, let theirs):
      "The sides did not do the same: \(what) are \(ours) here and \(theirs) with the peer."
    }
  }
}
