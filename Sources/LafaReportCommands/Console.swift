internal import ArgumentParser
internal import AttributionRecords
internal import Foundation

/// What a run says to the person at the terminal: results on standard output, the rest on
/// standard error.
struct Console: Sendable {
  /// Takes a line of the result.
  var result: @Sendable (String) -> Void
  /// Takes a line about the course of the run.
  var note: @Sendable (String) -> Void

  /// The process's own standard output and standard error.
  static let standard = Console(
    result: { FileHandle.standardOutput.write(Data(($0 + "\n").utf8)) },
    note: { FileHandle.standardError.write(Data(($0 + "\n").utf8)) })

  /// Names the faults of a run and the index page.
  ///
  /// - Parameter outcome: How the run ended.
  /// - Throws: Exit code 1 if a document was left out or cut.
  func finish(_ outcome: RunOutcome) throws {
    for fault in outcome.faults { note("Warning: \(fault.message)") }
    result(outcome.index.path(percentEncoded: false))
    guard outcome.faults.isEmpty else { throw ExitCode(1) }
  }
}

/// How a run ended.
struct RunOutcome: Sendable {
  /// The index page.
  var index: URL
  /// What was wrong with documents.
  var faults: [RunSummary.Fault]
}
