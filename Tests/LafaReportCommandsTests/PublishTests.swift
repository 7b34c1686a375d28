import Foundation
import TestSupport
import Testing

/// `lafa-report publish`, run as a user runs it.
struct PublishTests {
  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }

  private func withSite(_ body: (_ site: URL, _ target: URL) throws -> Void) throws {
    try Fixtures.withTemporaryFolder { top in
      let site = top.appending(path: "monday")
      let texts = top.appending(path: "texts.jsonl")
      try Data("{\"text\": \"The soup was good.\"}\n{\"text\": \"A rude waiter.\"}".utf8)
        .write(to: texts)
      let made = try CommandRunner.run(
        [
          "generate", path(texts), "--output", path(site), "--model",
          path(Fixtures.samples.appending(path: "models/reviews")),
        ], environment: ["SOURCE_DATE_EPOCH": "1790000000"])
      #expect(made.code == 0, "\(made.errors)")
      try body(site, top.appending(path: "public"))
    }
  }

  @Test func publishesAFolderThatIsSound() throws {
    try withSite { site, target in
      let arguments = ["publish", path(site), "--to", path(target), "--name", "Run 1"]
      let tried = try CommandRunner.run(arguments + ["--dry-run"])
      #expect(tried.output.contains("add runs/Run-1/index.html ("), "\(tried.errors)")
      #expect(!FileManager.default.fileExists(atPath: path(target)))
      let address = ["--base-url", "https://example.org/reports"]
      let published = try CommandRunner.run(arguments + address)
      #expect(published.code == 0, "\(published.errors)")
      #expect(published.output.hasSuffix("public/index.html\n"))
      let feed = try String(
        contentsOf: target.appending(path: "feed.xml"), encoding: .utf8)
      #expect(feed.contains("<updated>2026-09-21T14:13:20Z</updated>"))
      let again = try CommandRunner.run(arguments + address)
      #expect(again.output.hasPrefix("Nothing to do: added 0 files, 0 bytes; "))
      let verified = try CommandRunner.run(["verify", path(target)])
      #expect(verified.code == 0, "\(verified.errors)")
    }
  }

  @Test func commitsToABranch() throws {
    try withSite { site, target in
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["git", "init", "--quiet", "--bare", path(target)]
      try process.run()
      process.waitUntilExit()
      let arguments = ["publish", path(site), "--to", path(target), "--format", "github-pages"]
      let date = ["SOURCE_DATE_EPOCH": "1790000000"]
      let published = try CommandRunner.run(arguments, environment: date)
      #expect(published.code == 0, "\(published.errors)")
      #expect(published.output.contains("\ngh-pages "))
      let again = try CommandRunner.run(arguments, environment: date)
      #expect(again.output.hasSuffix("gh-pages is as it was.\n"), "\(again.errors)")
    }
  }

  @Test func saysInASentenceWhatTheFileSystemRefuses() throws {
    try withSite { site, target in
      // Nobody makes a folder there, not even root.
      for format in ["plain", "hugo"] {
        let result = try CommandRunner.run(
          ["publish", path(site), "--to", "/proc/lafa-report-site", "--format", format])
        #expect(result.code == 1)
        #expect(result.errors.hasPrefix("Error: Cannot write to /proc/lafa-report-site: "))
        #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
        #expect(!result.errors.contains("Domain="))
      }
      let scratch = try CommandRunner.run(
        ["publish", path(site), "--to", path(target)], environment: ["TMPDIR": "/proc"])
      #expect(scratch.code == 1 && scratch.errors.contains(" cannot be read or written: "))
      #expect(!scratch.errors.contains("Domain="), "\(scratch.errors)")
    }
  }

  @Test func refusesWhatCannotBeCommittedTo() throws {
    try withSite { site, target in
      let arguments = ["publish", path(site), "--to", path(target), "--format", "github-pages"]
      let missing = try CommandRunner.run(arguments)
      #expect(missing.code == 2 && missing.errors.contains("is not a git repository"))
      let file = site.appending(path: "index.md")
      let isFile = try CommandRunner.run(["publish", path(site), "--to", path(file)])
      #expect(isFile.code == 2 && isFile.errors.contains("index.md is a file"))
    }
  }

  @Test func refusesWrongUsage() throws {
    for arguments in [
      ["--to", "x"], ["a", "b", "--to", "x", "--name", "n"], ["a"],
      ["a", "--to", "x", "--base-url", "example.org"], ["a", "--to", "x", "--format", "word"],
      ["a", "--to", "x", "--format", "hugo", "--remove", "b"],
    ] {
      #expect(try CommandRunner.run(["publish"] + arguments).code == 2, "\(arguments)")
    }
    try withSite { site, target in
      let inside = try CommandRunner.run(
        ["publish", path(site), "--to", path(site.deletingLastPathComponent())])
      #expect(inside.code == 2 && inside.errors.contains("holds"))
      #expect(!FileManager.default.fileExists(atPath: path(target)))
    }
  }
}
