import Checkpoints
import Foundation
import TestSupport
import Testing

/// One clear sentence for everything that can be wrong with a checkpoint.
struct BadCheckpointTests {
  /// Opens a broken copy and returns what the user is told, with the folder's path left out.
  private func message(_ change: (CheckpointTestFolder) throws -> Void) throws -> String {
    var message = ""
    try CheckpointTestFolder.with { folder in
      try change(folder)
      let error = #expect(throws: CheckpointError.self) {
        let checkpoint = try CheckpointFolder(url: folder.url)
        _ = try checkpoint.weights.tensor(
          "bert.embeddings.LayerNorm.weight",
          shape: [checkpoint.configuration.hiddenSize])
      }
      let path = folder.url.path(percentEncoded: false)
      message = (error?.description ?? "").replacing(path + "/", with: "").replacing(
        path, with: "C")
    }
    return message
  }

  @Test func namesAMissingFolder() throws {
    let error = #expect(throws: CheckpointError.self) {
      try CheckpointFolder(url: URL(filePath: "/nowhere/model"))
    }
    #expect(error?.description.contains("no checkpoint folder at /nowhere/model") == true)
  }

  @Test func namesAMissingConfiguration() throws {
    let text = try message {
      try FileManager.default.removeItem(at: $0.url.appending(path: "config.json"))
    }
    #expect(text.contains("has no config.json"))
  }

  @Test func saysThatConfigurationIsNotJSON() throws {
    let text = try message { try $0.write(Array("{oops".utf8), to: "config.json") }
    #expect(text.hasPrefix("config.json is malformed: it is not valid JSON"))
  }

  @Test func namesAConfigurationKeyOfTheWrongType() throws {
    let text = try message { try $0.configure(["hidden_size": "big"]) }
    #expect(text.contains("“hidden_size” has the wrong type"))
  }

  @Test(arguments: [0, -4, 1 << 40])
  func refusesAnImpossibleSize(_ size: Int) throws {
    let text = try message { try $0.configure(["hidden_size": size]) }
    #expect(text.contains("“hidden_size” cannot be \(size)"))
  }

  @Test func refusesHeadsThatDoNotDivideTheHiddenSize() throws {
    let text = try message { try $0.configure(["num_attention_heads": 5]) }
    #expect(text.contains("5 attention heads do not divide a hidden size of 24"))
  }

  @Test func listsTheSupportedArchitectures() throws {
    let text = try message {
      try $0.configure(["architectures": ["GPT2LMHeadModel"], "model_type": "gpt2"])
    }
    #expect(
      text == """
        config.json names the architecture GPT2LMHeadModel; supported are \
        Albert, Bert, Camembert, Data2VecText, DebertaV2, DistilBert, Electra, MPNet, ModernBert, \
        Roberta, XLMRoberta, each ForSequenceClassification, ForTokenClassification or as a bare \
        Model.
        """)
  }

  @Test func refusesRelativePositions() throws {
    let text = try message { try $0.configure(["position_embedding_type": "relative_key"]) }
    #expect(text.contains("“position_embedding_type” to “relative_key”; supported: absolute"))
  }

  @Test func refusesLabelsWithHoles() throws {
    let text = try message { try $0.configure(["id2label": ["0": "A", "2": "C"]]) }
    #expect(text.contains("“id2label” has no label 1"))
    let same = try message { try $0.configure(["id2label": ["0": "e\u{301}", "1": "\u{E9}"]]) }
    #expect(same.contains("“id2label” calls the outputs 0 and 1 both “é”: rename one"))
  }

  @Test func saysThatAHeaderIsLongerThanTheFile() throws {
    let text = try message {
      try $0.write([255, 255, 255, 255, 255, 255, 255, 255, 1], to: "model.safetensors")
    }
    #expect(text.contains("model.safetensors is not a safetensors file"))
    #expect(text.contains("18446744073709551615 bytes, and the file has 9"))
  }

  @Test func saysThatAnEmptyFileHasNoHeader() throws {
    let text = try message { try $0.write([], to: "model.safetensors") }
    #expect(text.contains("is not a safetensors file"))
  }

  @Test func saysThatAFileIsCutShort() throws {
    let text = try message { folder in
      let data = try Data(contentsOf: folder.url.appending(path: "model.safetensors"))
      try folder.write(Array(data.dropLast(100)), to: "model.safetensors")
    }
    #expect(text.contains("model.safetensors is cut short: tensor “"))
  }

  @Test func refusesAForeignFile() throws {
    let text = try message {
      try $0.write(Array("PK\u{3}\u{4}\0\0\0\0and so on".utf8), to: "model.safetensors")
    }
    #expect(text.contains("is not a safetensors file") || text.contains("is malformed"))
  }

  @Test func refusesOverlappingTensors() throws {
    let text = try message { folder in
      try folder.replaceHeader { header in
        // The pooler's bias moves onto the first bytes of the data.
        let end = header.firstRange(of: "\"bert.pooler.dense.bias\":")?.upperBound
        guard let end, let close = header[end...].firstIndex(of: "}") else { return header }
        return header[..<end] + #"{"dtype":"BF16","shape":[24],"data_offsets":[0,48]"#
          + header[close...]
      }
    }
    #expect(text.contains("overlaps with"))
  }

  @Test func refusesAShapeThatContradictsItsBytes() throws {
    let text = try message { folder in
      try folder.replaceHeader {
        $0.replacing(
          "\"shape\":[24]", with: "\"shape\":[9223372036854775807,4]", maxReplacements: 1)
      }
    }
    #expect(text.contains("its shape is impossible"))
  }

  @Test func namesATensorOfAnotherShape() throws {
    let text = try message { try $0.configure(["hidden_size": 48]) }
    #expect(text.contains("“bert.embeddings.LayerNorm.weight” as 24, and config.json says 48"))
  }

  @Test func namesAMissingTensor() throws {
    let text = try message { folder in
      try folder.replaceHeader { $0.replacing("bert.embeddings.LayerNorm.", with: "x.") }
    }
    #expect(
      text.contains(
        "has no tensor “bert.embeddings.LayerNorm.weight”")
    )
  }

  @Test func refusesIntegerWeights() throws {
    let text = try message { folder in
      try folder.replaceHeader { $0.replacing("BF16", with: "I16") }
    }
    #expect(text.contains("as I16; weights can be F32, F16, BF16 or F64"))
  }
}
