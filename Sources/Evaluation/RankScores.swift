/// How well scores of words find the words that people marked.
public enum RankScores {
  /// Returns the area under the ROC curve: the chance that a marked word scores higher than
  /// another, ties counting half (Mann and Whitney).
  ///
  /// - Parameters:
  ///   - scores: One a word.
  ///   - gold: Whether each word is marked.
  /// - Returns: 0 to 1; nil if all words are marked, or none.
  public static func rocAUC(_ scores: [Double], _ gold: [Bool]) -> Double? {
    let positives = gold.count(where: \.self)
    let negatives = gold.count - positives
    guard positives > 0, negatives > 0 else { return nil }
    let ranks = Ranks.of(scores)
    let sum = zip(ranks, gold).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
    let least = Double(positives) * Double(positives + 1) / 2
    return (sum - least) / (Double(positives) * Double(negatives))
  }

  /// Returns the average precision, Σ (R_n − R_{n−1}) P_n over the distinct scores from the top, as
  /// scikit-learn defines it: words of the same score are taken together.
  ///
  /// - Parameters:
  ///   - scores: One a word.
  ///   - gold: Whether each word is marked.
  /// - Returns: 0 to 1; nil if no word is marked.
  public static func averagePrecision(_ scores: [Double], _ gold: [Bool]) -> Double? {
    let positives = gold.count(where: \.self)
    guard positives > 0 else { return nil }
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var (found, seen, sum) = (0, 0, 0.0)
    var start = 0
    while start < order.count {
      var end = start
      let before = found
      while end < order.count, scores[order[end]] == scores[order[start]] {
        if gold[order[end]] { found += 1 }
        end += 1
      }
      seen = end
      sum += Double(found - before) / Double(positives) * Double(found) / Double(seen)
      start = end
    }
    return sum
  }

  /// The overlap of the strongest words with the marked ones.
  public struct Overlap: Sendable, Equatable {
    /// The harmonic mean of precision and recall.
    public var f1: Double
    /// Words in both over words in either (ERASER's IOU on tokens).
    public var iou: Double

    /// Makes an overlap from its parts.
    public init(f1: Double, iou: Double) {
      self.f1 = f1
      self.iou = iou
    }
  }

  /// Returns the overlap of the marked words with as many of the strongest (DeYoung and others,
  /// 2020); equal scores by position.
  ///
  /// - Parameters:
  ///   - scores: One a word.
  ///   - gold: Whether each word is marked.
  /// - Returns: The overlap; nil if no word is marked.
  public static func overlap(_ scores: [Double], _ gold: [Bool]) -> Overlap? {
    let count = gold.count(where: \.self)
    guard count > 0 else { return nil }
    let top = scores.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }.prefix(count)
    let both = top.count { gold[$0] }
    return Overlap(
      f1: Double(both) / Double(count), iou: Double(both) / Double(2 * count - both))
  }
}

/// Ranks from 1, equal values sharing the mean of theirs.
public enum Ranks {
  /// Returns the rank of each value, the smallest first.
  public static func of(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }
}

/// How far two lists of numbers go together.
public enum Correlation {
  /// Returns Pearson's coefficient.
  ///
  /// - Parameters:
  ///   - a: Numbers.
  ///   - b: As many numbers.
  /// - Returns: −1 to 1; nil if one of the lists does not vary.
  public static func pearson(_ a: [Double], _ b: [Double]) -> Double? {
    let count = Double(a.count)
    let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      ab += (x - meanA) * (y - meanB)
      aa += (x - meanA) * (x - meanA)
      bb += (y - meanB) * (y - meanB)
    }
    // A list that varies by rounding alone has no direction.
    guard aa > 1e-30 * meanA * meanA * count, bb > 1e-30 * meanB * meanB * count, aa > 0, bb > 0
    else { return nil }
    return max(-1, min(1, ab / (aa * bb).squareRoot()))
  }

  /// Returns Spearman's coefficient: Pearson's of the ranks.
  ///
  /// - Parameters:
  ///   - a: Numbers.
  ///   - b: As many numbers.
  /// - Returns: −1 to 1; nil if one of the lists does not vary.
  public static func spearman(_ a: [Double], _ b: [Double]) -> Double? {
    pearson(Ranks.of(a), Ranks.of(b))
  }
}
