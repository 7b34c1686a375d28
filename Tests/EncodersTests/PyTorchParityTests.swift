import Checkpoints
import Encoders
import Foundation
import TestSupport
import Tensors
import Testing

/// Numbers saved from PyTorch by Tests/Fixtures/encoders/make.py, in float64.
struct PyTorchParityTests {
  /// The bound for a float32 engine, as a share of the largest element; what is measured lies at
  /// a third of it (float32 rounds to 6e-8, and errors grow through the layers).
  static let tolerance: Float = 1e-5

  /// The random models of all families: every folder of fixtures with its numbers beside it.
  static let families =
    ((try? FileManager.default.contentsOfDirectory(
      atPath: Fixtures.folder.appending(path: "encoders").path)) ?? [])
    .filter { $0.hasSuffix("-small") || $0.hasSuffix("-large") || $0.hasSuffix("-tokens") }
    .sorted()

  @Test func hasEveryFamily() throws {
    let models = try Self.families.map { try checkpoint("encoders/\($0)").configuration }
    #expect(Set(models.map(\.family)) == Set(Family.allCases))
    #expect(Set(models.map(\.head)) == [.sequence, .tokens])
  }

  @Test(arguments: families)
  func equalsPyTorchForEveryFamily(_ name: String) throws {
    try compare(checkpoint("encoders/\(name)"), with: "encoders/\(name)/expected")
  }

  @Test(arguments: ["reviews", "laptops"])
  func equalsPyTorchForTheSamples(_ name: String) throws {
    let folder = Fixtures.samples.appending(path: "models/\(name)")
    try compare(CheckpointFolder(url: folder), with: "encoders/\(name)")
  }

  @Test func equalsPyTorchForABareEncoder() throws {
    let checkpoint = try checkpoint("encoders/bert-bare")
    #expect(checkpoint.configuration.head == .none)
    try compare(checkpoint, with: "encoders/bert-bare/expected")
  }

  private func checkpoint(_ path: String) throws -> CheckpointFolder {
    try CheckpointFolder(url: Fixtures.folder.appending(path: path))
  }

  /// Compares logits, all hidden states and input gradients for all inputs of a fixture.
  ///
  /// Once with all of the last layer, and once with only what the head reads of it.
  private func compare(_ checkpoint: CheckpointFolder, with fixture: String) throws {
    let model = try EncoderModel(checkpoint)
    let numbers = try Numbers(fixture)
    for keepsLastState in [true, false] {
      let pass = EncoderPass(model: model)
      pass.forward(PackedBatch(numbers.sequences), keepsLastState: keepsLastState)
      try compare(
        pass, with: numbers, layers: checkpoint.configuration.layers - (keepsLastState ? 0 : 1))
    }
  }

  private func compare(_ pass: EncoderPass, with numbers: Numbers, layers: Int) throws {
    let configuration = pass.model.configuration
    var weights: [Float] = []
    for (index, sequence) in numbers.sequences.enumerated() {
      let size = sequence.ids.count * configuration.hiddenSize
      for layer in 0...layers where numbers.hasStates(of: index) {
        let hidden = try numbers.values("\(index).hidden")
        expectClose(
          pass.withHiddenState(of: index, layer: layer, Array.init),
          Array(hidden[layer * size..<(layer + 1) * size]), tolerance: Self.tolerance,
          "hidden state \(layer) of \(index)")
      }
      guard configuration.head != .none else { continue }
      expectClose(
        pass.logitRows(of: index).flatMap(pass.logits(row:)),
        try numbers.values("\(index).logits"), tolerance: Self.tolerance, "logits \(index)")
      weights += try numbers.values("\(index).weights")
    }
    guard configuration.head != .none else { return }
    let gradient = pass.withGradient(of: weights, Array.init)
    let e = configuration.embeddingSize
    for index in numbers.sequences.indices {
      let rows = pass.batch.rows(of: index)
      expectClose(
        Array(gradient[rows.lowerBound * e..<rows.upperBound * e]),
        try numbers.values("\(index).gradient"), tolerance: Self.tolerance, "gradient \(index)")
    }
  }

  /// A file of numbers saved from PyTorch.
  private struct Numbers {
    let file: SafetensorsFile
    var sequences: [EncodedSequence] = []

    init(_ name: String) throws {
      file = try SafetensorsFile(url: Fixtures.folder.appending(path: "\(name).safetensors"))
      for index in 0..<file.names.count(where: { $0.hasSuffix(".ids") }) {
        sequences.append(
          EncodedSequence(
            ids: try values("\(index).ids").map { Int($0) },
            typeIDs: try values("\(index).segments").map { Int($0) }))
      }
      try #require(!sequences.isEmpty)
    }

    /// Whether hidden states are saved: not those of the longest inputs.
    func hasStates(of index: Int) -> Bool { file.contains("\(index).hidden") }

    func values(_ name: String) throws -> [Float] {
      try file.tensor(name, shape: file.shape(of: name)).withElements(Array.init)
    }
  }
}
