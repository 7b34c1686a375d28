internal import Checkpoints
internal import Foundation
internal import Tensors

/// From each sequence's first hidden state to its logits: logits = W_c · act(W_p · x₀ + b) + b.
///
/// BERT's pooler has tanh, DistilBERT's first head layer ReLU.
struct ClassificationHead: Sendable {
  private let dense: Linear
  private let output: Linear
  private let isTanh: Bool
  /// The number of logits.
  var outputs: Int { output.outputs }

  init(
    _ configuration: ModelConfiguration, names: TensorNames, reader: WeightReader
  ) throws(CheckpointError) {
    let d = configuration.hiddenSize
    dense = try reader.linear(names.headDense, inputs: d, outputs: d)
    output = try reader.linear(names.headOutput, inputs: d, outputs: configuration.labels.count)
    isTanh = configuration.architecture == .bert
  }

  /// Computes logits (sequences × outputs) and keeps the activation's derivative.
  ///
  /// - Parameters:
  ///   - x: The last hidden state, rows × d.
  ///   - batch: Where sequences begin.
  ///   - logits: sequences × outputs.
  ///   - arena: Where what is kept lies.
  /// - Returns: The derivative, sequences × d, for ``backward(_:kept:batch:into:arena:)``.
  func forward(
    _ x: UnsafePointer<Float>, batch: PackedBatch, into logits: UnsafeMutablePointer<Float>,
    arena: Arena
  ) -> UnsafeMutablePointer<Float> {
    let d = dense.inputs
    let first = arena.floats(batch.count * d)
    let pooled = arena.floats(batch.count * d)
    let derivative = arena.floats(batch.count * d)
    for sequence in 0..<batch.count {
      (first + sequence * d).update(from: x + batch.starts[sequence] * d, count: d)
    }
    dense.forward(first, rows: batch.count, into: pooled)
    for index in 0..<batch.count * d {
      let value = isTanh ? tanhf(pooled[index]) : max(pooled[index], 0)
      derivative[index] = isTanh ? 1 - value * value : (pooled[index] > 0 ? 1 : 0)
      pooled[index] = value
    }
    output.forward(pooled, rows: batch.count, into: logits)
    return derivative
  }

  /// Computes dx (rows × d, zero but for first tokens) from dlogits (sequences × outputs).
  func backward(
    _ dLogits: UnsafePointer<Float>, kept derivative: UnsafePointer<Float>, batch: PackedBatch,
    into dx: UnsafeMutablePointer<Float>, arena: Arena
  ) {
    let d = dense.inputs
    let dPooled = arena.floats(batch.count * d)
    let dFirst = arena.floats(batch.count * d)
    output.backward(dLogits, rows: batch.count, into: dPooled, epilogue: .multiply(derivative))
    dense.backward(dPooled, rows: batch.count, into: dFirst)
    dx.update(repeating: 0, count: batch.rows * d)
    for sequence in 0..<batch.count {
      (dx + batch.starts[sequence] * d).update(from: dFirst + sequence * d, count: d)
    }
  }
}
