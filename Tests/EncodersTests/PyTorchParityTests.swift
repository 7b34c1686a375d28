import Checkpoints
import Encoders
import Foundation
import TestSupport
import Tensors
import Testing

/// Numbers saved from PyTorch by Tests/Fixtures/encoders/make.py, in float64.
struct PyTorchParityTests {
  /// The bound for a float32 engine; what is measured lies at a tenth of it.
  static let tolerance: Float = 1e-4

  struct Case: Sendable, CustomTestStringConvertible {
    var model: String
    var fixture: String
    var testDescription: String { fixture }
  }

  static let cases = [
    Case(model: "samples/models/reviews", fixture: "reviews"),
    Case(model: "samples/models/laptops", fixture: "laptops"),
    Case(model: "Tests/Fixtures/encoders/random-distilbert", fixture: "random-distilbert"),
    Case(model: "Tests/Fixtures/encoders/random-bert", fixture: "random-bert"),
  ]

  @Test(arguments: cases)
  func equalsPyTorchOnLogitsHiddenStatesAndGradients(_ example: Case) throws {
    let checkpoint = try CheckpointFolder(url: Fixtures.package.appending(path: example.model))
    let model = try EncoderModel(checkpoint)
    let fixture = try SafetensorsFile(
      url: Fixtures.folder.appending(path: "encoders/\(example.fixture).safetensors"))
    func values(_ name: String) throws -> [Float] {
      try fixture.tensor(name, shape: fixture.shape(of: name)).withElements(Array.init)
    }
    let sequences = try (0..<fixture.names.count { $0.hasSuffix(".ids") }).map { index in
      try values("\(index).ids").map { Int($0) }
    }
    try #require(!sequences.isEmpty)
    let pass = EncoderPass(model: model)
    pass.forward(PackedBatch(sequences))
    let outputs = checkpoint.configuration.labels.count
    var weights: [Float] = []
    for index in sequences.indices {
      let expected = try values("\(index).logits")
      expectClose(
        pass.logits(of: index), expected, tolerance: Self.tolerance, "logits \(index)")
      let largest = try #require(expected.indices.max { expected[$0] < expected[$1] })
      weights += (0..<outputs).map { $0 == largest ? 1 : 0 }
      let hidden = try values("\(index).hidden")
      let size = sequences[index].count * checkpoint.configuration.hiddenSize
      for layer in 0...checkpoint.configuration.layers {
        expectClose(
          pass.withHiddenState(of: index, layer: layer, Array.init),
          Array(hidden[layer * size..<(layer + 1) * size]), tolerance: Self.tolerance,
          "hidden state \(layer) of \(index)")
      }
    }
    let gradient = pass.withGradient(of: weights, Array.init)
    let d = checkpoint.configuration.hiddenSize
    for index in sequences.indices {
      let rows = pass.batch.rows(of: index)
      expectClose(
        Array(gradient[rows.lowerBound * d..<rows.upperBound * d]),
        try values("\(index).gradient"), tolerance: Self.tolerance, "gradient \(index)")
    }
  }
}
