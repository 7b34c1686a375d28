internal import Checkpoints
internal import Tensors

/// The feed-forward block: y = residual + W₂ · act(W₁ · x), or gated W₂ · (act(W₁ · x) ∘ W_g · x).
struct FeedForward: Sendable {
  private let intermediate: Linear
  private let gate: Linear?
  private let output: Linear
  private let activation: Activation

  /// What the forward pass keeps, each rows × intermediate size.
  struct Tape {
    /// The activation's derivative.
    let derivative: UnsafeMutablePointer<Float>
    /// act(W₁ · x) and W_g · x, where there is a gate.
    let gated: (activated: UnsafeMutablePointer<Float>, gate: UnsafeMutablePointer<Float>)?
  }

  init(
    _ configuration: ModelConfiguration, names: TensorNames, prefix: String, reader: WeightReader
  ) throws(CheckpointError) {
    let d = configuration.hiddenSize
    let f = configuration.intermediateSize
    if configuration.family == .modernBert {
      let halves = try reader.parts(
        prefix + names.intermediate, inputs: d, outputs: 2 * f, count: 2, part: .feedForward)
      (intermediate, gate) = (halves[0], halves[1])
    } else {
      intermediate = try reader.linear(prefix + names.intermediate, inputs: d, outputs: f)
      gate = nil
    }
    output = try reader.linear(prefix + names.output, inputs: f, outputs: d, part: .feedForward)
    activation = Activation(named: configuration.activation)
  }

  /// Computes y from x and the residual, each rows × d.
  func forward(
    _ x: UnsafePointer<Float>, residual: UnsafePointer<Float>, rows: Int,
    into y: UnsafeMutablePointer<Float>, arena: Arena, scratch: Arena
  ) -> Tape {
    let count = rows * intermediate.outputs
    let middle = (gate == nil ? scratch : arena).floats(count)
    let derivative = arena.floats(count)
    intermediate.forward(
      x, rows: rows, into: middle, epilogue: .activate(activation, derivative: derivative))
    guard let gate else {
      output.forward(middle, rows: rows, into: y, epilogue: .add(residual))
      return Tape(derivative: derivative, gated: nil)
    }
    let opening = arena.floats(count)
    let product = scratch.floats(count)
    gate.forward(x, rows: rows, into: opening)
    for index in 0..<count { product[index] = middle[index] * opening[index] }
    output.forward(product, rows: rows, into: y, epilogue: .add(residual))
    return Tape(derivative: derivative, gated: (middle, opening))
  }

  /// Computes dx from dy, both rows × d; the residual's part is `term`, if any.
  func backward(
    _ dy: UnsafePointer<Float>, tape: Tape, rows: Int, into dx: UnsafeMutablePointer<Float>,
    adding term: UnsafePointer<Float>?, arena: Arena
  ) {
    let count = rows * intermediate.outputs
    let dMiddle = arena.floats(count)
    let epilogue = term.map(PackedMatrix.Epilogue.add) ?? .store
    guard let gate, let (activated, opening) = tape.gated else {
      output.backward(dy, rows: rows, into: dMiddle, epilogue: .multiply(tape.derivative))
      intermediate.backward(dMiddle, rows: rows, into: dx, epilogue: epilogue)
      return
    }
    let dOpening = arena.floats(count)
    output.backward(dy, rows: rows, into: dMiddle)
    for index in 0..<count {
      dOpening[index] = dMiddle[index] * activated[index]
      dMiddle[index] *= opening[index] * tape.derivative[index]
    }
    intermediate.backward(dMiddle, rows: rows, into: dx, epilogue: epilogue)
    gate.backward(dOpening, rows: rows, into: dx, epilogue: .add(dx))
  }
}

extension Activation {
  /// Returns the activation of one of the names that ``ModelConfiguration`` lets pass.
  init(named name: String) {
    switch name {
    case "relu": self = .relu
    case "gelu_new", "gelu_fast", "gelu_pytorch_tanh": self = .geluTanh
    default: self = .gelu
    }
  }
}
