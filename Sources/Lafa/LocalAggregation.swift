/// Step III: the attribution of one document smoothed by its neighbours (equations 6 and 7).
///
/// The kernel is `indicator`: κ(a, b) is 1 for the same token and 0 otherwise, so each neighbour
/// is summed once by token id and looked up for every token of the document.
public struct LocalAggregation: Sendable {
  /// λ of equation 6.
  public var lambda: Double

  /// Makes an aggregation.
  ///
  /// - Parameter lambda: λ of equation 6.
  public init(lambda: Double) {
    self.lambda = lambda
  }

  /// The exact ledger of one explanation: `own + Σ shares = scores`, token by token.
  public struct Ledger: Sendable, Equatable {
    /// M_LAFA(X₀) of each token.
    public var scores: [Double]
    /// M(X₀) of each token.
    public var own: [Double]
    /// What each neighbour gives to each token, neighbours × tokens.
    public var shares: [[Double]]
  }

  /// A neighbour's tokens with their base scores M(X_i).
  public struct Contributor: Sendable {
    /// The tokens.
    public var document: EncodedDocument
    /// One score a token.
    public var scores: [Double]

    /// Makes a contributor from its parts.
    public init(document: EncodedDocument, scores: [Double]) {
      self.document = document
      self.scores = scores
    }
  }

  /// Aggregates.
  ///
  /// Special tokens of neighbours contribute nothing, but count in T_i.
  ///
  /// - Parameters:
  ///   - document: The explained document.
  ///   - own: M(X₀), one score a token.
  ///   - neighbours: X_sim; may be empty: then the score is M(X₀).
  /// - Returns: The ledger.
  public func ledger(
    of document: EncodedDocument, own: [Double], neighbours: [Contributor]
  ) -> Ledger {
    var scores = own
    var shares: [[Double]] = []
    for neighbour in neighbours {
      var sums: [Int: Double] = [:]
      for (index, id) in neighbour.document.ids.enumerated()
      where !neighbour.document.isSpecial[index] {
        sums[id, default: 0] += neighbour.scores[index]
      }
      let factor = lambda / Double(neighbours.count) / Double(neighbour.document.ids.count)
      let share = document.ids.map { factor * (sums[$0] ?? 0) }
      for (index, value) in share.enumerated() { scores[index] += value }
      shares.append(share)
    }
    return Ledger(scores: scores, own: own, shares: shares)
  }
}
