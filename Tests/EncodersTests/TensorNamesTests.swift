import Checkpoints
import Encoders
import Foundation
import TestSupport
import Testing

/// Checkpoints that name their tensors as other tools or other years did.
struct TensorNamesTests {
  static let ids = [2, 17, 60, 5, 90, 3]

  /// Returns the model of a fixture with its tensors' names changed in the file.
  private func model(
    _ fixture: String, _ changes: [(String, String)], drop: [String] = []
  ) throws -> EncoderModel {
    try Fixtures.withTemporaryFolder { folder in
      let source = Fixtures.folder.appending(path: "encoders/\(fixture)")
      try FileManager.default.copyItem(
        at: source.appending(path: "config.json"), to: folder.appending(path: "config.json"))
      let data = try Data(contentsOf: source.appending(path: "model.safetensors"))
      let length = data.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
      var header = String(decoding: data[8..<8 + length], as: UTF8.self)
      for (old, new) in changes { header = header.replacing(old, with: new) }
      for name in drop { header = header.replacing("\"\(name)\"", with: "\"unknown.\(name)\"") }
      var size = UInt64(header.utf8.count).littleEndian
      let file = withUnsafeBytes(of: &size) { Data($0) } + Data(header.utf8) + data[(8 + length)...]
      try file.write(to: folder.appending(path: "model.safetensors"))
      return try EncoderModel(CheckpointFolder(url: folder))
    }
  }

  private func logits(_ model: EncoderModel) -> [Float] {
    let pass = EncoderPass(model: model)
    pass.forward(PackedBatch([Self.ids]))
    return pass.logits(of: 0)
  }

  @Test func readsGammaAndBeta() throws {
    let old = try model(
      "bert-small", [("LayerNorm.weight", "LayerNorm.gamma"), ("LayerNorm.bias", "LayerNorm.beta")])
    #expect(try logits(old) == logits(model("bert-small", [])))
    #expect(old.unusedTensors.isEmpty)
  }

  @Test func readsAnEncoderWithoutItsPrefix() throws {
    let bare = try model("bert-small", [("\"bert.", "\"")])
    #expect(try logits(bare) == logits(model("bert-small", [])))
  }

  @Test func readsTheLanguageModelsOutputForTiedEmbeddings() throws {
    let tied = try model(
      "bert-small",
      [("bert.embeddings.word_embeddings.weight", "cls.predictions.decoder.weight")])
    #expect(try logits(tied) == logits(model("bert-small", [])))
  }

  @Test func namesEveryUnusedTensor() throws {
    let model = try model("bert-bare", [], drop: [])
    #expect(model.unusedTensors == ["pooler.dense.bias", "pooler.dense.weight"])
  }

  @Test func namesEveryMissingTensorOnce() throws {
    let error = #expect(throws: CheckpointError.self) {
      try model(
        "distilbert-large", [("ffn.lin1", "ffn.other")],
        drop: ["classifier.bias", "distilbert.embeddings.word_embeddings.weight"])
    }
    let text = String(describing: try #require(error))
    #expect(
      text.contains(
        """
        model.safetensors has no tensor “distilbert.transformer.layer.0…2.ffn.lin1.weight”, \
        “distilbert.transformer.layer.0…2.ffn.lin1.bias”, “classifier.bias”, \
        “distilbert.embeddings.word_embeddings.weight”, which the architecture
        """))
  }

  @Test func refusesAHugeModelBeforeAllocatingIt() throws {
    let error = #expect(throws: CheckpointError.self) {
      try Fixtures.withTemporaryFolder { folder in
        let source = Fixtures.folder.appending(path: "encoders/bert-small")
        try FileManager.default.copyItem(
          at: source.appending(path: "model.safetensors"),
          to: folder.appending(path: "model.safetensors"))
        let config = try String(
          contentsOf: source.appending(path: "config.json"), encoding: .utf8)
        try config.replacing("\"intermediate_size\": 50", with: "\"intermediate_size\": 1000000")
          .write(to: folder.appending(path: "config.json"), atomically: false, encoding: .utf8)
        return try EncoderModel(CheckpointFolder(url: folder))
      }
    }
    #expect(String(describing: try #require(error)).contains("config.json says 1000000 × 24"))
  }
}
