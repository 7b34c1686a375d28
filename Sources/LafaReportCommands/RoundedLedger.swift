internal import Foundation
internal import Lafa

/// The ledger of a method's scores with as many digits as its promise needs: the parts add up to
/// the score within 1e-6 of the sum of their magnitudes, the token's size.
///
/// Own and label's part have seven digits, and the score is rounded to ``fine`` of the size. What
/// all neighbours gave together is rounded to ``fine`` of the sum of its magnitudes, and what one of
/// them gave to ``coarse`` of it, by rounding the running sums from the farthest neighbour to the
/// nearest: each is off by at most that, and they still add up.
struct RoundedLedger {
  let scores: [Double]
  let own: [Double]
  let pool: [Double]?
  let shares: [[Double]]

  /// The coarsest step of a sum, as a part of the size: with half of it for the score, half for
  /// the shares and seven digits (5e-7) of the other parts, the ledger is within 7e-7.
  private static let fine = 2e-7
  /// The coarsest step of one neighbour's share, far below what pages show.
  private static let coarse = 2e-4

  /// Rounds a ledger.
  init(_ ledger: LocalAggregation.Ledger) {
    own = Rounding.significant(ledger.own)
    guard !ledger.shares.isEmpty else {
      scores = Rounding.significant(ledger.scores)
      pool = ledger.pool.map { Rounding.significant($0) }
      shares = []
      return
    }
    var scores = ledger.scores
    var shares = ledger.shares
    func given(_ token: Int) -> Double { ledger.shares.reduce(0) { $0 + abs($1[token]) } }
    for token in scores.indices {
      let size =
        abs(ledger.own[token]) + abs(ledger.pool?[token] ?? 0) + given(token)
      scores[token] = Step(of: size, part: Self.fine).round(scores[token])
      let fine = Step(of: given(token), part: Self.fine)
      let coarse = Step(of: given(token), part: Self.coarse)
      var sum = 0.0
      var kept = 0.0
      for place in shares.indices.reversed() {
        sum += shares[place][token]
        let step = place == 0 ? fine : coarse
        let share = step.round(step.round(sum) - kept)
        shares[place][token] = share
        kept += share
      }
    }
    self.scores = scores
    pool = ledger.pool.map { Rounding.significant($0) }
    self.shares = shares
  }

  /// A power of ten that numbers are rounded to multiples of.
  private struct Step {
    /// Ten to the number of decimals; nil if everything is nearly nothing.
    private let scale: Double?

    /// The largest power of ten that is at most a part of a size.
    init(of size: Double, part: Double) {
      let isNumber = size.isFinite && size > 1e-280
      scale = isNumber ? pow(10, -floor(log10(size * part))) : nil
    }

    func round(_ value: Double) -> Double {
      guard let scale, value.isFinite else { return value.isFinite ? 0 : value }
      // Dividing by a power of ten gives the number nearest to the decimal, which is short. Zero
      // is added since a record needs no negative one.
      let whole = (value * scale).rounded() + 0
      return scale >= 1 ? whole / scale : whole * (1 / scale)
    }
  }
}
