internal import ArgumentParser
internal import AttributionRecords
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

  /// Refuses, before any work, places where a file cannot be.
  ///
  /// - Throws: ``OutputFileError``.
  func check() throws {
    for place in [json, sarif].compactMap(\.self) { try Self.file(place)?.check() }
  }

  /// Writes what was asked for.
  ///
  /// - Parameters:
  ///   - json: The result.
  ///   - findings: The findings.
  ///   - console: Takes what goes to standard output.
  /// - Throws: ``OutputFileError`` if a file cannot be written.
  func write(json: () throws -> Data, _ findings: FindingList, console: Console) throws {
    if let place = self.json { try Self.write(json(), to: place, console) }
    if let place = sarif { try Self.write(findings.sarif(), to: place, console) }
  }

  /// Writes data to a file, or to standard output.
  static func write(_ data: Data, to place: String, _ console: Console) throws {
    guard let file = file(place) else {
      console.result(String(decoding: data.dropLast(), as: UTF8.self))
      return
    }
    try file.write { try $0.write(contentsOf: data) }
  }

  /// The file of a place; nil for standard output.
  static func file(_ place: String) -> OutputFile? {
    place == "-" ? nil : OutputFile(url: URL(filePath: place), isOurs: Report.isOurs)
  }

  /// What a result and SARIF say of their maker.
  private struct Report: Decodable {
    struct Run: Decodable {
      struct Tool: Decodable {
        struct Driver: Decodable { var name: String }
        var driver: Driver
      }
      var tool: Tool
    }
    var tool: String?
    var runs: [Run]?

    static func isOurs(_ url: URL) -> Bool {
      guard let data = FileManager.default.contents(atPath: url.path(percentEncoded: false)),
        let report = try? JSONDecoder().decode(Self.self, from: data)
      else { return false }
      return (report.tool ?? report.runs?.first?.tool.driver.name) == Tool.name
    }
  }
}
