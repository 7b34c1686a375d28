import Foundation
import TestSupport

/// The built command, run as a user runs it.
struct CommandRunner {
  struct Result {
    var code: Int32
    var output: String
    var errors: String
  }

  /// The command beside the test bundle.
  private static let executable: URL = {
    let bundle = CommandLine.arguments.first.map { URL(filePath: $0) } ?? Bundle.main.bundleURL
    for folder in [Bundle.main.bundleURL, bundle.deletingLastPathComponent()] {
      let candidate = folder.appending(path: "lafa-report")
      if FileManager.default.isExecutableFile(atPath: candidate.path(percentEncoded: false)) {
        return candidate
      }
    }
    return Fixtures.package.appending(path: ".build/release/lafa-report")
  }()

  /// Runs the command and waits for it.
  static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Result {
    try Fixtures.withTemporaryFolder { folder in
      // Files rather than pipes: a full pipe would stop the command.
      let output = folder.appending(path: "output")
      let errors = folder.appending(path: "errors")
      for file in [output, errors] { try Data().write(to: file) }
      let process = Process()
      process.executableURL = executable
      process.arguments = arguments
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = try FileHandle(forWritingTo: errors)
      process.standardInput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return Result(
        code: process.terminationStatus,
        output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
        errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
  }
}
