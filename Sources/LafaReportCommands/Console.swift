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
    note: { FileHandle.standardError.write(Data((Console.printable($0) + "\n").utf8)) })

  /// Returns a message whose parts, such as names of files and tensors, can't act on a terminal.
  ///
  /// - Parameter message: The message.
  /// - Returns: The same with a mark in place of every control but line ends.
  static func printable(_ message: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in message.unicodeScalars {
      let category = scalar.properties.generalCategory
      // Format characters turn the direction of what follows.
      let isControl = (category == .control || category == .format) && scalar != "\n"
      result.append(isControl ? "\u{FFFD}" : scalar)
    }
    return String(result)
  }

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
