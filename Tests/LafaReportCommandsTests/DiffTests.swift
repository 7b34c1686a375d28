import Foundation
import TestSupport
import Testing

/// `lafa-report diff`, run as a user runs it.
struct DiffTests {
  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }

  @Test func comparesTwoRunsOfAModel() throws {
    try Fixtures.withTemporaryFolder { top in
      let model = path(Fixtures.samples.appending(path: "models/reviews"))
      let texts = top.appending(path: "texts.jsonl")
      let rows = ["The soup was wonderful.", "The waiter was rude.", "A cold and sad evening."]
      try Data(rows.map { "{\"text\": \"\($0)\"}" }.joined(separator: "\n").utf8).write(to: texts)
      let runs = ["lafa", "gradient"].map { top.appending(path: $0) }
      for run in runs {
        let result = try CommandRunner.run(
          ["generate", path(texts), "--model", model, "--output", path(run)]
            + ["--methods", run.lastPathComponent])
        #expect(result.code == 0, "\(result.errors)")
      }
      let output = top.appending(path: "difference")
      let sarif = top.appending(path: "diff.sarif")
      let arguments = ["diff", path(runs[0]), path(runs[1]), "--output", path(output)]
      let found = try CommandRunner.run(
        arguments + ["--sarif", path(sarif), "--fail-on", "flips>0,missing>0"])
      #expect(found.code == 0, "\(found.errors)")
      #expect(found.output.hasPrefix("Flipped predictions: 0 of 3 documents.\n"))
      #expect(found.output.contains("Differs: parameters.methods.1.name: lafa → gradient.\n"))
      #expect(found.output.hasSuffix("difference/index.html\n"))
      let verified = try CommandRunner.run(["verify", path(output)])
      #expect(verified.code == 0, "\(verified.errors)")
      let failed = try CommandRunner.run(arguments + ["--fail-on", "correlation<2"])
      #expect(failed.code == 1)
      #expect(failed.errors.hasPrefix("Error: --fail-on correlation<2: correlation is 0."))
      #expect(try CommandRunner.run(arguments + ["--fail-on", "flips>"]).code == 2)
      #expect(try CommandRunner.run(["diff", path(runs[0]), "/nowhere"]).code == 2)
    }
  }
}
