internal import Checkpoints
internal import Tensors

/// The feed-forward block with residual and LayerNorm: y = LN(x + W₂ · act(W₁ · x)).
struct FeedForward: Sendable {
  private let intermediate: Linear
  private let output: Linear
  private let norm: LayerNorm
  private let activation: Activation

  /// What the forward pass keeps.
  struct Tape {
    /// The activation's derivative, rows × intermediate size.
    let derivative: UnsafeMutablePointer<Float>
    let norm: LayerNorm.Kept
  }

  init(
    _ configuration: ModelConfiguration, names: TensorNames, prefix: String, reader: WeightReader
  ) throws(CheckpointError) {
    let d = configuration.hiddenSize
    let f = configuration.intermediateSize
    intermediate = try reader.linear("\(prefix).\(names.intermediate)", inputs: d, outputs: f)
    output = try reader.linear("\(prefix).\(names.output)", inputs: f, outputs: d)
    norm = try reader.norm("\(prefix).\(names.outputNorm)", columns: d)
    activation =
      switch configuration.activation {
      case "relu": .relu
      case "gelu_new", "gelu_pytorch_tanh": .geluTanh
      default: .gelu  // ModelConfiguration lets no other name pass.
      }
  }

  /// Computes y from x, both rows × d.
  func forward(
    _ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>, arena: Arena
  ) -> Tape {
    let middle = arena.floats(rows * intermediate.outputs)
    let derivative = arena.floats(rows * intermediate.outputs)
    intermediate.forward(
      x, rows: rows, into: middle, epilogue: .activate(activation, derivative: derivative))
    output.forward(middle, rows: rows, into: y, epilogue: .add(x))
    return Tape(derivative: derivative, norm: norm.forward(y, rows: rows, into: y, arena: arena))
  }

  /// Computes dx from dy, both rows × d.
  func backward(
    _ dy: UnsafePointer<Float>, tape: Tape, rows: Int, into dx: UnsafeMutablePointer<Float>,
    arena: Arena
  ) {
    let dSum = arena.floats(rows * norm.columns)
    let dMiddle = arena.floats(rows * intermediate.outputs)
    norm.backward(dy, kept: tape.norm, rows: rows, into: dSum)
    output.backward(dSum, rows: rows, into: dMiddle, epilogue: .multiply(tape.derivative))
    intermediate.backward(dMiddle, rows: rows, into: dx, epilogue: .add(dSum))
  }
}
