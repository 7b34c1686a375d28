internal import Foundation

/// κ of two tokens by their rows in the input embedding table (METHOD, Step III).
struct StaticKernel: Sendable {
  /// Returns rows of the table for token ids, ids × e.
  typealias Table = @Sendable ([Int]) -> [Float]

  private let kernel: TokenKernel
  private let table: Table

  /// Makes a kernel.
  ///
  /// - Parameters:
  ///   - kernel: Any but the contextual one.
  ///   - table: The model's embeddings.
  init(_ kernel: TokenKernel, table: @escaping Table) {
    precondition(kernel != .contextual, "the contextual kernel compares hidden states")
    self.kernel = kernel
    self.table = table
  }

  /// Returns κ of all pairs, in double precision.
  ///
  /// - Parameters:
  ///   - a: Token ids.
  ///   - b: Token ids.
  /// - Returns: a × b numbers.
  func values(_ a: [Int], _ b: [Int]) -> [Double] {
    guard !a.isEmpty, !b.isEmpty else { return [] }
    if kernel == .indicator { return a.flatMap { x in b.map { x == $0 ? 1 : 0 } } }
    let (left, right) = (table(a), table(b))
    let e = left.count / a.count
    return left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        let lengths = (norms(left, e), norms(right, e))
        return a.indices.flatMap { i in
          b.indices.map { j in
            value(
              UnsafeBufferPointer(rebasing: left[i * e..<(i + 1) * e]),
              UnsafeBufferPointer(rebasing: right[j * e..<(j + 1) * e]),
              lengths: lengths.0[i] * lengths.1[j])
          }
        }
      }
    }
  }

  private func norms(_ rows: UnsafeBufferPointer<Float>, _ e: Int) -> [Double] {
    guard kernel == .cosine else { return Array(repeating: 1, count: rows.count / e) }
    return stride(from: 0, to: rows.count, by: e).map { start in
      let row = UnsafeBufferPointer(rebasing: rows[start..<start + e])
      return Self.sum(row, row) { $0 * $1 }.squareRoot()
    }
  }

  private func value(
    _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, lengths: Double
  ) -> Double {
    switch kernel {
    case .indicator, .contextual: return 0
    case .cosine: return lengths > 0 ? Self.sum(a, b) { $0 * $1 } / lengths : 0
    case .rbf(let l): return exp(-Self.distance(a, b) / (l * l))
    case .laplacian(let l):
      return exp(-Self.sum(a, b) { ($0 - $1).replacing(with: $1 - $0, where: $0 .< $1) } / (l * l))
    case .inverseDistance: return 1 / min(max(Self.distance(a, b), 0.3), 3)
    case .polynomial(let gamma, let c, let p):
      return pow(gamma * Self.sum(a, b) { $0 * $1 } + c, Double(p))
    }
  }

  private static func distance(
    _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>
  ) -> Double {
    sum(a, b) { ($0 - $1) * ($0 - $1) }.squareRoot()
  }

  /// Returns Σ_j f(a_j, b_j), four columns at a time.
  private static func sum(
    _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>,
    _ f: (SIMD4<Double>, SIMD4<Double>) -> SIMD4<Double>
  ) -> Double {
    var sums = SIMD4<Double>()
    var column = 0
    while column < a.count {
      var (x, y) = (SIMD4<Double>(), SIMD4<Double>())
      for lane in 0..<min(4, a.count - column) {
        x[lane] = Double(a[column + lane])
        y[lane] = Double(b[column + lane])
      }
      sums += f(x, y)
      column += 4
    }
    return sums.sum()
  }
}
