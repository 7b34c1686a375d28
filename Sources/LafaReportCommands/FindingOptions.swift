internal import ArgumentParser
internal import Foundation
internal import Publishing

/// Where findings are written for machines.
struct FindingOptions: ParsableArguments {
  @Option(
    help: "Also write the result as JSON to this file, or to standard output: -.",
    completion: .file())
  var json: String?

  @Option(
    help: "Also write the findings as SARIF 2.1.0 to this file, or to standard output: -.",
    completion: .file())
  var sarif: String?

  mutating func validate() throws {
    guard json != "-" || sarif != "-" else {
      throw ValidationError("--json and --sarif cannot both be written to standard output.")
    }
  }

  /// Whether a file goes to standard output, which then holds nothing else.
  var takesOutput: Bool { json == "-" || sarif == "-" }

  /// Writes what was asked for.
  ///
  /// - Parameters:
  ///   - json: The result.
  ///   - findings: The findings.
  ///   - console: Takes what goes to standard output.
  /// - Throws: ``GenerateError`` if a file cannot be written.
  func write(json: () throws -> Data, _ findings: FindingList, console: Console) throws {
    if let place = self.json { try Self.write(json(), to: place, console) }
    if let place = sarif { try Self.write(findings.sarif(), to: place, console) }
  }

  /// Writes data to a file, or to standard output.
  static func write(_ data: Data, to place: String, _ console: Console) throws {
    guard place != "-" else {
      console.result(String(decoding: data.dropLast(), as: UTF8.self))
      return
    }
    do {
      try data.write(to: URL(filePath: place), options: .atomic)
    } catch {
      throw GenerateError.fileNotWritten(path: place)
    }
  }
}
