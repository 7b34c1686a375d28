internal import CKernels

/// Products of small matrices that are used once: read where they lie, not packed.
package enum SmallProduct {
  /// A matrix that lies somewhere in memory, row by row.
  package struct Matrix {
    package let start: UnsafePointer<Float>
    /// Floats from one row to the next.
    package let stride: Int
    package let isTransposed: Bool

    package init(_ start: UnsafePointer<Float>, stride: Int, isTransposed: Bool = false) {
      self.start = start
      self.stride = stride
      self.isTransposed = isTransposed
    }
  }

  /// Computes C = scale · op(A) B, or adds that to C.
  ///
  /// - Parameters:
  ///   - a: rows × depth; stored depth × rows if it is transposed.
  ///   - b: depth × columns, not transposed.
  ///   - sizes: Rows, columns and depth.
  ///   - c: rows × columns.
  ///   - stride: Floats from one row of `c` to the next.
  ///   - scale: The factor.
  ///   - adds: Whether the product is added to what `c` holds.
  package static func multiply(
    _ a: Matrix, _ b: Matrix, sizes: (rows: Int, columns: Int, depth: Int),
    into c: UnsafeMutablePointer<Float>, stride: Int, scale: Float = 1, adds: Bool = false
  ) {
    precondition(!b.isTransposed, "the kernel reads B as it lies")
    lafa_small_product(
      a.isTransposed ? 1 : 0, sizes.rows, sizes.columns, sizes.depth, a.start, a.stride, b.start,
      b.stride, c, stride, scale, adds ? 1 : 0)
  }
}
