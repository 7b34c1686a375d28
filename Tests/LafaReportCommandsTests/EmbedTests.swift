import Checkpoints
import Foundation
import Tensors
import TestSupport
import Testing

/// `lafa-report embed`, run as a user runs it, against numbers saved from PyTorch.
struct EmbedTests {
  /// The parity bound of hidden states.
  static let tolerance: Float = 1e-5
  /// The first text of the fixture `encoders/reviews`.
  static let text = "They really want to make your experience a good one."

  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }

  /// Makes a model's folder with more files, and documents, and runs the command.
  private func embed(
    _ texts: [String: String] = ["a.txt": text], files: [String: String] = [:],
    output name: String = "vectors.safetensors",
    _ body: (CommandRunner.Result, URL) throws -> Void
  ) throws {
    try Fixtures.withTemporaryFolder { top in
      let model = top.appending(path: "model")
      try FileManager.default.copyItem(
        at: Fixtures.samples.appending(path: "models/reviews"), to: model)
      let folder = top.appending(path: "texts")
      for (name, text) in files.map({ ("model/" + $0, $1) }) + texts.map({ ("texts/" + $0, $1) }) {
        let file = top.appending(path: name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
      let output = top.appending(path: name)
      let result = try CommandRunner.run([
        "embed", path(folder), "--model", path(model), "--output", path(output),
      ])
      try body(result, output)
    }
  }

  /// The last hidden state of the fixture's first text, one row a token.
  private func states() throws -> [[Float]] {
    let file = try SafetensorsFile(
      url: Fixtures.folder.appending(path: "encoders/reviews.safetensors"))
    let shape = try file.shape(of: "0.hidden")
    let (layers, tokens, d) = (shape[0], shape[1], shape[2])
    let all = try file.tensor("0.hidden", shape: shape).withElements(Array.init)
    return (0..<tokens).map { token in
      let start = ((layers - 1) * tokens + token) * d
      return Array(all[start..<start + d])
    }
  }

  private func mean(_ rows: some Collection<[Float]>) -> [Float] {
    let d = rows.first?.count ?? 0
    return (0..<d).map { column in rows.reduce(0) { $0 + $1[column] } / Float(rows.count) }
  }

  private func vectors(_ file: URL, count: Int, columns: Int) throws -> [Float] {
    try SafetensorsFile(url: file).tensor("embeddings", shape: [count, columns])
      .withElements(Array.init)
  }

  private func sentenceModel(_ pooling: String, limit: Int) -> [String: String] {
    let modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")].map
    { #"{"path": "\#($0.0)", "type": "sentence_transformers.models.\#($0.1)"}"# }
    return [
      "modules.json": "[\(modules.joined(separator: ","))]",
      "1_Pooling/config.json": #"{"\#(pooling)": true}"#,
      "sentence_bert_config.json": #"{"max_seq_length": \#(limit)}"#,
    ]
  }

  @Test func takesTheMeanOverTheText() throws {
    let rows = try states()
    try embed { result, file in
      #expect(result.code == 0, "\(result.errors)")
      let found = try vectors(file, count: 1, columns: rows[0].count)
      expectClose(
        found, mean(rows.dropFirst().dropLast()), tolerance: Self.tolerance, "vector")
    }
  }

  @Test func poolsAsASentenceTransformersFolderSays() throws {
    let rows = try states()
    let expected: [(String, [Float])] = [
      ("pooling_mode_mean_tokens", mean(rows)), ("pooling_mode_cls_token", rows[0]),
      (
        "pooling_mode_max_tokens",
        (0..<rows[0].count).map { column in rows.map { $0[column] }.max() ?? 0 }
      ),
    ]
    for (name, vector) in expected {
      try embed(files: sentenceModel(name, limit: 512)) { result, file in
        #expect(result.code == 0, "\(result.errors)")
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        expectClose(
          try vectors(file, count: 1, columns: vector.count), vector.map { $0 / length },
          tolerance: Self.tolerance, name)
      }
    }
  }

  @Test func readsLongTextsInWindowsAndNamesTheDocuments() throws {
    let texts = ["b.txt": String(repeating: Self.text + " ", count: 30), "a.txt": Self.text]
    try embed(texts, files: sentenceModel("pooling_mode_mean_tokens", limit: 12)) { result, file in
      #expect(result.code == 0, "\(result.errors)")
      let d = try states()[0].count
      let found = try vectors(file, count: 2, columns: d)
      #expect(found[..<d] != found[d...])
      let header = String(decoding: try Data(contentsOf: file).prefix(400), as: UTF8.self)
      #expect(header.contains(#""ids":"[\"a\",\"b\"]""#))
    }
  }

  @Test func refusesStepsThatItCannotTake() throws {
    let dense = #"[{"path": "2_Dense", "type": "sentence_transformers.models.Dense"}]"#
    try embed(files: ["modules.json": dense]) { result, file in
      #expect(result.code == 1)
      #expect(result.errors.contains("supported: Transformer, Pooling, Normalize"))
      #expect(!FileManager.default.fileExists(atPath: path(file)))
    }
  }

  @Test func writesOnlyFilesOfItsOwnEnding() throws {
    try embed(output: "thesis.txt") { result, file in
      #expect(result.code == 2)
      #expect(result.errors.contains("does not end in .safetensors"))
      #expect(!FileManager.default.fileExists(atPath: path(file)))
    }
  }

  @Test func writesOverItsOwnFilesOnly() throws {
    try embed(files: ["../kept.safetensors": "keep"], output: "kept.safetensors") { result, file in
      #expect(result.code == 2)
      #expect(result.errors.contains("was not made by this tool"))
      let kept = try Data(contentsOf: file)
      #expect(kept == Data("keep".utf8))
    }
    // A safetensors file of another tool, too.
    try embed(files: ["../kept.safetensors": ""], output: "other.safetensors") { _, file in
      let kept = file.deletingLastPathComponent().appending(path: "kept.safetensors")
      let header = SafetensorsWriter.header([], metadata: ["tool": "lafa-reports 1"])
      try header.write(to: kept)
      let result = try CommandRunner.run([
        "embed", path(file.deletingLastPathComponent().appending(path: "texts")), "--model",
        path(file.deletingLastPathComponent().appending(path: "model")), "--output", path(kept),
      ])
      #expect(result.errors.contains("was not made by this tool"))
      #expect(try Data(contentsOf: kept) == header)
    }
    try embed { _, file in
      #expect(try SafetensorsFile(url: file).metadata["tool"]?.hasPrefix("lafa-report ") == true)
      #expect(try SafetensorsFile(url: file).metadata["ids"] == #"["a"]"#)
      let again = try CommandRunner.run([
        "embed", path(file.deletingLastPathComponent().appending(path: "texts")), "--model",
        path(file.deletingLastPathComponent().appending(path: "model")), "--output", path(file),
      ])
      #expect(again.code == 0, "\(again.errors)")
    }
  }

  @Test func readsCataloguesAsGenerateDoes() throws {
    try embed(["a.csv": "sku;name;size\nx7;\(Self.text);9\n"]) { result, file in
      #expect(result.code == 1)
      #expect(result.errors.contains("can be embedded"), "\(result.errors)")
      #expect(
        result.errors.contains("--text-field")
          && !FileManager.default.fileExists(atPath: path(file)))
      let top = file.deletingLastPathComponent()
      let more = top.appending(path: "more.txt")
      try Data(Self.text.utf8).write(to: more)
      let d = try states()[0].count
      for (options, isSame) in [
        (["--text-field", "name"], true), (["--fields", "name,size"], false),
      ] {
        let again = try CommandRunner.run(
          [
            "embed", path(top.appending(path: "texts/a.csv")), path(more), "--model",
            path(top.appending(path: "model")), "--output", path(file), "--id-field", "sku",
            "--encoding", "UTF-8",
          ] + options)
        #expect(again.code == 0, "\(again.errors)")
        #expect(try SafetensorsFile(url: file).metadata["ids"] == #"["x7","more"]"#)
        let found = try vectors(file, count: 2, columns: d)
        #expect((found[..<d] == found[d...]) == isSame)
      }
    }
  }

  @Test func namesDocumentsThatItCannotRead() throws {
    try embed(["a.txt": Self.text, "b.txt": " "]) { result, file in
      #expect(result.code == 1)
      #expect(result.errors.contains("b.txt"))
      #expect(FileManager.default.fileExists(atPath: path(file)))
    }
  }
}
