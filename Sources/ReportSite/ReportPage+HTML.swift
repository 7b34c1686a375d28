internal import AttributionRecords

extension ReportPage {
  /// The values of the template `document`.
  var view: [String: Any] {
    let text = PredictionText(record.prediction, strings)
    let labels = labels
    let notes = notes
    let hidden = record.prediction.outputs.count - labels.count
    return [
      "root": "../", "version": Tool.version, "id": id,
      "run": Self.name(title, orElse: strings[.reports]),
      "title": name, "spokenTitle": spoken(name), "spoken": spoken(record.text),
      "pageTitle": named("\(name) – \(text.label)"),
      "previous": link(previous) as Any, "next": link(next) as Any,
      "subtitle": subtitle, "isSmoothed": isSmoothed, "methodName": record.provenance.shown.name,
      "predicted": text.headline,
      // The least sure of several entities says nothing about their number.
      "confidence": isTagged ? "" : text.percent,
      "remark": text.remark.isEmpty ? false : ["text": text.remark] as Any,
      "gold": GoldText(record.gold, record.prediction).map {
        ["sentence": $0.sentence(strings), "sign": $0.sign, "differs": $0.agrees == false] as Any
      } ?? false,
      "hasLabels": !labels.isEmpty,
      "labels": labels.map { label in
        [
          "label": label.label, "percent": NumberText.percent(label.probability),
          "width": NumberText.width(label.probability), "isPredicted": label.isPredicted,
        ] as [String: Any]
      },
      "moreLabels": hidden > 0 && !labels.isEmpty
        ? ["text": strings(.moreLabels, ["count": hidden])] as Any : false,
      "hasNotes": !notes.isEmpty, "notes": notes.map { ["text": $0] },
      "overview": isTagged ? entityView as Any : false,
      "sections": record.explanations.indices.map { section($0) },
      "contrast": contrastView,
      "method": record.provenance.method(reading, strings).map {
        ["name": $0.name, "value": $0.value]
      },
      "provenance": record.provenance.view(of: record, strings),
    ]
  }

  private func link(_ link: Link?) -> Any {
    guard let link else { return false }
    return ["id": Self.name(link.id, orElse: strings[.nameless]), "file": link.file + ".html"]
  }

