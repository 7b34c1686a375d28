import AttributionRecords
import Checkpoints
import Foundation
import Testing

/// Which files of a folder are read, and what is said about those that are not there.
struct WeightFilesTests {
  private static let index = "model.safetensors.index.json"
  private static let first = "model-00001-of-00002.safetensors"
  private static let second = "model-00002-of-00002.safetensors"

  private func message(_ change: (WeightFolder) throws -> Void) throws -> String {
    try WeightFolder.with { folder in
      try change(folder)
      return folder.message()
    }
  }

  @Test func saysWhatItLookedFor() throws {
    let text = try message { _ in }
    #expect(
      text == """
        The checkpoint C has no weights: looked for model.safetensors, \
        model.safetensors.index.json, pytorch_model.bin and pytorch_model.bin.index.json. Save \
        the model with save_pretrained() or copy the file.
        """)
  }

  @Test(
    arguments: [
      ("tf_model.h5", "from_tf=True"), ("flax_model.msgpack", "from_flax=True"),
      ("model.onnx", "cannot be converted back"),
      ("adapter_model.safetensors", "merge_and_unload()"),
    ])
  func saysHowToConvertForeignWeights(_ name: String, _ advice: String) throws {
    let text = try message { try $0.write("", to: name) }
    #expect(text.contains("It has \(name)") && text.contains(advice), "\(text)")
  }

  @Test func prefersSafetensors() throws {
    try WeightFolder.with { folder in
      try folder.copy("expected.safetensors", as: "model.safetensors")
      try folder.copy("hostile/global.bin", as: "pytorch_model.bin")
      let weights = try WeightStore(folder: folder.url)
      let file = try Data(contentsOf: folder.url.appending(path: "model.safetensors"))
      #expect(weights.fingerprint() == Fingerprint.sha256(file))
    }
  }

  @Test func fingerprintsShardsAsAList() throws {
    let folder = WeightFolder.fixtures.appending(path: "sharded-safetensors")
    let lines = try [Self.first, Self.second].map {
      "\(Fingerprint.sha256(try Data(contentsOf: folder.appending(path: $0))))  \($0)\n"
    }
    let expected = Fingerprint.sha256(Data(lines.joined().utf8))
    #expect(try WeightStore(folder: folder).fingerprint() == expected)
  }

  @Test func namesAMissingShard() throws {
    let text = try message { folder in
      try folder.copy("sharded-safetensors/\(Self.index)", as: Self.index)
      try folder.copy("sharded-safetensors/\(Self.first)", as: Self.first)
    }
    #expect(
      text == """
        \(Self.index) names the weights file \(Self.second), which is not in the folder. Copy all \
        files of the checkpoint.
        """)
  }

  @Test func namesATensorThatItsShardLacks() throws {
    let text = try message { folder in
      try folder.copy("sharded-safetensors/\(Self.first)", as: Self.first)
      try folder.write(#"{"weight_map":{"oops":"\#(Self.first)"}}"#, to: Self.index)
    }
    #expect(text.contains("says that \(Self.first) holds tensor “oops”, and it does not"))
  }

  @Test func refusesATensorInTwoShards() throws {
    let text = try message { folder in
      try folder.copy("sharded-safetensors/\(Self.first)", as: Self.first)
      try folder.copy("sharded-safetensors/\(Self.first)", as: Self.second)
      try folder.write(
        #"{"weight_map":{"bfloat16":"\#(Self.first)","float32":"\#(Self.second)"}}"#,
        to: Self.index)
    }
    #expect(text.contains("is in \(Self.first) and in \(Self.second)"))
  }

  @Test(
    arguments: [
      "../x.safetensors", "/etc/passwd", ".x.safetensors", "a/b.safetensors", "x.bin", "",
      #"a\\b.safetensors"#,
    ])
  func refusesNamesThatAreNoPlainFiles(_ name: String) throws {
    let text = try message { try $0.write(#"{"weight_map":{"w":"\#(name)"}}"#, to: Self.index) }
    #expect(text.contains("is not the name of a .safetensors file in the folder"), "\(text)")
  }

  @Test(
    arguments: [
      ("{}", "names no tensor"), ("[", "“{” is missing"),
      (#"{"weight_map":{"w":1}}"#, "is missing at byte 19"),
      (#"{"weight_map":{},"weight_map":{}}"#, "two weight_map"),
      (#"{"weight_map":{"w":"a.safetensors","w":"b.safetensors"}}"#, "has it twice"),
      (#"{"x":\#(String(repeating: "[", count: 3000))"#, "nested too deeply"),
    ])
  func refusesABrokenIndex(_ json: String, _ answer: String) throws {
    let text = try message { try $0.write(json, to: Self.index) }
    #expect(text.contains(answer), "\(text)")
  }

  @Test func refusesAFolderInPlaceOfAFile() throws {
    let text = try message { folder in
      try FileManager.default.createDirectory(
        at: folder.url.appending(path: "model.safetensors"), withIntermediateDirectories: false)
    }
    #expect(text == "model.safetensors cannot be read: it is not a file.")
  }
}
