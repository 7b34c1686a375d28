internal import AttributionRecords
internal import Markup

extension ReportPage {
  /// The page's Markdown twin: the same content for places that take no HTML.
  var markdown: String {
    let document = MarkdownDocument()
    let text = PredictionText(record.prediction)
    document.heading(1, name)
    document.linked("← \(Self.name(title, orElse: "Reports"))", to: "../index.md")
    var names = ["Document", "Prediction", isTagged ? "Least sure" : "Confidence"]
    var cells: [MarkdownDocument.Cell] = [
      .text(record.id), .text(text.label), .text(text.percent),
    ]
    if let gold = GoldText(record.gold, record.prediction) {
      names.append("Data")
      cells.append(.text(gold.cell))
    }
    document.table(
      names, alignments: names.indices.map { $0 == 2 ? .trailing : .leading }, rows: [cells])
    if labels.count > 1 {
      document.heading(2, "Prediction")
      document.table(
        ["Label", "Probability"], alignments: [.leading, .trailing],
        rows: labels.map { [.text($0.label), .text(NumberText.percent($0.probability))] })
    }
    if let windows { document.paragraph("The text was \(windows).") }
    if isTagged { addEntities(to: document) }
    for note in notes { document.paragraph("Read with care: \(note)") }
    for (explanation, scores) in zip(record.explanations, scores) {
      add(explanation, scores, to: document)
    }
    addContrast(to: document)
    record.provenance.add(to: document, record: record, reading: reading)
    return document.rendered()
  }

  /// Colours from which a word is bold: the upper half of the scale.
  private static let boldLevel = 5

  /// The entities found, or that there are none.
  private func addEntities(to document: MarkdownDocument) {
    document.heading(2, "Entities")
    let entities = record.prediction.entities
    if entities.isEmpty {
      document.paragraph(Self.noEntity)
    } else {
      document.table(
        ["Label", "Text", "Probability"], alignments: [.leading, .leading, .trailing],
        rows: entities.map {
          [
            .text($0.label), .text(phrase($0)), .text(NumberText.percent($0.probability)),
          ]
        })
    }
    guard record.explanations.isEmpty else { return }
    for paragraph in plainParagraphs {
      for line in TextSegments.lines([.init(text: paragraph, word: nil)]) {
        document.paragraph(line.map { (text: $0.text, isStrong: false) })
      }
    }
  }

  /// The nearest document with another prediction.
  private func addContrast(to document: MarkdownDocument) {
    guard let contrast = record.explanations.first?.contrast else { return }
    document.heading(2, "Nearest document with another prediction")
    document.table(
      ["Document", "Distance", "Predicted", "Strong words only here", "Strong words only there"],
      alignments: [.leading, .trailing, .leading, .leading, .leading],
      rows: [
        [
          names[contrast.id].map {
            .link(Self.name(contrast.id, orElse: "document"), to: $0 + ".md")
          } ?? .text(contrast.id),
          .text(NumberText.distance(contrast.distance)), .text(contrast.label),
          .text(contrast.here.joined(separator: ", ")),
          .text(contrast.there.joined(separator: ", ")),
        ]
      ])
  }

  private func add(
    _ explanation: Explanation, _ scores: ScoreView, to document: MarkdownDocument
  ) {
    document.heading(2, heading(explanation))
    if let target = explanation.target {
      document.paragraph(
        """
        The explained entity is “\(phrase(target))”, from word \(target.firstWord + 1) to \
        \(target.endWord), with probability \(NumberText.percent(target.probability)).
        """)
    }
    for field in fields {
      if let name = field.name { document.heading(3, "\(name) – \(share(field, scores))") }
      for line in field.paragraphs.flatMap(TextSegments.lines) {
        document.paragraph(
          line.map { segment in
            let level = segment.word.map { scores.level($0) } ?? 0
            return (text: segment.text, isStrong: level >= Self.boldLevel)
          })
      }
    }
    document.paragraph(ownText(explanation))
    if let text = smoothingText(explanation) { document.paragraph(text) }
    document.paragraph(
      """
      Bold: words with at least half the score of the strongest, which has \
      \(NumberText.percent(scores.maximum)) of all scores. Own score \
      \(NumberText.percent(scores.ownTotal)), from neighbours \
      \(NumberText.percent(scores.neighbourTotal))\(
        scores.labelTotal.map { ", \(labelPart) \(NumberText.percent($0))" } ?? "").
      """)
    document.heading(3, "Strongest words")
    document.table(
      ["Word", "Share", "±", "own", "neighbours", ""],
      alignments: [.leading, .trailing, .trailing, .trailing, .trailing, .leading],
      rows: strongestWords(scores).map { word in
        [
          .text(words[word]), .text(NumberText.percent(scores.shares[word])),
          .text(errors(scores).map { NumberText.percent($0[word]) } ?? ""),
          .text(NumberText.percent(scores.own[word])),
          .text(NumberText.percent(scores.fromNeighbours(word))),
          .text(String(repeating: "█", count: max(1, scores.level(word)))),
        ]
      })
    if let text = uncertaintyText(explanation, scores) { document.paragraph(text) }
    if let check = explanation.faithfulness {
      document.heading(3, "Checked against the model")
      document.table(
        ["Words hidden", "the strongest", "at random"],
        alignments: [.trailing, .trailing, .trailing],
        rows: checkRows(check).map { [.text($0.share), .text($0.strongest), .text($0.random)] })
      document.paragraph("\(checkMeaning) Result: \(checkVerdict(check)).")
    }
    if !explanation.others.isEmpty {
      document.heading(3, "Methods side by side")
      document.table(
        ["Method", "Strongest words", "Rank agreement"],
        alignments: [.leading, .leading, .trailing],
        rows: methodRows(explanation, scores).map {
          [.text($0.name), .text($0.words), .text($0.agreement)]
        })
    }
    let sources = sourceRows(explanation, scores)
    if !sources.isEmpty {
      document.heading(3, "What neighbours gave the strongest words")
      document.table(
        ["Word", "Words of neighbours, and their share of all scores"],
        alignments: [.leading, .leading],
        rows: sources.map { [.text($0.word), .text($0.line)] })
    }
    guard !explanation.neighbours.isEmpty, isSmoothed else { return }
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
