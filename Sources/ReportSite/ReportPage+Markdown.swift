internal import AttributionRecords
internal import Markup

extension ReportPage {
  /// The page's Markdown twin: the same content for places that take no HTML.
  var markdown: String {
    let document = MarkdownDocument()
    let text = PredictionText(record.prediction)
    document.heading(1, name)
    document.linked("← \(Self.name(title, orElse: "Reports"))", to: "../index.md")
    document.table(
      ["Document", "Prediction", "Confidence"], alignments: [.leading, .leading, .trailing],
      rows: [[.text(record.id), .text(text.label), .text(text.percent)]])
    if labels.count > 1 {
      document.heading(2, "Prediction")
      document.table(
        ["Label", "Probability"], alignments: [.leading, .trailing],
        rows: labels.map { [.text($0.label), .text(NumberText.percent($0.probability))] })
    }
    for note in notes { document.paragraph("Read with care: \(note)") }
    for (explanation, scores) in zip(record.explanations, scores) {
      add(explanation, scores, to: document)
    }
    record.provenance.add(to: document, record: record)
    return document.rendered()
  }

  /// Colours from which a word is bold: the upper half of the scale.
  private static let boldLevel = 5

  private func add(
    _ explanation: Explanation, _ scores: ScoreView, to document: MarkdownDocument
  ) {
    let label = record.prediction.outputs[explanation.output].label
    document.heading(
      2,
      record.explanations.count == 1
        ? "Which words carried the prediction" : "Which words carried “\(label)”")
    let ranges = record.words.map { $0.start..<$0.end }
    let lines = TextSegments(record.text, words: ranges).paragraphs.flatMap(TextSegments.lines)
    for line in lines {
      document.paragraph(
        line.map { segment in
          let level = segment.word.map { scores.level($0) } ?? 0
          return (text: segment.text, isStrong: level >= Self.boldLevel)
        })
    }
    document.paragraph(
      """
      Bold: words with at least half the score of the strongest, which has \
      \(NumberText.percent(scores.maximum)) of all scores. Own gradient \
      \(NumberText.percent(scores.ownTotal)), from neighbours \
      \(NumberText.percent(scores.neighbourTotal)).
      """)
    document.heading(3, "Strongest words")
    document.table(
      ["Word", "Share", "own", "neighbours", ""],
      alignments: [.leading, .trailing, .trailing, .trailing, .leading],
      rows: scores.ranking.prefix(Self.strongestLimit).filter { scores.shares[$0] > 0 }.map {
        [
          .text(words[$0]), .text(NumberText.percent(scores.shares[$0])),
          .text(NumberText.percent(scores.own[$0])),
          .text(NumberText.percent(scores.fromNeighbours($0))),
          .text(String(repeating: "█", count: max(1, scores.level($0)))),
        ]
      })
    guard !explanation.neighbours.isEmpty else { return }
    document.heading(3, "Neighbours that smoothed the scores")
    document.table(
      ["#", "Document", "Distance", "Predicted", "Share", "Excerpt"],
      alignments: [.trailing, .leading, .trailing, .leading, .trailing, .leading],
      rows: explanation.neighbours.enumerated().map { index, neighbour in
        [
          .text(String(index + 1)),
          names[neighbour.id].map {
            .link(Self.name(neighbour.id, orElse: "document"), to: $0 + ".md")
          } ?? .text(neighbour.id),
          .text(NumberText.distance(neighbour.distance)),
          .text(neighbour.value.map(NumberText.quantity) ?? neighbour.label),
          .text(NumberText.percent(scores.neighbours[index])),
          .text(
            (neighbour.excerpt.cutBefore ? "… " : "")
              + neighbour.excerpt.text.split(whereSeparator: \.isNewline).joined(separator: " ")
              + (neighbour.excerpt.cutAfter ? " …" : "")),
        ]
      })
  }
}
