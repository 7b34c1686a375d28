internal import AttributionRecords
internal import Markup

extension ReportPage {
  /// The page's Markdown twin: the same content for places that take no HTML.
  var markdown: String {
    let document = MarkdownDocument()
    let text = PredictionText(record.prediction, strings)
    document.heading(1, name)
    document.linked("← \(Self.name(title, orElse: strings[.reports]))", to: "../index.md")
    document.paragraph(subtitle)
    let labels = labels
    if labels.count > 1 {
      document.paragraph(
        labels.enumerated().flatMap { place, label in
          [
            (text: place > 0 ? strings[.listSeparator] : "", isStrong: false),
            (text: label.label, isStrong: label.isPredicted),
            (text: " \(NumberText.percent(label.probability))", isStrong: false),
          ]
        })
    }
    if !labels.contains(where: \.isPredicted) {
      document.table(
        [strings[.prediction], strings[isTagged ? .leastSure : .confidence]],
        alignments: [.leading, .trailing], rows: [[.text(text.label), .text(text.percent)]])
    }
    if let gold = GoldText(record.gold, record.prediction) {
      document.paragraph(gold.sentence(strings))
    }
    if isTagged { addEntities(to: document) }
    for note in notes { document.paragraph(strings(.careful, ["note": note])) }
    for (explanation, scores) in zip(record.explanations, scores) {
      add(explanation, scores, to: document)
    }
    addContrast(to: document)
    record.provenance.add(to: document, record: record, strings)
    return document.rendered()
  }

  /// Colours from which a word is bold: the upper half of the scale.
  private static let boldLevel = 5

