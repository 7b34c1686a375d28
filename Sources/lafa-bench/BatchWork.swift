internal import Checkpoints
internal import Dispatch
internal import Encoders
internal import Foundation
internal import Synchronization

/// Our side of benchmarks on token ids: the gradient of the largest logit, batch by batch.
///
/// Each worker keeps its pass, and with it its memory, from one sample to the next.
final class BatchWork: @unchecked Sendable {
  // @unchecked because each of the concurrent iterations uses only the pass of its own index.
  private let passes: [EncoderPass]
  private let batches: [PackedBatch]

  /// Makes the work.
  ///
  /// - Parameters:
  ///   - folder: The checkpoint.
  ///   - ids: The token ids of each sequence.
  ///   - batch: How many sequences are computed together.
  ///   - threads: How many batches are computed at the same time.
  /// - Throws: What is wrong with the checkpoint.
  init(folder: URL, ids: [[Int]], batch: Int, threads: Int) throws {
    let model = try EncoderModel(CheckpointFolder(url: folder))
    passes = (0..<threads).map { _ in EncoderPass(model: model) }
    batches = stride(from: 0, to: ids.count, by: batch).map { start in
      PackedBatch(ids[start..<min(start + batch, ids.count)])
    }
  }

  /// Computes all batches.
  func run() {
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: passes.count) { worker in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < batches.count else { return }
        gradient(batches[index], passes[worker])
      }
    }
  }

  private func gradient(_ batch: PackedBatch, _ pass: EncoderPass) {
    pass.forward(batch, keepsLastState: false)
    var weights: [Float] = []
    for sequence in 0..<batch.count {
      let logits = pass.logits(of: sequence)
      let largest = logits.indices.max { logits[$0] < logits[$1] }
      weights += logits.indices.map { $0 == largest ? 1 : 0 }
    }
    pass.withGradient(of: weights) { _ in }
  }
}
