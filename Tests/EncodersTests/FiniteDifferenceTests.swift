import Checkpoints
import Encoders
import Foundation
import TestSupport
import Testing

/// The gradient against differences of the logits, with the embedding table itself moved.
struct FiniteDifferenceTests {
  /// The step h on an input of size about 1: the float32 logit's rounding (1e-6) over 2h and the
  /// third derivative times h² both stay below a hundredth.
  static let step: Float = 0.02
  /// What the above leaves, as a share of the largest gradient element.
  static let tolerance: Float = 0.03

  @Test func equalsCentralDifferencesOfALogit() throws {
    let name = "distilbert-large"
    let folder = Fixtures.folder.appending(path: "encoders/\(name)")
    let model = try EncoderModel(CheckpointFolder(url: folder))
    // Each token once, so that moving a row of the table moves one input only.
    let ids = [2, 17, 60, 5, 90, 3]
    let d = model.configuration.hiddenSize
    let pass = EncoderPass(model: model)
    pass.forward(PackedBatch([ids]))
    let gradient = pass.withGradient(of: [0, 1, 0], Array.init)
    var found: [Float] = []
    var expected: [Float] = []
    for (row, column) in [(0, 3), (1, 0), (2, 39), (3, 17), (4, 8), (5, 21)] {
      let high = try logit(1, ids: ids, moving: ids[row] * d + column, by: Self.step)
      let low = try logit(1, ids: ids, moving: ids[row] * d + column, by: -Self.step)
      found.append(gradient[row * d + column])
      expected.append((high - low) / (2 * Self.step))
    }
    let largest = gradient.reduce(0) { max($0, abs($1)) }
    for (one, other) in zip(found, expected) {
      #expect(abs(one - other) <= Self.tolerance * largest, "\(one), differences give \(other)")
    }
  }

  /// Returns a logit of the model with one number of its word embeddings changed.
  private func logit(_ output: Int, ids: [Int], moving index: Int, by step: Float) throws -> Float {
    try Fixtures.withTemporaryFolder { folder in
      let source = Fixtures.folder.appending(path: "encoders/distilbert-large")
      try FileManager.default.copyItem(
        at: source.appending(path: "config.json"), to: folder.appending(path: "config.json"))
      var data = try Data(contentsOf: source.appending(path: "model.safetensors"))
      let header = data.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
      let json = try JSONSerialization.jsonObject(with: data[8..<8 + header]) as? [String: Any]
      let entry =
        json?["distilbert.embeddings.word_embeddings.weight"] as? [String: Any]
      let start = try #require((entry?["data_offsets"] as? [Int])?.first)
      let position = 8 + header + start + 4 * index
      data.withUnsafeMutableBytes { bytes in
        let value = bytes.loadUnaligned(fromByteOffset: position, as: Float.self)
        bytes.storeBytes(of: value + step, toByteOffset: position, as: Float.self)
      }
      try data.write(to: folder.appending(path: "model.safetensors"))
      let pass = EncoderPass(model: try EncoderModel(CheckpointFolder(url: folder)))
      pass.forward(PackedBatch([ids]))
      return pass.logits(of: 0)[output]
    }
  }
}
