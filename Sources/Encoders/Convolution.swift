internal import Checkpoints
internal import Tensors

/// The convolution beside DeBERTa-v2's first layer: y = LayerNorm(layer output + act(C * x₀)).
struct Convolution: Sendable {
  private let layer: Linear
  private let norm: LayerNorm
  /// Nil for tanh.
  private let activation: Activation?
  private let width: Int
  private var hiddenSize: Int { norm.columns }

  /// What the forward pass keeps.
  struct Tape {
    let derivative: UnsafeMutablePointer<Float>
    let norm: LayerNorm.Kept
  }

  init?(
    _ configuration: ModelConfiguration, reader: WeightReader
  ) throws(CheckpointError) {
    guard case .disentangled(let form) = configuration.attention, let width = form.convolution
    else { return nil }
    let d = configuration.hiddenSize
    self.width = width
    let weight = try reader.tensor("*.encoder.conv.conv.weight", shape: [d, d, width])
    let bias = try reader.tensor("*.encoder.conv.conv.bias", shape: [d])
    norm = try reader.norm("*.encoder.conv.LayerNorm", columns: d)
    let name = form.convolutionActivation
    activation = name == "tanh" ? nil : Activation(named: name)
    guard let weight else {
      layer = Linear(weight: FloatBuffer(zeros: 1), bias: nil, inputs: 1)
      return
    }
    // outputs × inputs × width becomes outputs × (width · inputs): the neighbours side by side.
    let flat = FloatBuffer(zeros: weight.count)
    for output in 0..<d {
      for input in 0..<d {
        for place in 0..<width {
          flat.pointer[(output * width + place) * d + input] =
            weight.pointer[(output * d + input) * width + place]
        }
      }
    }
    layer = Linear(weight: flat, bias: bias, inputs: width * d)
  }

  /// Computes y from the first layer's output, in place, and its input x₀; each rows × d.
  func forward(
    _ x: UnsafePointer<Float>, batch: PackedBatch, on y: UnsafeMutablePointer<Float>, arena: Arena
  ) -> Tape {
    let d = hiddenSize
    let wide = arena.floats(batch.rows * width * d)
    wide.update(repeating: 0, count: batch.rows * width * d)
    forEachNeighbour(batch) { row, place, neighbour in
      (wide + (row * width + place) * d).update(from: x + neighbour * d, count: d)
    }
    let sum = arena.floats(batch.rows * d)
    let derivative = arena.floats(batch.rows * d)
    if let activation {
      layer.forward(
        wide, rows: batch.rows, into: sum,
        epilogue: .activate(activation, derivative: derivative))
    } else {
      layer.forward(wide, rows: batch.rows, into: sum)
      Tanh.apply(to: sum, derivative: derivative, count: batch.rows * d)
    }
    for index in 0..<batch.rows * d { y[index] += sum[index] }
    return Tape(
      derivative: derivative, norm: norm.forward(y, rows: batch.rows, into: y, arena: arena))
  }

  /// Replaces dy by the gradient of the layer's output.
  ///
  /// - Returns: The part of dx₀ that does not pass through the layer, rows × d.
  func backward(
    _ dy: UnsafeMutablePointer<Float>, tape: Tape, batch: PackedBatch, arena: Arena
  ) -> UnsafeMutablePointer<Float> {
    let d = hiddenSize
    norm.backward(dy, kept: tape.norm, rows: batch.rows, into: dy)
    let dSum = arena.floats(batch.rows * d)
    for index in 0..<batch.rows * d { dSum[index] = dy[index] * tape.derivative[index] }
    let dWide = arena.floats(batch.rows * width * d)
    layer.backward(dSum, rows: batch.rows, into: dWide)
    dSum.update(repeating: 0, count: batch.rows * d)
    forEachNeighbour(batch) { row, place, neighbour in
      let (from, to) = (dWide + (row * width + place) * d, dSum + neighbour * d)
      for column in 0..<d { to[column] += from[column] }
    }
    return dSum
  }

  /// Calls the closure with every row, and each place of the kernel that lies inside its text.
  private func forEachNeighbour(_ batch: PackedBatch, _ body: (Int, Int, Int) -> Void) {
    for sequence in 0..<batch.count {
      let rows = batch.rows(of: sequence)
      for row in rows {
        for place in 0..<width where rows.contains(row + place - width / 2) {
          body(row, place, row + place - width / 2)
        }
      }
    }
  }
}
