internal import AttributionRecords

extension ReportPage {
  /// What stands below a heatmap that leaves its site: by what it was made, and of what.
  var origin: String {
    let digest = record.sha256.prefix(12)
    return
      "\(Tool.name) \(Tool.version) · \(record.provenance.model.name) · \(id) · SHA-256 \(digest)…"
  }

  /// The values of the template `fragment`: the heatmap of the first explanation with its colours
  /// written out.
  ///
  /// - Parameter colours: The colours of the levels.
  /// - Returns: The values.
  func fragmentView(_ colours: HeatColours) -> [String: Any] {
    var view = headView
    view["colours"] = colours.light.map { ["colour": $0] }
    let tips = scores.first.map(tipParts) ?? []
    view["fields"] = fields.map { field -> [String: Any] in
      [
        "head": field.name.map { name in
          ["name": name, "share": scores.first.map { share(field, $0) } ?? ""] as Any
        } ?? false,
        "paragraphs": field.paragraphs.map { paragraph in
          var view: [String: Any] = [:]
          let rows = paragraph.map { piece($0, colours, tips) }
          RowList(shape: Self.pieceShape, rows: rows).add(to: &view, as: "segments")
          return view
        },
      ]
    }
    return view
  }

  /// The prediction and its probability; empty if there is none for the whole.
  var verdict: (predicted: String, confidence: String) {
    let text = PredictionText(record.prediction, strings)
    return (text.headline, isTagged ? "" : text.percent)
  }

  /// What fragments and cards say around the text.
  var headView: [String: Any] {
    [
      "title": name, "spokenTitle": spoken(name), "spoken": spoken(record.text),
      "predicted": verdict.predicted, "confidence": verdict.confidence,
      "origin": origin,
      "legend": scores.first.map { scores in
        [
          "maximum": NumberText.percent(scores.maximum),
          "about": record.explanations.first.map(about) ?? "",
        ] as Any
      } ?? false,
    ]
  }

  /// The text of a word's tip, which is looked up once for all words.
  private func tipParts(_ scores: ScoreView) -> [Strings.Part] {
    guard scores.labelPercents != nil else { return strings.parts(of: .tip) }
    return strings.parts(of: record.prediction.task == .regression ? .tipAll : .tipLabel)
  }

  /// Returns a word's share and what it is made of.
  private func tip(_ word: Int, _ scores: ScoreView, _ parts: [Strings.Part]) -> String {
    var tip = scores.percents[word]
    tip += "\n"
    for part in parts {
      switch part {
      case .text(let text): tip += text
      case .value("own"): tip += NumberText.unsigned(scores.ownPercents[word])
      case .value("neighbours"): tip += NumberText.unsigned(scores.neighbourPercents[word])
      case .value, .form: tip += NumberText.unsigned(scores.labelPercents?[word] ?? "")
      }
    }
    return tip
  }

  private static let pieceShape = RowShape(texts: ["text", "colour", "tip"], flags: ["word"])

  /// A word with its colour and its numbers, or what stands between two.
  private func piece(
    _ segment: TextSegments.Segment, _ colours: HeatColours, _ tipParts: [Strings.Part]
  ) -> RowList.Row {
    guard let word = segment.word, let scores = scores.first, isSeen(word) else {
      return RowList.Row(texts: [segment.text, "", ""], flags: [false])
    }
    return RowList.Row(
      texts: [segment.text, colours.colour(scores.level(word)), tip(word, scores, tipParts)],
      flags: [true])
  }
}
