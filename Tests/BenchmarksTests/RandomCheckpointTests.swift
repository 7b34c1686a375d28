import Benchmarks
import Checkpoints
import Encoders
import Foundation
import Tensors
import Testing

struct RandomCheckpointTests {
  private let size = EncoderSize(name: "small", hidden: 8, layers: 2, intermediate: 16, heads: 2)

  @Test func writesACheckpointThatTheEngineUsesWhole() throws {
    try TemporaryFolder.with { folder in
      try RandomCheckpoint.write(size, to: folder)
      let model = try EncoderModel(CheckpointFolder(url: folder))
      #expect(model.configuration.layers == 2)
      #expect(model.configuration.labels.count == 2)
      #expect(model.unusedTensors.isEmpty)
      let pass = EncoderPass(model: model)
      pass.forward(PackedBatch([[1, 2, 3], [4, 5]]))
      #expect(pass.logits(of: 0) != pass.logits(of: 1))
      pass.withGradient(of: [1, 0, 1, 0]) { gradient in
        #expect(gradient.allSatisfy { $0.isFinite })
        #expect(gradient.contains { $0 != 0 })
      }
    }
  }

  @Test func writesTheSameBytesAgain() throws {
    let files = try (0..<2).map { _ in
      try TemporaryFolder.with { folder in
        try RandomCheckpoint.write(size, to: folder)
        return try Data(contentsOf: folder.appending(path: "model.safetensors"))
      }
    }
    #expect(files[0] == files[1])
    let floats = RandomCheckpoint.tensors(size).reduce(0) { $0 + $1.count }
    #expect(files[0].count > 4 * floats)
  }

  @Test func drawsTheNumbersOfSplitMix64() {
    var numbers = SplitMix64(seed: 1_234_567)
    #expect(numbers.next() == 6_457_827_717_110_365_317)
    #expect(numbers.next() == 3_203_168_211_198_807_973)
  }

  @Test func repeatsTextsWithANumberThatChanges() throws {
    let texts = RepeatedTexts(["Good.", "Bad."])
    #expect((0..<4).map(texts.text) == ["Good.", "Bad.", "Good. Number one.", "Bad. Number one."])
    #expect(texts.text(240) == "Good. Number one two zero.")
    try TemporaryFolder.with { folder in
      let file = folder.appending(path: "texts.jsonl")
      try texts.write(count: 3, to: file)
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      #expect(lines.count == 3)
      #expect(lines[2] == #"{"id":"text-2","text":"Good. Number one."}"#)
    }
  }
}
