internal import Checkpoints
internal import Foundation
internal import Tensors

/// From hidden states to logits: logits = W_c · N(act(W_p · x + b)) + b.
///
/// x is each sequence's first state, the mean of its states, or each token's. BERT's W_p is its
/// pooler with tanh; only ModernBERT has the LayerNorm N; heads for tokens have W_c alone but for
/// ModernBERT's.
struct ClassificationHead: Sendable {
  private enum Reading {
    case first, mean, each
  }

  private let reading: Reading
  private let dense: Linear?
  /// Nil for tanh.
  private let activation: Activation?
  private let norm: LayerNorm?
  private let output: Linear
  private let hiddenSize: Int
  /// The number of logits of a row.
  let outputs: Int
  /// The rows of the last hidden state that are read.
  var lastRows: LayerRows { reading == .first ? .firsts : .all }

  /// What the forward pass keeps.
  struct Tape {
    /// The activation's derivative, rows of logits × d.
    let derivative: UnsafeMutablePointer<Float>?
    let norm: LayerNorm.Kept?
  }

  init(
    _ configuration: ModelConfiguration, names: TensorNames, reader: WeightReader
  ) throws(CheckpointError) {
    let d = configuration.hiddenSize
    hiddenSize = d
    outputs = configuration.labels.count
    let isPlain = configuration.head == .tokens && configuration.family != .modernBert
    reading =
      configuration.head == .tokens ? .each : configuration.readsFirst ? .first : .mean
    dense = isPlain ? nil : try reader.linear(names.headDense, inputs: d, outputs: d, part: .head)
    norm =
      try isPlain
      ? nil
      : names.headNorm.map { name throws(CheckpointError) in
        try reader.norm(name, columns: d)
      }
    let name = configuration.headForm.activation
    activation = name == "tanh" ? nil : Activation(named: name)
    output = try reader.linear(
      configuration.head == .tokens ? names.tokenOutput : names.headOutput, inputs: d,
      outputs: outputs)
  }

  /// Returns the rows of logits of a sequence.
  func rows(of sequence: Int, in batch: PackedBatch) -> Range<Int> {
    reading == .each ? batch.rows(of: sequence) : sequence..<sequence + 1
  }

  /// Returns the rows of logits of a batch.
  func rowCount(_ batch: PackedBatch) -> Int { reading == .each ? batch.rows : batch.count }

  /// Computes logits, rows × outputs.
  ///
  /// - Parameters:
  ///   - x: The last hidden state, rows × d.
  ///   - batch: Where sequences begin.
  ///   - given: The rows that ``x`` holds: all, or those that the head reads.
  ///   - logits: Where they go.
  ///   - arena: Where what is kept lies.
  /// - Returns: What ``backward(_:kept:batch:given:into:arena:)`` needs.
  func forward(
    _ x: UnsafePointer<Float>, batch: PackedBatch, given: LayerRows,
    into logits: UnsafeMutablePointer<Float>, arena: Arena
  ) -> Tape {
    let rows = rowCount(batch)
    let states = given == .firsts ? x : gather(x, batch: batch, arena: arena)
    guard let dense else {
      output.forward(states, rows: rows, into: logits)
      return Tape(derivative: nil, norm: nil)
    }
    let pooled = arena.floats(rows * hiddenSize)
    let derivative = arena.floats(rows * hiddenSize)
    if let activation {
      dense.forward(
        states, rows: rows, into: pooled,
        epilogue: .activate(activation, derivative: derivative))
    } else {
      dense.forward(states, rows: rows, into: pooled)
      Tanh.apply(to: pooled, derivative: derivative, count: rows * hiddenSize)
    }
    let kept = norm?.forward(pooled, rows: rows, into: pooled, arena: arena)
    output.forward(pooled, rows: rows, into: logits)
    return Tape(derivative: derivative, norm: kept)
  }

  /// Computes dx, for the rows that were given, from dlogits (rows of logits × outputs).
  func backward(
    _ dLogits: UnsafePointer<Float>, kept: Tape, batch: PackedBatch, given: LayerRows,
    into dx: UnsafeMutablePointer<Float>, arena: Arena
  ) {
    let rows = rowCount(batch)
    let isDirect = reading == .each || given == .firsts
    let dStates = isDirect ? dx : arena.floats(rows * hiddenSize)
    if let dense, let derivative = kept.derivative {
      let dPooled = arena.floats(rows * hiddenSize)
      output.backward(dLogits, rows: rows, into: dPooled)
      if let norm, let keptNorm = kept.norm {
        norm.backward(dPooled, kept: keptNorm, rows: rows, into: dPooled)
      }
      for index in 0..<rows * hiddenSize { dPooled[index] *= derivative[index] }
      dense.backward(dPooled, rows: rows, into: dStates)
    } else {
      output.backward(dLogits, rows: rows, into: dStates)
    }
    if !isDirect { scatter(dStates, batch: batch, into: dx) }
  }

  /// Returns the states that logits are computed from, rows of logits × d.
  private func gather(
    _ x: UnsafePointer<Float>, batch: PackedBatch, arena: Arena
  ) -> UnsafePointer<Float> {
    let d = hiddenSize
    if reading == .each { return x }
    let states = arena.floats(batch.count * d)
    for sequence in 0..<batch.count {
      let rows = batch.rows(of: sequence)
      let state = states + sequence * d
      state.update(from: x + rows.lowerBound * d, count: d)
      guard reading == .mean else { continue }
      for row in rows.dropFirst() {
        for column in 0..<d { state[column] += x[row * d + column] }
      }
      for column in 0..<d { state[column] /= Float(rows.count) }
    }
    return UnsafePointer(states)
  }

  /// Spreads the gradient of the states over the tokens they were gathered from.
  private func scatter(
    _ dStates: UnsafePointer<Float>, batch: PackedBatch, into dx: UnsafeMutablePointer<Float>
  ) {
    let d = hiddenSize
    dx.update(repeating: 0, count: batch.rows * d)
    for sequence in 0..<batch.count {
      let rows = batch.rows(of: sequence)
      let state = dStates + sequence * d
      guard reading == .mean else {
        (dx + rows.lowerBound * d).update(from: state, count: d)
        continue
      }
      for row in rows {
        for column in 0..<d { dx[row * d + column] = state[column] / Float(rows.count) }
      }
    }
  }
}

/// The activation of poolers, which no product has on its way out.
enum Tanh {
  /// Replaces x by tanh(x) and writes its derivative.
  static func apply(
    to x: UnsafeMutablePointer<Float>, derivative: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count {
      let value = tanhf(x[index])
      derivative[index] = 1 - value * value
      x[index] = value
    }
  }
}

extension ModelConfiguration {
  /// Whether the head reads the first token of each text and no other.
  var readsFirst: Bool { head == .sequence && !headForm.takesMean }
}
