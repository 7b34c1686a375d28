internal import ArgumentParser
internal import Foundation

/// How much a run says, and how.
struct ConsoleOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Say only the result and what went wrong.")
  var quiet = false

  @Flag(
    help: """
      Say everything as JSON, one object a line on standard output: progress, notes, warnings and \
      the result.
      """)
  var json = false

  mutating func validate() throws {
    if quiet, json { throw ValidationError("--quiet and --json exclude each other.") }
  }

  /// The console that was asked for; with a bar if standard error is a terminal.
  var console: Console {
    if json { return .json { Console.write($0, to: .standardOutput) } }
    if quiet { return .quiet }
    let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    let kind = ProcessInfo.processInfo.environment["TERM"] ?? "dumb"
    return isTerminal && kind != "dumb" ? .terminal : .standard
  }
}
