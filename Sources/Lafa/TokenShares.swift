internal import Tensors

/// What every token of one neighbour gives to every token of the explained document: the terms
/// whose sum over the neighbour's tokens is its share in the ledger (equations 6 and 7).
public struct TokenShares: Sendable {
  private enum Kappa: Sendable {
    /// û of the document, and û of the neighbour as the right side of a product.
    case vectors(TokenVectors, PackedMatrix)
    /// κ of distinct token ids, and the place of each token's id.
    case values([Double], columns: Int, left: [Int], right: [Int])
  }

  /// λ α / |X_sim| / T_i · m_k of each of the neighbour's tokens; 0 for special ones.
  private let weights: [Double]
  private let kappa: Kappa

  /// Prepares.
  ///
  /// - Parameters:
  ///   - weights: One a token of the neighbour.
  ///   - vectors: û of the document's tokens and of the neighbour's.
  fileprivate init(_ weights: [Double], _ vectors: (TokenVectors, TokenVectors)) {
    self.weights = weights
    let (left, right) = vectors
    kappa = .vectors(
      left,
      PackedMatrix(
        FloatBuffer(right.rows), depth: right.d, columns: weights.count, transposed: true))
  }

  /// Prepares.
  ///
  /// - Parameters:
  ///   - weights: One a token of the neighbour.
  ///   - kernel: κ of token ids.
  ///   - document: The document's token ids.
  ///   - neighbour: The neighbour's token ids.
  fileprivate init(
    _ weights: [Double], _ kernel: StaticKernel, _ document: [Int], _ neighbour: [Int]
  ) {
    self.weights = weights
    func distinct(_ ids: [Int]) -> (ids: [Int], places: [Int]) {
      let sorted = Set(ids).sorted()
      let place = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
      return (sorted, ids.map { place[$0] ?? 0 })
    }
    let (left, right) = (distinct(document), distinct(neighbour))
    kappa = .values(
      kernel.values(left.ids, right.ids), columns: right.ids.count, left: left.places,
      right: right.places)
  }

  /// Returns what each token of the neighbour gives to tokens of the document.
  ///
  /// - Parameter tokens: Their indices.
  /// - Returns: tokens × tokens of the neighbour; the sum of a row is the neighbour's share.
  public func given(to tokens: Range<Int>) -> [[Double]] {
    guard !tokens.isEmpty else { return [] }
    switch kappa {
    case .values(let values, let columns, let left, let right):
      return tokens.map { token in
        weights.indices.map { weights[$0] * values[left[token] * columns + right[$0]] }
      }
    case .vectors(let left, let right):
      let products = FloatBuffer(uncleared: tokens.count * weights.count)
      left.rows.withUnsafeBufferPointer { rows in
        guard let start = rows.baseAddress else { return }
        right.multiply(
          start + tokens.lowerBound * left.d, rows: tokens.count, into: products.pointer)
      }
      return (0..<tokens.count).map { row in
        weights.indices.map { weights[$0] * Double(products.pointer[row * weights.count + $0]) }
      }
    }
  }
}

extension LocalAggregation {
  /// Splits a neighbour's share by the neighbour's tokens.
  ///
  /// - Parameters:
  ///   - document: The explained document.
  ///   - neighbour: The neighbour.
  ///   - count: |X_sim|.
  ///   - vectors: û of the document's tokens and of the neighbour's, for the contextual kernel.
  /// - Returns: The terms; nil if the kernel lacks its vectors.
  func tokenShares(
    of document: EncodedDocument, _ neighbour: Contributor, among count: Int,
    vectors: (TokenVectors, TokenVectors)?
  ) -> TokenShares? {
    let weight = weight(of: neighbour, among: count)
    let weights = zip(neighbour.scores, neighbour.document.isSpecial).map { score, isSpecial in
      isSpecial ? 0 : weight * score
    }
    if let kernel { return TokenShares(weights, kernel, document.ids, neighbour.document.ids) }
    return vectors.map { TokenShares(weights, $0) }
  }
}
