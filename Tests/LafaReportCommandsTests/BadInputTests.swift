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
    for numbers in [["--lambda", "1e7"], ["--kernel", "polynomial:1e4,0,3"]] {
      try expectFailure(
        ["generate", reviews, "--model", model, "--output", "x"] + numbers, code: 2, numbers[0])
    }
  }

  /// What every command says of paths and values that cannot be meant.
  @Test(arguments: [
    (
      ["generate", "DOCS", "--model", "MODEL", "--output", "NEW", "--encoding", "klingon"],
      "klingon"
    ),
    (["generate", "-", "--model", "MODEL", "--output", "NEW", "--stdin-kind", "xml"], "xml"),
    (["generate", "DOCS", "--model", "MODEL", "--output", "NEW", "--language", "de"], "“de”"),
    (
      ["generate", "DOCS", "--model", "MODEL", "--output", "NEW", "--kernel-layer", "99"], "0 (emb"
    ),
    (
      ["generate", "DOCS", "--model", "MODEL", "--output", "NEW", "--templates", "NONE"], "no such"
    ),
    (["generate", "DOCS", "--model", "MODEL", "--output", "NEW", "--pool", "NONE"], "no folder"),
    (["generate", "DOCS", "--model", "MODEL", "--output", "NEW", "--store", "DOCS"], "run store"),
    (["generate", "FILE", "--model", "MODEL", "--output", "NEW"], "none of the kinds"),
    (
      [
        "generate", "DOCS", "--model", "MODEL", "--output", "NEW", "--neighbour-filter",
        "same-category",
      ], "needs --category-field"
    ),
    (
      [
        "generate", "DOCS", "--model", "PRICES", "--output", "NEW", "--neighbour-filter",
        "same-prediction",
      ], "the model predicts a number"
    ),
    (
      ["evaluate", "DOCS", "--model", "MODEL", "--output", "NEW", "--tokens-field", "tokens"],
      "add --weights-field or --rationale-field"
    ),
    (
      [
        "embed", "DOCS", "--model", "MODEL", "--output", "NEW.safetensors", "--fields", "a",
        "--text-field", "b",
      ], "leave out --text-field"
    ),
    (["index", "NONE", "--model", "MODEL", "--output", "NEW"], "no folder"),
    (["index", "DOCS", "--model", "NONE", "--output", "NEW"], "no folder"),
    (["evaluate", "NONE", "--model", "MODEL", "--output", "NEW"], "no folder"),
    (["evaluate", "DOCS", "--model", "NONE", "--output", "NEW"], "no folder"),
    (["tune", "NONE", "--model", "MODEL", "--output", "NEW"], "no folder"),
    (["tune", "DOCS", "--model", "MODEL", "--output", "NEW", "--layers", "99"], "0 (emb"),
    (["tune", "DOCS", "--model", "MODEL", "--output", "NEW", "--scales", ""], "--scales"),
    (["tune", "DOCS", "--model", "MODEL", "--output", "FILE"], "not made by this tool"),
    (["tune", "DOCS", "--model", "MODEL", "--output", "NEW/X"], "no folder for"),
    (["embed", "NONE", "--model", "MODEL", "--output", "NEW.safetensors"], "no folder"),
    (["embed", "DOCS", "--model", "NONE", "--output", "NEW.safetensors"], "no folder"),
    (["render", "NONE", "--output", "NEW"], "no folder"),
    (["render", "DOCS", "--output", "NEW"], "no run.json"),
    (["verify", "NONE"], "no folder"), (["verify", "DOCS"], "no .lafa-report.json"),
    (["verify", "DOCS", "--sarif", "FILE"], "not made by this tool"),
    (["verify", "DOCS", "--sarif", "/dev/null"], "not made by this tool"),
    (["verify", "DOCS", "--json", "NEW/X"], "no folder for"),
    (["diff", "DOCS", "DOCS", "--sarif", "FILE"], "not made by this tool"),
    (["diff", "NONE", "DOCS"], "no folder"), (["diff", "DOCS", "DOCS"], "no run.json"),
    (["publish", "NONE", "--to", "NEW"], "no folder"),
    (["publish", "--remove", "x", "--to", "NEW"], "no such run"),
    (["attach", "NONE", "--reports", "DOCS", "--output", "NEW"], "no run.json"),
    (["generate", "DOCS", "--model", "MODEL", "--output", "FILE/X"], "notes.pdf is a file"),
    (
      ["generate", "DOCS", "--model", "MODEL", "--output", "NEW", "--store", "FILE"],
      "notes.pdf is a file"
    ),
    (
      ["generate", "DOCS", "--model", "DOCS", "--output", "NEW"],
      "is not a checkpoint’s folder: it has no config.json, no weights (model.safetensors or"
    ),
    (
      ["embed", "DOCS", "--model", "DOCS", "--output", "NEW.safetensors"],
      "no tokenizer (tokenizer.json"
    ),
    (["index", "DOCS", "--model", "MODEL", "--output", "FILE"], "notes.pdf is a file"),
    (["publish", "DOCS", "--to", "FILE/X"], "notes.pdf is a file"),
  ])
  func refusesACommandLineThatCannotWork(_ arguments: [String], _ message: String) throws {
    try Fixtures.withTemporaryFolder { folder in
      let file = folder.appending(path: "notes.pdf")
      try Data("x".utf8).write(to: file)
      let new = path(folder.appending(path: "new"))
      let prices = Fixtures.samples.appending(path: "models/laptops")
      let places = [
        "DOCS": reviews, "MODEL": model, "PRICES": path(prices), "NEW": new,
        "NEW.safetensors": new + ".safetensors",
        "NONE": path(folder.appending(path: "none")), "NEW/X": new + "/x", "FILE": path(file),
        "FILE/X": path(file.appending(path: "below/site")),
      ]
      try expectFailure(arguments.map { places[$0] ?? $0 }, code: 2, message)
      #expect(try FileManager.default.contentsOfDirectory(atPath: path(folder)) == ["notes.pdf"])
    }
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
        code: 2, "There is no folder", output: site)
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
        code: 2, path(folder.appending(path: "m")), output: site)
    }
  }

  @Test func namesALayerThatTheModelDoesNotHave() throws {
    try Fixtures.withTemporaryFolder { folder in
      let site = folder.appending(path: "site")
      try expectFailure(
        ["generate", reviews, "--model", model, "--output", path(site), "--encoder-layer", "5"],
        code: 2, "the model has the layers 0 (embeddings) to 4", output: site)
    }
  }

  @Test func namesAColumnThatATableDoesNotHave() throws {
    try Fixtures.withTemporaryFolder { folder in
      let table = folder.appending(path: "t.csv")
      try Data("id;text\na;Good food.\n".utf8).write(to: table)
      let site = folder.appending(path: "site")
      for option in ["--id-field", "--label-field", "--category-field", "--fields"] {
        let value = option == "--fields" ? "text,body" : "body"
        let result = try CommandRunner.run([
          "generate", path(table), "--model", model, "--output", path(site), option, value,
        ])
        #expect(result.code == 1)
        let sentence = "t.csv: no column is called “body”, but “id”, “text”. Correct \(option)"
        #expect(result.errors.components(separatedBy: sentence).count == 2, "\(result.errors)")
      }
      try expectFailure(
        [
          "generate", path(table), "--model", model, "--output", path(folder.appending(path: "x")),
          "--pair-field", "body",
        ], "t.csv:1 names no column “body”, but “id”, “text”. Name one of them with --pair-field.",
        output: folder.appending(path: "x"))
    }
  }

  @Test func leavesAForeignFolderAlone() throws {
    try Fixtures.withTemporaryFolder { folder in
      let file = folder.appending(path: "thesis.txt")
      try Data("mine".utf8).write(to: file)
      let result = try CommandRunner.run(
        ["generate", reviews, "--model", model, "--output", path(folder)])
      #expect(result.code == 2)
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
      #expect(result.code == 2)
      #expect(result.errors.contains("Choose another output folder"))
      #expect(FileManager.default.fileExists(atPath: path(texts.appending(path: "a.txt"))))
    }
  }

  @Test func saysWhereItMayNotWrite() throws {
    // Nobody makes a folder there, not even root.
    try expectFailure(
      ["generate", reviews, "--model", model, "--output", "/proc/lafa-report-site"],
      "Cannot write /proc/lafa-report-site: it is made beside its place, and its folder /proc")
  }

  @Test func saysThatAFileOfItsOwnWasChanged() throws {
    try Fixtures.withTemporaryFolder { folder in
      let site = folder.appending(path: "site")
      let arguments = ["generate", reviews, "--model", model, "--output", path(site)]
      #expect(try CommandRunner.run(arguments).code == 0)
      try Data("mine".utf8).write(to: site.appending(path: "index.md"))
      let sentence = "“index.md” of \(path(site)) was changed since this tool made it. Move it away"
      let result = try CommandRunner.run(arguments)
      #expect(result.code == 2 && result.errors.contains(sentence), "\(result.errors)")
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
