import Foundation
import TestSupport
import Testing

/// What tests of `attach` share: four reports, and what came out.
protocol AttachTesting {}

extension AttachTesting {
  var model: String {
    Fixtures.samples.appending(path: "models/reviews").path(percentEncoded: false)
  }

  /// Explains four texts, then calls the body with a folder of theirs and their reports' path.
  func withReports(
    _ options: [String] = [], more: [String] = [],
    _ body: (URL, _ reports: String) throws -> Void
  ) throws {
    try Fixtures.withTemporaryFolder { top in
      let lines =
        [
          #"{"id": "a", "text": "Wonderful food and kind waiters."}"#,
          #"{"id": "b", "text": "The soup was cold and awful."}"#,
          #"{"id": "007", "text": "Great wine, great evening."}"#,
          #"{"id": "=1+1", "text": "Never again, a terrible place."}"#,
        ] + more
      let documents = top.appending(path: "texts.jsonl")
      try Data(lines.joined(separator: "\n").utf8).write(to: documents)
      let reports = top.appending(path: "site").path(percentEncoded: false)
      let result = try CommandRunner.run(
        [
          "generate", documents.path(percentEncoded: false), "--model", model, "--output", reports,
          "-q",
        ] + options)
      try #require(result.code == 0, "\(result.errors)")
      try body(top, reports)
    }
  }

  func attach(
    _ audit: String, named name: String = "audit.csv", in top: URL, _ reports: String,
    _ options: [String] = [], code: Int32
  ) throws -> String {
    let file = top.appending(path: name)
    try Data(audit.utf8).write(to: file)
    return try attach(file, in: top, reports, options, code: code)
  }

  func attach(
    _ file: URL, in top: URL, _ reports: String, _ options: [String] = [], code: Int32
  ) throws -> String {
    let result = try CommandRunner.run(
      [
        "attach", file.path(percentEncoded: false), "--reports", reports, "--output",
        top.appending(path: "out").path(percentEncoded: false),
      ] + options, environment: ["SOURCE_DATE_EPOCH": "0"])
    #expect(result.code == code, "\(result.errors)")
    return result.errors + result.output
  }

  func rows(_ top: URL, _ path: String = "out/audit/results.jsonl") throws -> [[String:
    Any]]
  {
    let text = try String(contentsOf: top.appending(path: path), encoding: .utf8)
    return try text.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  func text(_ top: URL, _ path: String) throws -> String {
    try String(contentsOf: top.appending(path: path), encoding: .utf8)
  }
}
