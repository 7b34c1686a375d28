import Checkpoints
import Encoders
import Foundation
import TestSupport
import Testing

struct EncoderPassTests {
  static let sequences = [
    [2, 17, 60, 5, 90, 91, 92, 3], [2, 3], [2] + Array(10..<57) + [3], [2, 44, 44, 44, 3],
  ]

  private func model(_ name: String = "distilbert-large") throws -> EncoderModel {
    try EncoderModel(
      CheckpointFolder(url: Fixtures.folder.appending(path: "encoders/\(name)")))
  }

  private func gradients(_ batch: [[Int]], _ model: EncoderModel) -> [[Float]] {
    let pass = EncoderPass(model: model)
    pass.forward(PackedBatch(batch))
    let outputs = model.configuration.labels.count
    let e = model.configuration.embeddingSize
    let seeds = batch.flatMap { _ in (0..<outputs).map { Float($0 == 0 ? 1 : 0) } }
    let all = pass.withGradient(of: seeds, Array.init)
    return batch.indices.map { index in
      let rows = pass.batch.rows(of: index)
      return Array(all[rows.lowerBound * e..<rows.upperBound * e])
    }
  }

  @Test(
    arguments: [
      "distilbert-large", "bert-small", "albert-large", "deberta-v2-large", "deberta-v3-large",
      "modernbert-large", "mpnet-large",
    ])
  func givesATextTheSameBytesAloneAndInAnyBatch(_ name: String) throws {
    let model = try model(name)
    // Where the model takes it, also a text whose attention is cut into blocks.
    let long =
      model.configuration.positions > 600 ? [Array(repeating: [7, 50, 9], count: 200)] : []
    let sequences = Self.sequences + long.map { $0.flatMap(\.self) }
    let packed = gradients(sequences, model)
    let reversed = gradients(sequences.reversed(), model)
    for (index, sequence) in sequences.enumerated() {
      #expect(packed[index] == gradients([sequence], model)[0])
      #expect(packed[index] == reversed[sequences.count - 1 - index])
    }
  }

  @Test func takesTheGradientOfAWeightedSumOfLogits() throws {
    let model = try model()
    let pass = EncoderPass(model: model)
    pass.forward(PackedBatch([Self.sequences[0]]))
    let first = pass.withGradient(of: [1, 0, 0], Array.init)
    let second = pass.withGradient(of: [0, 1, 0], Array.init)
    let both = pass.withGradient(of: [2, -1, 0], Array.init)
    // The backward pass is linear in its seed; float32 sums of about 40 terms round in 1e-6.
    let linearTolerance: Float = 1e-5
    expectClose(
      both, zip(first, second).map { 2 * $0 - $1 }, tolerance: linearTolerance, "gradient")
  }

  @Test func plansBatchesInOrderAndNeverSplitsASequence() {
    #expect(PackedBatch.plan(lengths: [3, 3, 9, 1, 1], tokens: 6) == [0..<2, 2..<3, 3..<5])
    #expect(PackedBatch.plan(lengths: [], tokens: 6).isEmpty)
    // Two workers: the last batches become smaller, down to a quarter; few tokens are halved.
    let ones = Array(repeating: 1, count: 20)
    #expect(
      PackedBatch.plan(lengths: ones, tokens: 8, workers: 2).map(\.count)
        == [5, 3, 3, 2, 2, 2, 2, 1])
    #expect(PackedBatch.plan(lengths: ones, tokens: 8, workers: 1).map(\.count) == [8, 8, 4])
    #expect(PackedBatch.plan(lengths: ones, tokens: 16, workers: 2).map(\.count) == [10, 10])
    #expect(PackedBatch.plan(lengths: [], tokens: 8, workers: 2).isEmpty)
  }

  @Test func refusesASequenceLongerThanThePositions() async {
    await #expect(processExitsWith: .failure) {
      let folder = Fixtures.folder.appending(path: "encoders/bert-small")
      let model = try EncoderModel(CheckpointFolder(url: folder))
      EncoderPass(model: model).forward(PackedBatch([Array(repeating: 5, count: 65)]))
    }
  }
}
