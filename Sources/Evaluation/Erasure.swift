internal import Foundation

/// What hiding words does to a prediction.
public enum Erasure {
  /// How a share of the words becomes a number of words.
  public enum ShareRule: String, Sendable, CaseIterable {
    /// Rounded up, so that every share hides a word (ERASER, DeYoung and others, 2020).
    case eraser
    /// Rounded down; a share that hides nothing, or no other words than the share before it, does
    /// not count (ferret, Attanasio and others, 2023).
    case ferret
  }

  /// Returns how many words are the strongest share.
  ///
  /// - Parameters:
  ///   - share: 0 to 1.
  ///   - words: The number of words.
  ///   - rule: How it is rounded.
  /// - Returns: 0 to `words`.
  public static func count(share: Double, of words: Int, rule: ShareRule = .eraser) -> Int {
    let exact = share * Double(words)
    switch rule {
    // 0.1 · 30 is a little more than 3 in binary.
    case .eraser: return min(words, Int((exact - 1e-9).rounded(.up)))
    case .ferret: return min(words, Int(exact))
    }
  }

  /// Returns which shares are averaged over.
  ///
  /// - Parameters:
  ///   - shares: Ascending.
  ///   - words: The number of words.
  ///   - rule: How they are rounded.
  /// - Returns: Their places.
  public static func counted(_ shares: [Double], of words: Int, rule: ShareRule) -> [Int] {
    guard rule == .ferret else { return Array(shares.indices) }
    var last = 0
    return shares.indices.filter { place in
      let count = count(share: shares[place], of: words, rule: rule)
      defer { last = count }
      return count > last
    }
  }

  /// Returns the words of the strongest share, equal scores by position.
  ///
  /// - Parameters:
  ///   - scores: One a word.
  ///   - share: 0 to 1.
  ///   - rule: How it is rounded.
  /// - Returns: Their indices.
  public static func strongest(
    _ scores: [Double], share: Double, rule: ShareRule = .eraser
  ) -> [Int] {
    let order = scores.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }
    return Array(order.prefix(count(share: share, of: scores.count, rule: rule)))
  }

  /// Returns the mean drop over shares: comprehensiveness if the strongest words were hidden,
  /// sufficiency if only they were kept; its mean is the AOPC of DeYoung and others (2020).
  ///
  /// - Parameters:
  ///   - full: The prediction for the whole text.
  ///   - values: The predictions for each share.
  /// - Returns: Mean of full − value.
  public static func aopc(full: Double, _ values: [Double]) -> Double {
    values.reduce(0) { $0 + full - $1 } / Double(values.count)
  }

  /// Returns the mean change of ln(p / (1 − p)) over shares.
  ///
  /// - Parameters:
  ///   - full: The probability for the whole text.
  ///   - values: The probabilities for each share.
  /// - Returns: Mean of log-odds(value) − log-odds(full): the more negative, the more was hidden.
  public static func logOdds(full: Double, _ values: [Double]) -> Double {
    // The bound keeps a probability that rounds to 0 or 1 finite.
    func odds(_ p: Double) -> Double {
      let q = min(max(p, 1e-7), 1 - 1e-7)
      return log(q / (1 - q))
    }
    return values.reduce(0) { $0 + odds($1) - odds(full) } / Double(values.count)
  }

  /// Returns the area under a curve over shares from 0 to 1, by the trapezoid rule (Petsiuk and
  /// others, 2018).
  ///
  /// - Parameters:
  ///   - shares: Ascending.
  ///   - values: One a share.
  /// - Returns: The area over the width; nil for fewer than two shares.
  public static func area(_ shares: [Double], _ values: [Double]) -> Double? {
    guard let first = shares.first, let last = shares.last, last > first else { return nil }
    var sum = 0.0
    for index in 1..<shares.count {
      sum += (shares[index] - shares[index - 1]) * (values[index] + values[index - 1]) / 2
    }
    return sum / (last - first)
  }

  /// Returns the mean absolute percentage error over shares (METHOD, case III).
  ///
  /// - Parameters:
  ///   - target: The number that is predicted for the whole text, or the true one; not 0.
  ///   - values: What is predicted with words hidden.
  /// - Returns: Mean of |value − target| / |target|.
  public static func percentageError(target: Double, _ values: [Double]) -> Double {
    values.reduce(0) { $0 + abs($1 - target) / abs(target) } / Double(values.count)
  }

  /// Returns where a value lies between the least and the most that any order of words reaches
  /// (Edin and others, 2025: normalised AOPC).
  ///
  /// - Parameters:
  ///   - value: An AOPC.
  ///   - least: The least of the orders tried.
  ///   - most: The most.
  /// - Returns: 0 to 1 if it lies between; nil if both are the same.
  public static func normalised(_ value: Double, least: Double, most: Double) -> Double? {
    most > least ? (value - least) / (most - least) : nil
  }
}
