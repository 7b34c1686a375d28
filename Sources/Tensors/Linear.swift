/// A linear layer with both directions packed: y = x Wᵀ + b, dx = dy W.
public struct Linear: Sendable {
  /// The length of an input row.
  public var inputs: Int { weight.depth }
  /// The length of an output row.
  public var outputs: Int { weight.columns }
  private let weight: PackedMatrix
  private let transposed: PackedMatrix
  private let bias: FloatBuffer?

  /// Packs a layer.
  ///
  /// - Parameters:
  ///   - weight: outputs × inputs, as PyTorch stores it.
  ///   - bias: One float an output, or nil.
  ///   - inputs: The length of an input row.
  public init(weight: FloatBuffer, bias: FloatBuffer?, inputs: Int) {
    precondition(inputs > 0 && weight.count % inputs == 0, "a weight has whole rows")
    let outputs = weight.count / inputs
    precondition(bias.map { $0.count == outputs } ?? true, "one bias an output")
    self.weight = PackedMatrix(weight, depth: inputs, columns: outputs, transposed: true)
    transposed = PackedMatrix(weight, depth: outputs, columns: inputs, transposed: false)
    self.bias = bias
  }

  /// Computes y = epilogue(x Wᵀ + b).
  ///
  /// - Parameters:
  ///   - x: rows × inputs.
  ///   - stride: Floats from one row of `x` to the next; `inputs` if nil.
  ///   - rows: The number of rows.
  ///   - y: rows × outputs.
  ///   - outputStride: Floats from one row of `y` to the next; `outputs` if nil.
  ///   - epilogue: The operation on the way out.
  package func forward(
    _ x: UnsafePointer<Float>, stride: Int? = nil, rows: Int,
    into y: UnsafeMutablePointer<Float>, outputStride: Int? = nil,
    epilogue: PackedMatrix.Epilogue = .store
  ) {
    weight.multiply(
      x, stride: stride, rows: rows, into: y, outputStride: outputStride, bias: bias,
      epilogue: epilogue)
  }

  /// Computes dx = epilogue(dy W).
  ///
  /// - Parameters:
  ///   - dy: rows × outputs.
  ///   - stride: Floats from one row of `dy` to the next; `outputs` if nil.
  ///   - rows: The number of rows.
  ///   - dx: rows × inputs.
  ///   - epilogue: The operation on the way out.
  package func backward(
    _ dy: UnsafePointer<Float>, stride: Int? = nil, rows: Int,
    into dx: UnsafeMutablePointer<Float>, epilogue: PackedMatrix.Epilogue = .store
  ) {
    transposed.multiply(dy, stride: stride, rows: rows, into: dx, epilogue: epilogue)
  }
}