  /// One explained label: heatmap, strongest words, neighbours and all words.
  private func section(_ index: Int) -> [String: Any] {
    let explanation = record.explanations[index]
    let scores = scores[index]
    let about = about(explanation)
    let agreeing = explanation.quality.agreeing
    let found = explanation.neighbours.count
    let sources = sourceRows(explanation, scores)
    let hasNeighbours = found > 0 && isSmoothed
    let isShort = !words.isEmpty && words.count <= Self.shortLimit
    let isInTable = hasNeighbours && isShort
    let ledger = hasNeighbours && !isInTable ? ledgerRows(explanation, scores) : []
    let ranks = (0..<found).map { ["rank": String($0 + 1)] }
    var view: [String: Any] = [
      "n": String(index + 1),
      "heading": heading(explanation), "about": about, "suffix": suffix(explanation),
      "entity": explanation.target.map {
        ["percent": NumberText.percent($0.probability)] as Any
      } ?? false,
      "maximum": NumberText.percent(scores.maximum),
      "fields": heat(explanation, scores),
      "made": made(scores).map { $0 as Any } ?? false,
      "ownPercent": NumberText.percent(scores.ownTotal),
      "neighbourPercent": NumberText.percent(scores.neighbourTotal),
      "label": label(scores),
      "widths": Self.widths([
        scores.ownTotal, scores.neighbourTotal, scores.labelTotal ?? 0,
      ]),
      "half": strings(.half, ["count": scores.wordsForHalf, "total": words.count]),
      "hasColour": !scores.isEmpty,
      "hasNeighbours": hasNeighbours, "hasExcerpts": hasExcerpts(explanation),
      "hasOthers": !explanation.others.isEmpty,
      "others": explanation.others.isEmpty ? [] : methodRows(explanation, scores).map(\.view),
      "gradient": ownText(explanation),
      "smoothing": smoothingText(explanation).map { ["text": $0] as Any } ?? false,
      "uncertainty": uncertaintyText(explanation, scores).map { ["text": $0] as Any } ?? false,
      "hasUncertainty": errors(scores) != nil,
      "hasSources": !sources.isEmpty, "sourceRows": sources.map(\.view),
      "agreement": agreeing.map {
        strings(
          isTagged ? .agreementTagged : .agreement, ["agreeing": $0, "found": found])
      } ?? strings(.neighbourCount, ["count": found]),
      "neighbours": explanation.neighbours.indices.map { neighbour(explanation, $0, scores) },
      "check": checkView(explanation),
      "hasSwitch": !explanation.others.isEmpty,
      "choices": choices(explanation, index),
      "hasLedger": !ledger.isEmpty, "columns": ranks,
      "givers": found > 1 ? "#1 … #\(found)" : "#1",
      "isLedger": isInTable,
      "isShort": isShort, "isBrief": words.count <= Self.briefLimit,
      "hasTable": !isShort && !words.isEmpty && !hasWordsPage,
      "isLong": hasWordsPage,
      "isPart": !hasWordsPage && shown(explanation).count < words.count,
      "rest": restText(explanation, scores).map { ["text": $0] as Any } ?? false,
      "file": (names[record.id] ?? "") + ".json",
      "wordsFile": "../words/\(names[record.id] ?? "").html",
      "wordsHeading": wordsHeading(explanation),
    ]
    table(
      scores, number: index + 1, given: isInTable ? given(explanation, scores) : nil,
      rows: hasWordsPage ? 0..<0 : shown(explanation), isShort: isShort
    ).add(to: &view, as: "table")
    RowList(
      shape: Self.ledgerShape,
      rows: ledger.map { RowList.Row(texts: [$0.word], lists: [$0.cells]) }
    ).add(to: &view, as: "ledger")
    let strongest = isShort ? [] : strongestWords(scores)
    RowList(shape: Self.strongestShape, rows: strongest.map { self.strongest($0, scores) })
      .add(to: &view, as: "strongest")
    return view
  }

  private static let ledgerShape = RowShape(texts: ["word"], lists: ["cells"])

  private static let strongestShape = RowShape(
    texts: ["text", "percent", "widths", "error"], flags: ["hasError"])

  private func strongest(_ word: Int, _ scores: ScoreView) -> RowList.Row {
    RowList.Row(
      texts: [
        words[word], scores.percents[word], widths(of: word, scores), "± " + error(word, scores),
      ], flags: [errors(scores) != nil])
  }

  /// The classes of a word's bar, whose parts are of the largest share.
  private func widths(of word: Int, _ scores: ScoreView) -> String {
    let unit = scores.maximum > 0 ? 1 / scores.maximum : 0
    return Self.widths(
      [scores.own[word], scores.fromNeighbours(word), scores.fromLabel?[word] ?? 0]
        .map { $0 * unit })
  }

  /// The classes of a bar of own, neighbours' and label's part; what is 0 per cent needs none.
  private static func widths(_ parts: [Double]) -> String {
    let widths = zip(["w", "n", "k"], parts.map(NumberText.width)).filter { $0.1 != "0" }
    return widths.isEmpty ? "w0" : widths.map { $0.0 + $0.1 }.joined(separator: " ")
  }

  /// What the page calls the part of all documents with the same label; false without that part.
  func label(_ scores: ScoreView) -> Any {
    guard let total = scores.labelTotal else { return false }
    return ["name": labelPart, "short": labelShort, "percent": NumberText.percent(total)]
  }

  /// Whether a page may show texts of neighbours.
  func hasExcerpts(_ explanation: Explanation) -> Bool {
    explanation.neighbours.contains { !$0.excerpt.text.isEmpty }
  }

