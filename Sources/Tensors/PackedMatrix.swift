internal import CKernels

/// A weight matrix in the layout that the product kernel reads.
///
/// Packed once per checkpoint and direction: `x · W` of the forward pass and `dy · Wᵀ` of the
/// backward pass each have their own.
public struct PackedMatrix: Sendable {
  /// Rows: the length of an input row.
  public let depth: Int
  /// Columns: the length of an output row.
  public let columns: Int
  private let storage: FloatBuffer

  /// Packs a matrix.
  ///
  /// - Parameters:
  ///   - values: `depth × columns` floats, row-major; with `transposed` `columns × depth`, as a
  ///     PyTorch `Linear` stores its weight.
  ///   - depth: Rows of the packed matrix.
  ///   - columns: Columns of the packed matrix.
  ///   - transposed: Whether `values` holds the transposed matrix.
  public init(_ values: FloatBuffer, depth: Int, columns: Int, transposed: Bool) {
    precondition(values.count == depth * columns, "a matrix has depth × columns values")
    self.depth = depth
    self.columns = columns
    storage = FloatBuffer(uncleared: lafa_packed_count(depth, columns))
    lafa_pack(
      depth, columns, values.pointer, transposed ? depth : columns, transposed ? 1 : 0,
      storage.pointer)
  }

  /// What happens to a product before it is stored.
  package enum Epilogue {
    /// Nothing.
    case store
    /// The activation; its derivative is stored, rows × columns.
    case activate(Activation, derivative: UnsafeMutablePointer<Float>)
    /// Times this, rows × columns.
    case multiply(UnsafePointer<Float>)
    /// Plus this, rows × columns.
    case add(UnsafePointer<Float>)
  }

  /// Computes `output = epilogue(input · self + bias)`.
  ///
  /// - Parameters:
  ///   - input: rows × depth.
  ///   - stride: Floats from one row of `input` to the next; `depth` if nil.
  ///   - rows: The number of rows.
  ///   - output: rows × columns.
  ///   - outputStride: Floats from one row of `output` to the next; `columns` if nil.
  ///   - bias: `columns` floats, or nil.
  ///   - epilogue: The operation on the way out.
  package func multiply(
    _ input: UnsafePointer<Float>, stride: Int? = nil, rows: Int,
    into output: UnsafeMutablePointer<Float>, outputStride: Int? = nil, bias: FloatBuffer? = nil,
    epilogue: Epilogue = .store
  ) {
    var after = lafa_epilogue()
    after.bias = bias.map { UnsafePointer($0.pointer) }
    after.auxiliary_stride = columns
    switch epilogue {
    case .store:
      after.operation = LAFA_STORE
    case .activate(let activation, let derivative):
      after.operation = activation.operation
      after.auxiliary = derivative
    case .multiply(let factor):
      after.operation = LAFA_MULTIPLY
      after.auxiliary = UnsafeMutablePointer(mutating: factor)
    case .add(let term):
      after.operation = LAFA_ADD
      after.auxiliary = UnsafeMutablePointer(mutating: term)
    }
    lafa_product(
      rows, columns, depth, input, stride ?? depth, storage.pointer, output,
      outputStride ?? columns, &after)
  }
}

/// The activation of a feed-forward block.
public enum Activation: Sendable, Equatable {
  /// GELU with the error function.
  case gelu
  /// GELU with the tanh approximation.
  case geluTanh
  /// max(x, 0).
  case relu

  fileprivate var operation: lafa_operation {
    switch self {
    case .gelu: LAFA_GELU
    case .geluTanh: LAFA_GELU_TANH
    case .relu: LAFA_RELU
    }
  }
}
