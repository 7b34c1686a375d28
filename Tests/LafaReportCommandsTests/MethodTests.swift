import AttributionRecords
import Foundation
import TestSupport
import Testing

/// Methods, kernels and pools, asked for as a user asks for them.
struct MethodTests {
  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }
  private var model: String { path(Fixtures.samples.appending(path: "models/reviews")) }

  private static let rows = """
    {"id": "a", "text": "The soup was wonderful.", "kind": "soup"}
    {"id": "b", "text": "The soup was cold and bad.", "kind": "soup"}
    {"id": "c", "text": "A wonderful evening with friends.", "kind": "evening"}
    {"id": "d", "text": "What a terrible, sad evening.", "kind": "evening"}

    """

  /// Generates a site from the rows and hands out the record of the first.
  private func record(
    _ options: [String], _ body: (AttributionRecord, _ page: String) throws -> Void
  ) throws {
    try Fixtures.withTemporaryFolder { folder in
      let data = folder.appending(path: "rows.jsonl")
      try Data(Self.rows.utf8).write(to: data)
      let site = folder.appending(path: "site")
      let result = try CommandRunner.run(
        ["generate", path(data), "--model", model, "--output", path(site)]
          + options.map { $0.replacing("ROWS", with: path(data)) })
      #expect(result.code == 0, "\(result.errors)")
      let file = site.appending(path: "records/a.json")
      try body(
        RecordFile.record(from: Data(contentsOf: file), file: "a.json"),
        String(decoding: Data(contentsOf: site.appending(path: "documents/a.html")), as: UTF8.self))
    }
  }

  @Test func theDefaultIsContextualOverIntegratedGradientsWithTheMiddleLayer() throws {
    try record([]) { record, page in
      let parameters = record.provenance.parameters
      #expect(parameters.methods.map(\.name) == ["lafa"])
      #expect(parameters.methods[0].base == "integratedGradient")
      #expect(parameters.methods[0].baseNumbers == ["steps": 5])
      #expect(parameters.methods[0].reference == "pad")
      let smoothing = try #require(parameters.methods[0].smoothing)
      #expect(smoothing.kernel == "contextual")
      #expect((smoothing.lambda, smoothing.poolPart) == (60, 0.5))
      #expect((parameters.encoderLayer, parameters.kernelLayer) == (2, 2))
      #expect(record.explanations[0].pool?.count == record.tokens.count)
      #expect(page.contains("all documents with the same label"))
    }
  }

  @Test func basesNameTheirOwnReferencesAndPoints() throws {
    let names = [
      "lafa:integratedGradient@pad@5", "integratedGradient@zero", "integratedGradient@mask@7",
      "integratedGradient", "smoothGradient@3",
    ]
    try record(["--methods", names.joined(separator: ","), "--steps", "4"]) { record, page in
      let methods = record.provenance.parameters.methods
      #expect(methods.map(\.name) == names)
      #expect(methods.map(\.reference) == ["pad", "zero", "mask", "pad", nil])
      #expect(methods.map { $0.baseNumbers["steps"] } == [5, 4, 7, 4, nil])
      #expect(methods[4].baseNumbers["samples"] == 3)
      // The command does not say twice what a name says.
      #expect(page.contains("--methods \(names.joined(separator: ",")) "))
      #expect(!page.contains("--steps 5") && !page.contains("--samples 3"))
      #expect(page.contains("--steps 4"))
    }
  }

  @Test(arguments: [
    "gradient@pad", "integratedGradient@", "integratedGradient@0", "integratedGradient@pad@pad",
    "lafa@pad", "smoothGradient@pad", "shapDeep@5", "lafa:lafa",
  ])
  func refusesWhatABaseDoesNotTake(_ name: String) throws {
    let result = try CommandRunner.run([
      "generate", ".", "--model", model, "--output", "/nowhere", "--methods", name,
    ])
    #expect(result.code == 2)
    #expect(result.errors.contains("there is no “\(name)”"), "\(result.errors)")
  }

  @Test(arguments: ["contextual", "indicator", "rbf"])
  func wordsOfNeighboursAreNamedWithWhatTheyGave(_ kernel: String) throws {
    // More words than the neighbours have: then they give all that there is.
    try record(["--neighbour-words", "20", "--kernel", kernel]) { record, page in
      #expect(record.provenance.parameters.neighbourWords == 20)
      let explanation = record.explanations[0]
      let sources = try #require(explanation.sources)
      #expect(sources.count == record.words.count)
      #expect(page.contains("What neighbours gave the strongest words"))
      #expect(page.contains("--neighbour-words 20"))
      for (word, list) in zip(record.words, sources) {
        let given = explanation.neighbours.reduce(0) { sum, neighbour in
          sum + neighbour.shares[word.firstToken..<word.endToken].reduce(0, +)
        }
        let size = list.reduce(0) { $0 + abs($1.value) }
        #expect(list.map { abs($0.value) } == list.map { abs($0.value) }.sorted(by: >))
        #expect(abs(list.reduce(0) { $0 + $1.value } - given) <= Self.sumTolerance * size)
        for source in list {
          let text = Self.texts[explanation.neighbours[source.neighbour].id] ?? ""
          let scalars = Array(text.unicodeScalars)[source.start..<source.end]
          #expect(String(String.UnicodeScalarView(scalars)) == source.word)
        }
      }
    }
  }

  /// Single precision products, and numbers of seven digits.
  private static let sumTolerance = 1e-6
  private static let texts = [
    "b": "The soup was cold and bad.", "c": "A wonderful evening with friends.",
    "d": "What a terrible, sad evening.",
  ]

  @Test func putsMethodsSideBySide() throws {
    let names = [
      "gradient", "lafa-paper", "integratedGradient", "shapGradient", "shapDeep", "random",
      "lafa:inputGradient", "smoothGradient",
    ]
    try record(["--methods", names.joined(separator: ","), "--samples", "2", "--steps", "5"]) {
      record, page in
      let explanation = record.explanations[0]
      #expect(explanation.others.map(\.method) == Array(names.dropFirst()))
      #expect(explanation.scores == explanation.own)
      #expect(explanation.others[1].gap != nil && explanation.others[0].gap == nil)
      #expect(names.allSatisfy { page.contains($0) })
      #expect(page.contains("Methods side by side"))
    }
  }

  @Test(arguments: [
    "indicator", "cosine", "rbf:1.5", "laplacian", "inverseDistance", "polynomial:2,0,3",
  ])
  func takesEveryKernel(_ kernel: String) throws {
    try record(["--kernel", kernel, "--lambda", "3", "--category-field", "kind"]) { record, page in
      let smoothing = try #require(record.provenance.parameters.methods[0].smoothing)
      #expect(kernel.hasPrefix(smoothing.kernel))
      #expect(smoothing.lambda == 3 && smoothing.poolPart == 0)
      #expect(page.contains("--kernel \(kernel == "laplacian" ? "laplacian:2" : kernel)"))
      #expect(record.explanations[0].quality.categoryPrecision == 0.3333333)
    }
  }

  @Test func explainsAgainstAnotherFolder() throws {
    try Fixtures.withTemporaryFolder { folder in
      let pool = folder.appending(path: "pool")
      let texts = folder.appending(path: "texts")
      for one in [pool, texts] {
        try FileManager.default.createDirectory(at: one, withIntermediateDirectories: true)
      }
      for (name, text) in ["x": "The soup was good.", "y": "Bad soup.", "a": "Nice evening."] {
        try Data(text.utf8).write(to: pool.appending(path: name + ".txt"))
      }
      try Data("The soup was wonderful.".utf8).write(to: texts.appending(path: "a.txt"))
      let site = folder.appending(path: "site")
      let result = try CommandRunner.run([
        "generate", path(texts), "--pool", path(pool), "--model", model, "--output", path(site),
      ])
      #expect(result.code == 0, "\(result.errors)")
      let record = try RecordFile.record(
        from: Data(contentsOf: site.appending(path: "records/a.json")), file: "a.json")
      #expect(
        Set(record.explanations[0].neighbours.map(\.id)) == ["pool/x", "pool/y", "pool/a"])
      #expect(record.explanations[0].quality.candidates == 3)
      #expect(record.provenance.parameters.pool == "pool")
    }
  }

  @Test func namesWhatAMethodMayBe() throws {
    func refuses(_ options: [String], _ message: String) throws {
      let result = try CommandRunner.run(
        ["generate", "texts", "--model", model, "--output", "x"] + options)
      #expect(result.code == 2)
      #expect(result.errors.contains(message), "\(result.errors)")
      // The option is named once, before its error.
      #expect(!result.errors.contains("': --"), "\(result.errors)")
      #expect(!result.errors.contains("<subcommand>"), "\(result.errors)")
    }
    try refuses(["--methods", "lafa,sim"], "there is no “sim”")
    try refuses(["--methods", "lafa,lafa"], "twice")
    try refuses(["--kernel", "rbf:0"], "rbf:0")
    try refuses(["--kernel", "indicator", "--pool-part", "0.5"], "contextual kernel only")
    try refuses(["--nearer-than", "2"], "quantile")
    try refuses(["--methods", "lafa,lafa-other-label"], "“lafa-other-label” is a control")
    try refuses(["--settings", "none.json"], "none.json")
  }
}