  /// The entities found, or that there are none.
  private func addEntities(to document: MarkdownDocument) {
    document.heading(2, strings[.entities])
    let entities = record.prediction.entities
    if entities.isEmpty {
      document.paragraph(strings[.noEntityFound])
    } else {
      document.table(
        [strings[.label], strings[.text], strings[.probability]],
        alignments: [.leading, .leading, .trailing],
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
    document.heading(2, strings[.nearestOther])
    let words =
      contrast.here.isEmpty && contrast.there.isEmpty
      ? [] : [(strings[.onlyHere], contrast.here), (strings[.onlyThere], contrast.there)]
    document.table(
      [strings[.document], strings[.distance], strings[.predicted]] + words.map(\.0),
      alignments: [.leading, .trailing, .leading] + words.map { _ in .leading },
      rows: [
        [
          names[contrast.id].map {
            .link(Self.name(contrast.id, orElse: strings[.nameless]), to: $0 + ".md")
          } ?? .text(contrast.id),
          .text(NumberText.distance(contrast.distance)), .text(contrast.label),
        ] + words.map { .text($0.1.joined(separator: ", ")) }
      ])
  }

  private func add(
    _ explanation: Explanation, _ scores: ScoreView, to document: MarkdownDocument
  ) {
    document.heading(2, heading(explanation))
    if let target = explanation.target {
      document.paragraph(
        strings(
          .entitySentence,
          [
            "phrase": phrase(target), "first": target.firstWord + 1, "last": target.endWord,
            "percent": NumberText.percent(target.probability),
          ]))
    }
    for field in shownFields(explanation) {
      if let name = field.name { document.heading(3, "\(name) – \(share(field, scores))") }
      for line in field.paragraphs.flatMap(TextSegments.lines) {
        document.paragraph(
          line.map { segment in
            let level = segment.word.map { scores.level($0) } ?? 0
            return (text: segment.text, isStrong: level >= Self.boldLevel)
          })
      }
    }
    if let text = restText(explanation, scores) { document.paragraph(text) }
    document.paragraph(ownText(explanation))
    if !scores.isEmpty {
      document.paragraph(boldText(scores))
      document.heading(3, strings[.strongest])
      addStrongest(scores, to: document)
      if let text = uncertaintyText(explanation, scores) { document.paragraph(text) }
    }
    if let check = explanation.faithfulness {
      document.heading(3, strings[.checked])
      document.table(
        [strings[.wordsHidden], strings[.theStrongest], strings[.atRandom]],
        alignments: [.trailing, .trailing, .trailing],
        rows: checkRows(check).map { [.text($0.share), .text($0.strongest), .text($0.random)] })
      document.paragraph(
        strings(.checkResult, ["meaning": checkMeaning, "verdict": checkVerdict(check)]))
    }
    if !explanation.others.isEmpty {
      document.heading(3, strings[.sideBySide])
      document.table(
        [strings[.method], strings[.strongest], strings[.rankAgreement]],
        alignments: [.leading, .leading, .trailing],
        rows: methodRows(explanation, scores).map {
          [.text($0.name), .text($0.words), .text($0.agreement)]
        })
    }
    let sources = sourceRows(explanation, scores)
    if !sources.isEmpty {
      document.heading(3, strings[.neighbourGifts])
      document.table(
        [strings[.word], strings[.neighbourWords]],
        alignments: [.leading, .leading],
        rows: sources.map { [.text($0.word), .text($0.line(strings))] })
    }
    guard !explanation.neighbours.isEmpty, isSmoothed else { return }
    document.heading(3, strings[.neighboursHeading])
    let columns = hasExcerpts(explanation) ? [strings[.excerpt]] : []
    document.table(
      [
        "#", strings[.document], strings[.distance], strings[.predicted],
        strings[.share] + " %",
      ] + columns,
      alignments: [.trailing, .leading, .trailing, .leading, .trailing]
        + columns.map { _ in .leading },
      rows: explanation.neighbours.enumerated().map { index, neighbour in
        [
          .text(String(index + 1)),
          names[neighbour.id].map {
            .link(Self.name(neighbour.id, orElse: strings[.nameless]), to: $0 + ".md")
          } ?? .text(neighbour.id),
          .text(NumberText.distance(neighbour.distance)),
          .text(neighbour.value.map(NumberText.quantity) ?? neighbour.label),
          .text(Self.unsigned(scores.neighbours[index])),
        ] + columns.map { _ in .text(excerpt(neighbour.excerpt)) }
      })
  }

  /// The strongest words with what their scores are made of, where they have parts.
  private func addStrongest(_ scores: ScoreView, to document: MarkdownDocument) {
    var columns = [(strings[.share], scores.percents)]
    if let errors = errors(scores) { columns.append(("±", errors.map(NumberText.percent))) }
    if isSmoothed {
      columns.append((strings[.own], scores.ownPercents))
      columns.append((strings[.neighbourPart], scores.neighbourPercents))
    }
    if let fromLabel = scores.labelPercents { columns.append((labelShort, fromLabel)) }
    document.table(
      [strings[.word]] + columns.map { $0.0 + " %" },
      alignments: [.leading] + columns.map { _ in .trailing },
      rows: strongestWords(scores).map { word in
        [.text(words[word])] + columns.map { .text(NumberText.unsigned($0.1[word])) }
      })
  }

  /// A share in per cent without the sign, which stands in the head of its column.
  private static func unsigned(_ share: Double) -> String {
    NumberText.unsigned(NumberText.percent(share))
  }

  /// Code points of a neighbour's excerpt around its strongest word.
  private static let excerptLength = 60

  /// A neighbour's excerpt in one line, cut at white space if it is long and was not asked for whole.
  private func excerpt(_ excerpt: Excerpt) -> String {
    let scalars = Array(excerpt.text.unicodeScalars)
    var range = scalars.indices
    let isWhole = record.provenance.parameters.neighbourText == "full"
    if scalars.count > Self.excerptLength, !isWhole {
      let first = excerpt.words.max { $0.percent < $1.percent }?.start ?? 0
      let start = min(
        max(0, first - Self.excerptLength / 4), scalars.count - Self.excerptLength)
      range = start..<start + Self.excerptLength
      func isSpace(_ index: Int) -> Bool { scalars[index].properties.isWhitespace }
      // A text without spaces is cut anywhere.
      if start > 0, let next = (start - 1..<first).first(where: isSpace) {
        range = next + 1..<range.upperBound
      }
      if range.upperBound < scalars.count, let last = range.last(where: isSpace), last > first {
        range = range.lowerBound..<last
      }
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    let line = String(text).split(whereSeparator: \.isNewline).joined(separator: " ")
    return (range.lowerBound > 0 || excerpt.cutBefore ? "… " : "") + line
      + (range.upperBound < scalars.count || excerpt.cutAfter ? " …" : "")
  }

  /// What bold words are, and the parts of the scores.
  private func boldText(_ scores: ScoreView) -> String {
    let percent = NumberText.percent(scores.maximum)
    let own = NumberText.percent(scores.ownTotal)
    let neighbours = NumberText.percent(scores.neighbourTotal)
    guard let label = scores.labelTotal else {
      return strings(
        .boldSentence, ["percent": percent, "own": own, "neighbours": neighbours])
    }
    return strings(
      .boldSentenceLabel,
      [
        "percent": percent, "own": own, "neighbours": neighbours, "part": labelPart,
        "label": NumberText.percent(label),
      ])
  }
}
