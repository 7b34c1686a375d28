internal import AttributionRecords

extension ReportPage {
  /// What neighbours' words gave to a strong word.
  struct SourceRow {
    let word: String
    /// The words that gave most, with the rank of their neighbour.
    let sources: [(word: String, rank: String, percent: String)]
    /// What all other words of neighbours gave together.
    let rest: String

    /// The values of the template.
    var view: [String: Any] {
      [
        "text": word, "rest": rest,
        "sources": sources.map { ["word": $0.word, "rank": $0.rank, "percent": $0.percent] },
      ]
    }

    /// The row as one line of text.
    func line(_ strings: Strings) -> String {
      let sources = sources.map {
        strings(.sourceLine, ["word": $0.word, "rank": $0.rank, "percent": $0.percent])
      }
      return strings(
        .sourceRest, ["sources": sources.joined(separator: "; "), "rest": rest])
    }
  }

  /// The strongest words with what neighbours' words gave them, as shares of all scores.
  func sourceRows(_ explanation: Explanation, _ scores: ScoreView) -> [SourceRow] {
    guard let sources = explanation.sources, !explanation.neighbours.isEmpty else { return [] }
    return strongestWords(scores).map { word in
      let tokens = record.words[word]
      let given = explanation.neighbours.reduce(0) { sum, neighbour in
        sum + neighbour.shares[tokens.firstToken..<tokens.endToken].reduce(0, +)
      }
      let named = sources[word].reduce(0) { $0 + $1.value }
      return SourceRow(
        word: words[word],
        sources: sources[word].map {
          (
            Self.name($0.word, orElse: strings[.unnamedWord]), "#\($0.neighbour + 1)",
            NumberText.percent($0.value * scores.unit)
          )
        }, rest: NumberText.percent((given - named) * scores.unit))
    }
  }

  /// The standard errors of the words' shares; nil where neighbours add nothing.
  func errors(_ scores: ScoreView) -> [Double]? { isSmoothed ? scores.uncertainty : nil }

  /// What ± means, if the page shows it.
  func uncertaintyText(_ explanation: Explanation, _ scores: ScoreView) -> String? {
    guard errors(scores) != nil else { return nil }
    return strings(.uncertainty, ["count": explanation.neighbours.count])
  }
}
