/// Step III: the attribution of one document smoothed by its neighbours (equations 6 and 7).
///
/// Static kernels compare token ids, so each neighbour is summed once by token id. The contextual
/// kernel is an inner product, so the sum over a neighbour's tokens collapses to its direction g:
/// Σ_k m_k û_t·û_k = û_t · Σ_k m_k û_k (METHOD).
public struct LocalAggregation: Sendable {
  private let smoothing: Smoothing
  let kernel: StaticKernel?

  /// Makes an aggregation.
  ///
  /// - Parameters:
  ///   - smoothing: Kernel, λ, scale and the pool's part.
  ///   - embeddings: Rows of the input embedding table for token ids; unused by the kernels
  ///     `indicator` and `contextual`.
  public init(
    _ smoothing: Smoothing,
    embeddings: @escaping @Sendable ([Int]) -> [Float] = { _ in [] }
  ) {
    self.smoothing = smoothing
    kernel =
      smoothing.kernel == .contextual ? nil : StaticKernel(smoothing.kernel, table: embeddings)
  }

  /// The exact ledger of one explanation: `own + Σ shares + pool = scores`, token by token.
  public struct Ledger: Sendable, Equatable {
    /// M_LAFA(X₀) of each token.
    public var scores: [Double]
    /// M(X₀) of each token, scaled.
    public var own: [Double]
    /// What each neighbour gives to each token, neighbours × tokens.
    public var shares: [[Double]]
    /// What all documents with the same label give to each token; nil without that part.
    public var pool: [Double]?

    /// Makes the ledger of scores without neighbours.
    init(own: [Double]) {
      scores = own
      self.own = own
      shares = []
    }
  }

  /// A document's tokens with what was computed for them.
  public struct Contributor: Sendable {
    /// The tokens.
    public var document: EncodedDocument
    /// M(X), one score a token, not scaled.
    public var scores: [Double]
    /// g = Σ_k m_k û_k; empty unless the kernel is contextual.
    public var direction: [Float]

    /// Makes a contributor from its parts.
    public init(document: EncodedDocument, scores: [Double], direction: [Float] = []) {
      self.document = document
      self.scores = scores
      self.direction = direction
    }
  }

  /// Aggregates.
  ///
  /// Special tokens of neighbours contribute nothing, but count in T_i.
  ///
  /// - Parameters:
  ///   - document: The explained document.
  ///   - own: M(X₀), one score a token, not scaled.
  ///   - vectors: û of its tokens, for the contextual kernel.
  ///   - neighbours: X_sim; may be empty: then they give nothing.
  ///   - pool: The mean of g / T over the documents with the same label; nil for none.
  /// - Returns: The ledger.
  public func ledger(
    of document: EncodedDocument, own: [Double], vectors: TokenVectors? = nil,
    neighbours: [Contributor], pool: [Double]? = nil
  ) -> Ledger {
    let factor = smoothing.factor(own)
    var ledger = Ledger(own: own.map { $0 * factor })
    ledger.shares = shares(document, vectors, neighbours)
    for share in ledger.shares {
      for (token, value) in share.enumerated() { ledger.scores[token] += value }
    }
    if let pool, let vectors, smoothing.poolPart > 0 {
      let weight = smoothing.lambda * smoothing.poolPart
      let share = document.ids.indices.map { weight * vectors.dot($0, pool) }
      for (token, value) in share.enumerated() { ledger.scores[token] += value }
      ledger.pool = share
    }
    return ledger
  }

  /// What a neighbour's scores are multiplied with: λ α / |X_sim| / T_i, and its scale.
  func weight(of neighbour: Contributor, among count: Int) -> Double {
    smoothing.lambda * (1 - smoothing.poolPart) / Double(count)
      / Double(neighbour.document.ids.count) * smoothing.factor(neighbour.scores)
  }

  private func shares(
    _ document: EncodedDocument, _ vectors: TokenVectors?, _ neighbours: [Contributor]
  ) -> [[Double]] {
    guard let kernel else {
      guard let vectors else { return [] }
      return neighbours.map { neighbour in
        let weight = weight(of: neighbour, among: neighbours.count)
        let g = neighbour.direction.map { weight * Double($0) }
        return document.ids.indices.map { vectors.dot($0, g) }
      }
    }
    // Each neighbour's scores by token id; then κ of all distinct pairs at once.
    let sums = neighbours.map { neighbour in
      var sums: [Int: Double] = [:]
      for (index, id) in neighbour.document.ids.enumerated()
      where !neighbour.document.isSpecial[index] {
        sums[id, default: 0] += neighbour.scores[index]
      }
      return sums
    }
    if smoothing.kernel == .indicator {
      return zip(neighbours, sums).map { neighbour, sums in
        let weight = weight(of: neighbour, among: neighbours.count)
        return document.ids.map { weight * (sums[$0] ?? 0) }
      }
    }
    let left = Array(Set(document.ids)).sorted()
    let right = sums.reduce(into: Set<Int>()) { $0.formUnion($1.keys) }.sorted()
    let kappa = kernel.values(left, right)
    return zip(neighbours, sums).map { neighbour, sums in
      let weight = weight(of: neighbour, among: neighbours.count)
      let scores = right.map { sums[$0] ?? 0 }
      var given: [Int: Double] = [:]
      for (row, id) in left.enumerated() {
        var sum = 0.0
        for column in right.indices { sum += kappa[row * right.count + column] * scores[column] }
        given[id] = weight * sum
      }
      return document.ids.map { given[$0] ?? 0 }
    }
  }
}
