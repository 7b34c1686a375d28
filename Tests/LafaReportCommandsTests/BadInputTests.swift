import Foundation
import TestSupport
import Testing

/// One clear sentence, the right exit code, and nothing half written.
struct BadInputTests {
  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }
  private var model: String { path(Fixtures.samples.appending(path: "models/reviews")) }
  private var reviews: String { path(Fixtures.samples.appending(path: "reviews")) }

  /// Expects a failing run: its code, a part of its message, and no output folder.
  private func expectFailure(
    _ arguments: [String], code: Int32 = 1, _ message: String, output: URL? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try CommandRunner.run(arguments)
    #expect(result.code == code, "\(result.errors)", sourceLocation: sourceLocation)
    #expect(
      result.errors.contains(message), "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
    if let output {
      let names = try FileManager.default.contentsOfDirectory(
        atPath: path(output.deletingLastPathComponent()))
      #expect(
        !names.contains { $0.contains(output.lastPathComponent) }, "\(names)",
        sourceLocation: sourceLocation)
    }
  }

  @Test func exitsWithTwoForWrongUsage() throws {
    try expectFailure(["generate"], code: 2, "Missing expected argument '<documents> ...'")
    try expectFailure(["generat"], code: 2, "generat")
    try expectFailure(
      ["generate", reviews, "--model", model, "--output", "x", "--lambda", "-1"], code: 2,
      "lambda")
  }

  @Test func printsTheVersion() throws {
    let result = try CommandRunner.run(["--version"])
    #expect(result.code == 0)
    #expect(result.output.hasPrefix("lafa-report "))
  }

  @Test func namesAMissingDocumentFolder() throws {
    try Fixtures.withTemporaryFolder { folder in
      let site = folder.appending(path: "site")
      try expectFailure(
        [
          "generate", path(folder.appending(path: "none")), "--model", model, "--output",
          path(site),
        ],
        "There is no folder", output: site)
    }
  }

  @Test func namesAnEmptyDocumentFolder() throws {
    try Fixtures.withTemporaryFolder { folder in
      let texts = folder.appending(path: "texts")
      try FileManager.default.createDirectory(at: texts, withIntermediateDirectories: true)
      let site = folder.appending(path: "site")
      try expectFailure(
        ["generate", path(texts), "--model", model, "--output", path(site)],
        "has no files of the kinds that are read",
        output: site)
    }
  }

  @Test func namesAMissingCheckpoint() throws {
    try Fixtures.withTemporaryFolder { folder in
      let site = folder.appending(path: "site")
      try expectFailure(
        [
          "generate", reviews, "--model", path(folder.appending(path: "m")), "--output", path(site),
        ],
        path(folder.appending(path: "m")), output: site)
    }
  }

  @Test func namesALayerThatTheModelDoesNotHave() throws {
    try Fixtures.withTemporaryFolder { folder in
      let site = folder.appending(path: "site")
      try expectFailure(
        ["generate", reviews, "--model", model, "--output", path(site), "--encoder-layer", "5"],
        "the model has the layers 0 (embeddings) to 4", output: site)
    }
  }

  @Test func leavesAForeignFolderAlone() throws {
    try Fixtures.withTemporaryFolder { folder in
      let file = folder.appending(path: "thesis.txt")
      try Data("mine".utf8).write(to: file)
      let result = try CommandRunner.run(
        ["generate", reviews, "--model", model, "--output", path(folder)])
      #expect(result.code == 1)
      #expect(result.errors.contains(path(folder)))
      #expect(try FileManager.default.contentsOfDirectory(atPath: path(folder)) == ["thesis.txt"])
      #expect(try Data(contentsOf: file) == Data("mine".utf8))
    }
  }

  @Test func refusesToWriteOverItsOwnDocuments() throws {
    try Fixtures.withTemporaryFolder { folder in
      let texts = folder.appending(path: "site/texts")
      try FileManager.default.createDirectory(at: texts, withIntermediateDirectories: true)
      try Data("good".utf8).write(to: texts.appending(path: "a.txt"))
      let result = try CommandRunner.run(
        [
          "generate", path(texts), "--model", model, "--output",
          path(folder.appending(path: "site")),
        ])
      #expect(result.code == 1)
      #expect(result.errors.contains("Choose another output folder"))
      #expect(FileManager.default.fileExists(atPath: path(texts.appending(path: "a.txt"))))
    }
  }

  @Test func saysWhereItMayNotWrite() throws {
    try Fixtures.withTemporaryFolder { folder in
      let file = folder.appending(path: "file")
      try Data().write(to: file)
      try expectFailure(
        [
          "generate", reviews, "--model", model, "--output",
          path(file.appending(path: "below/site")),
        ], path(file))
    }
  }

  @Test func stopsOnRecordsThatContradictThemselves() throws {
    try Fixtures.withTemporaryFolder { folder in
      let records = folder.appending(path: "records")
      try FileManager.default.createDirectory(at: records, withIntermediateDirectories: true)
      try Data("{\"formatVersion\": 99}".utf8).write(to: records.appending(path: "run.json"))
      let site = folder.appending(path: "site")
      try expectFailure(
        ["render", path(records), "--output", path(site)], "has format version 99", output: site)
    }
  }
}
