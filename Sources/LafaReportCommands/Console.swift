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
  /// Takes a line about something that went wrong.
  var warning: @Sendable (String) -> Void
  /// Takes how far the run is.
  var progress: @Sendable (ProgressReport) -> Void

  /// The process's own standard output and standard error.
  static let standard: Console = {
    let note: @Sendable (String) -> Void = { write(printable($0), to: .standardError) }
    let lines = ProgressLines(note)
    return Console(
      result: { write($0, to: .standardOutput) }, note: note, warning: { note("Warning: \($0)") },
      progress: lines.take)
  }()

  /// The same without notes and progress.
  static let quiet: Console = {
    var quiet = standard
    quiet.note = { _ in }
    quiet.progress = { _ in }
    return quiet
  }()

  /// The same with a bar at the foot of the terminal.
  static let terminal: Console = {
    let bar = ProgressBar { FileHandle.standardError.write(Data($0.utf8)) }
    var terminal = standard
    terminal.note = { bar.note(printable($0)) }
    terminal.warning = { bar.note(printable("Warning: \($0)")) }
    terminal.progress = bar.take
    return terminal
  }()

  /// Writes a line.
  static func write(_ line: String, to file: FileHandle) { file.write(Data((line + "\n").utf8)) }

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
    for fault in outcome.faults { warning(fault.message) }
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