  /// The standard error of a word's share; empty without neighbours.
  private func error(_ word: Int, _ scores: ScoreView) -> String {
    errors(scores).map { NumberText.percent($0[word]) } ?? ""
  }

  private func neighbour(
    _ explanation: Explanation, _ index: Int, _ scores: ScoreView
  ) -> [String: Any] {
    let neighbour = explanation.neighbours[index]
    let excerpt = neighbour.excerpt
    let largest = scores.neighbours.max() ?? 0
    let segments = TextSegments(excerpt.text, words: excerpt.words.map { $0.start..<$0.end })
      .paragraphs.enumerated().flatMap { number, paragraph in
        (number > 0 ? [TextSegments.Segment(text: " ", word: nil)] : []) + paragraph
      }
    var view: [String: Any] = [
      "rank": String(index + 1), "distance": NumberText.distance(neighbour.distance),
      "prediction": neighbour.value.map(NumberText.quantity) ?? neighbour.label,
      "confidence": neighbour.probability.map(NumberText.percent) ?? "",
      "agrees": neighbour.agrees == true,
      "spoken": spoken(excerpt.text),
      "before": excerpt.cutBefore ? "… " : "", "after": excerpt.cutAfter ? " …" : "",
      "id": Self.name(neighbour.id, orElse: strings[.nameless]),
      "link": names[neighbour.id].map { ["file": $0 + ".html"] as Any } ?? false,
      "share": NumberText.percent(scores.neighbours[index]),
      "shareWidth": NumberText.width(
        largest > 0 ? scores.neighbours[index] / largest : 0),
    ]
    let rows = segments.map { segment in
      let level =
        segment.word.map { ScoreView.level(Double(excerpt.words[$0].percent), of: 100) } ?? 0
      // The faintest colour is left to the page of the neighbour itself.
      return RowList.Row(texts: [segment.text, "l\(level)"], flags: [level > 1])
    }
    RowList(shape: Self.excerptShape, rows: rows).add(to: &view, as: "segments")
    return view
  }

  private static let excerptShape = RowShape(texts: ["text", "classes"], flags: ["word"])

  private static let tableShape = RowShape(
    texts: [
      "text", "percent", "own", "neighbours", "fromLabel", "score", "error", "place", "widths",
      "given", "number",
    ], flags: ["hasLabel", "hasError", "isShort", "hasBar", "isLedger", "isPart"])

  /// The table of all words; without rows if a page of its own has them.
  ///
  /// - Parameters:
  ///   - scores: The explanation's.
  ///   - number: The explanation's, from 1: with the word's it is the row's lasting address.
  ///   - given: What each neighbour gave to each word; nil if the table does not say.
  ///   - rows: The words that it has.
  ///   - isShort: Whether it is the only table of words, with bars.
  /// - Returns: The rows.
  func table(
    _ scores: ScoreView, number: Int, given: [String]? = nil, rows: Range<Int>,
    isShort: Bool = false
  ) -> RowList {
    // Asked once: a row asks for its own number.
    let hasErrors = errors(scores) != nil
    let isPart = rows.count < words.count
    return RowList(
      shape: Self.tableShape,
      rows: rows.map { word in
        let hasBar = isShort && scores.shares[word] > 0
        return RowList.Row(
          texts: [
            words[word], NumberText.unsigned(scores.percents[word]),
            NumberText.unsigned(scores.ownPercents[word]),
            NumberText.unsigned(scores.neighbourPercents[word]),
            NumberText.unsigned(scores.labelPercents?[word] ?? ""),
            NumberText.score(scores.scores[word]), NumberText.unsigned(error(word, scores)),
            "w\(number)-\(word + 1)", hasBar ? widths(of: word, scores) : "", given?[word] ?? "",
            String(word + 1),
          ],
          flags: [scores.labelPercents != nil, hasErrors, isShort, hasBar, given != nil, isPart])
      })
  }
}
