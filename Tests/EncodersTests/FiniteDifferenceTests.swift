import Checkpoints
import Encoders
import Foundation
import TestSupport
import Testing

/// The gradient against differences of the logits, with the embedding table itself moved.
struct FiniteDifferenceTests {
  /// The step h on an input of size about 0.2: the float32 logit's rounding (1e-6) over 2h and the
  /// third derivative times h² both stay small.
  static let step: Float = 0.01
  /// What the above leaves, as a share of the largest gradient element.
  static let tolerance: Float = 0.02

  @Test(arguments: PyTorchParityTests.families)
  func equalsCentralDifferencesOfALogit(_ name: String) throws {
    let folder = Fixtures.folder.appending(path: "encoders/\(name)")
    let model = try EncoderModel(CheckpointFolder(url: folder))
    // Each token once, so that moving a row of the table moves one input only.
    let ids = [2, 17, 60, 5, 90, 3]
    let e = model.configuration.embeddingSize
    let outputs = model.configuration.labels.count
    let pass = EncoderPass(model: model)
    pass.forward(PackedBatch([ids]), keepsLastState: false)
    // The second output of the first token, or of the text.
    var seed = [Float](repeating: 0, count: pass.logitRows(of: 0).count * outputs)
    seed[1] = 1
    let gradient = pass.withGradient(of: seed, Array.init)
    let table = try EmbeddingFile(folder)
    var found: [Float] = []
    var expected: [Float] = []
    for (row, column) in [(0, 3), (1, 0), (2, 11), (3, 7), (4, 8), (5, 15)] {
      let index = ids[row] * e + column
      let high = try table.moved(index, by: Self.step) { try logit(of: ids, at: $0) }
      let low = try table.moved(index, by: -Self.step) { try logit(of: ids, at: $0) }
      found.append(gradient[row * e + column])
      expected.append((high.result - low.result) / (high.value - low.value))
    }
    let largest = gradient.reduce(0) { max($0, abs($1)) }
    for (one, other) in zip(found, expected) {
      #expect(abs(one - other) <= Self.tolerance * largest, "\(one), differences give \(other)")
    }
  }

  private func logit(of ids: [Int], at folder: URL) throws -> Float {
    let pass = EncoderPass(model: try EncoderModel(CheckpointFolder(url: folder)))
    pass.forward(PackedBatch([ids]))
    return pass.logits(of: 0)[1]
  }
}

/// The word embeddings inside the file of a checkpoint, to be changed in a copy.
private struct EmbeddingFile {
  let folder: URL
  let data: Data
  let start: Int
  let type: String

  init(_ folder: URL) throws {
    self.folder = folder
    data = try Data(contentsOf: folder.appending(path: "model.safetensors"))
    let header = data.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
    let json = try JSONSerialization.jsonObject(with: data[8..<8 + header]) as? [String: Any]
    let name = json?.keys.first {
      $0.hasSuffix("word_embeddings.weight") || $0.hasSuffix("tok_embeddings.weight")
    }
    let entry = try #require(json?[name ?? ""] as? [String: Any])
    start = 8 + header + (try #require((entry["data_offsets"] as? [Int])?.first))
    type = try #require(entry["dtype"] as? String)
  }

  /// Calls a closure with a copy in which one number is moved; returns also its value there, as
  /// the type of the file rounds it.
  func moved(
    _ index: Int, by step: Float, _ body: (URL) throws -> Float
  ) throws -> (value: Float, result: Float) {
    try Fixtures.withTemporaryFolder { copy in
      try FileManager.default.copyItem(
        at: folder.appending(path: "config.json"), to: copy.appending(path: "config.json"))
      var changed = data
      let value = changed.withUnsafeMutableBytes { bytes -> Float in
        switch type {
        case "F32":
          let place = start + 4 * index
          let value = bytes.loadUnaligned(fromByteOffset: place, as: Float.self) + step
          bytes.storeBytes(of: value, toByteOffset: place, as: Float.self)
          return value
        default:
          let place = start + 2 * index
          let bits = bytes.loadUnaligned(fromByteOffset: place, as: UInt16.self)
          let value = Float(bitPattern: UInt32(bits) << 16) + step
          let upper = UInt16(truncatingIfNeeded: value.bitPattern >> 16)
          bytes.storeBytes(of: upper, toByteOffset: place, as: UInt16.self)
          return Float(bitPattern: UInt32(upper) << 16)
        }
      }
      try changed.write(to: copy.appending(path: "model.safetensors"))
      return (value, try body(copy))
    }
  }
}
