package import AttributionRecords
internal import Evaluation

/// The scores of one explanation word by word, and the scale that a page shows them on.
///
/// A page shows a word's score as its share of the scores of all words, so that own and neighbour
/// parts are shares too and everything adds up to 100 %. A negative score is drawn as 0; tables
/// and tips give its parts with their signs.
package struct ScoreView {
  /// Each word's score: its share of all; negative scores are drawn as 0.
  package let shares: [Double]
  /// The own part of each word's share, as charts draw it: between 0 and the share.
  package let own: [Double]
  /// The part of each word's share that comes from all documents with the same label, as charts
  /// draw it; nil without that part.
  package let fromLabel: [Double]?
  /// What each neighbour gave to the words with a score, as a share of all scores.
  package let neighbours: [Double]
  /// The largest share of a word.
  package let maximum: Double
  /// Whether no word has a score above 0, so that nothing is coloured.
  package var isEmpty: Bool { maximum <= 0 && !shares.isEmpty }
  /// The words' scores as the record has them.
  package let scores: [Double]

  /// Each word's share as text, with its own part and what comes from neighbours and label.
  let percents: [String]
  let ownPercents: [String]
  let neighbourPercents: [String]
  let labelPercents: [String]?

  /// The standard error of each word's share over the choice of neighbours: the jackknife, in
  /// which each neighbour is left out once; nil with fewer than two.
  package let uncertainty: [Double]?
  /// What a score is multiplied with to be a share.
  let unit: Double

  /// The words, strongest first; equal ones in the order of the text.
  package let ranking: [Int]

  /// The number of colours of the scale.
  package static let levels = 9

  package init(_ explanation: Explanation, words: [RecordedWord]) {
    let scores = WordScores.sums(of: explanation.scores, over: words)
    self.scores = scores
    let total = scores.reduce(0) { $0 + max($1, 0) }
    let unit = total > 0 ? 1 / total : 0
    self.unit = unit
    let shares = scores.map { max($0, 0) * unit }
    self.shares = shares
    // Within the word's share, so that a record with a broken ledger cannot leave the chart.
    let own = zip(WordScores.sums(of: explanation.own, over: words), shares).map { own, share in
      min(max(own * unit, 0), share)
    }
    self.own = own
    let signedOwn = WordScores.sums(of: explanation.own, over: words).map { $0 * unit }
    percents = shares.map(NumberText.percent)
    ownPercents = signedOwn.map(NumberText.percent)
    let signedLabel = explanation.pool.map { pool in
      WordScores.sums(of: pool, over: words).map { $0 * unit }
    }
    neighbourPercents = scores.indices.map { word in
      NumberText.percent(scores[word] * unit - signedOwn[word] - (signedLabel?[word] ?? 0))
    }
    labelPercents = signedLabel.map { $0.map(NumberText.percent) }
    fromLabel = explanation.pool.map { pool in
      zip(WordScores.sums(of: pool, over: words), zip(shares, own)).map { pool, word in
        min(max(pool * unit, 0), word.0 - word.1)
      }
    }
    let scored = scores.map { $0 > 0 }
    let given = explanation.neighbours.map { WordScores.sums(of: $0.shares, over: words) }
    neighbours = given.map { sums in
      zip(sums, scored).reduce(0) { sum, word in word.1 ? sum + word.0 * unit : sum }
    }
    uncertainty = Self.jackknife(scores, given)
    maximum = shares.max() ?? 0
    ranking = shares.indices.sorted { (-shares[$0], $0) < (-shares[$1], $1) }
  }

  /// The jackknife's standard error of each share, from the shares without each of the M neighbours.
  ///
  /// Their part of a score is a mean, so without one of them it is what the others gave, times
  /// M / (M − 1).
  private static func jackknife(_ scores: [Double], _ given: [[Double]]) -> [Double]? {
    guard given.count > 1 else { return nil }
    let factor = Double(given.count) / Double(given.count - 1)
    let sums = scores.indices.map { word in given.reduce(0) { $0 + $1[word] } }
    let without = given.map { part in
      let left = scores.indices.map { word in
        max(scores[word] - sums[word] + (sums[word] - part[word]) * factor, 0)
      }
      let total = left.reduce(0, +)
      return total > 0 ? left.map { $0 / total } : left
    }
    return scores.indices.map { word in Statistics.jackknife(without.map { $0[word] }) ?? 0 }
  }

  /// The part of a word's share that comes from neighbours.
  func fromNeighbours(_ word: Int) -> Double {
    max(0, shares[word] - own[word] - (fromLabel?[word] ?? 0))
  }

  /// The colour of a word: 0 for none to ``levels``.
  package func level(_ word: Int) -> Int { Self.level(shares[word], of: maximum) }

  /// Returns the colour of a score on a scale that ends at `maximum`.
  package static func level(_ score: Double, of maximum: Double) -> Int {
    guard maximum > 0, score > 0 else { return 0 }
    return Int((min(1, score / maximum) * Double(levels)).rounded())
  }

  /// The own part of all scores.
  package var ownTotal: Double { own.reduce(0, +) }

  /// The part of all scores that comes from all documents with the same label.
  var labelTotal: Double? { fromLabel.map { $0.reduce(0, +) } }

  /// The part of all scores that comes from neighbours.
  var neighbourTotal: Double { maximum > 0 ? max(0, 1 - ownTotal - (labelTotal ?? 0)) : 0 }

  /// How many of the strongest words carry half of all scores.
  package var wordsForHalf: Int {
    var sum = 0.0
    for (rank, word) in ranking.enumerated() {
      sum += shares[word]
      if sum >= 0.5 { return rank + 1 }
    }
    return shares.count
  }
}
