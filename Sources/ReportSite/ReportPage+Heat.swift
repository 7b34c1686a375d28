internal import AttributionRecords

extension ReportPage {
  /// One of the texts of a document with its words; a document of one text has one without a name.
  struct Field {
    /// The field's name, if the document has several.
    let name: String?
    /// The words of the text that stand in the field.
    let words: Range<Int>
    /// The field's paragraphs; words are counted in the whole text.
    let paragraphs: [[TextSegments.Segment]]
  }

  /// Returns the fields of a record.
  static func fields(of record: AttributionRecord, _ strings: Strings) -> [Field] {
    guard !record.fields.isEmpty else {
      let ranges = record.words.map { $0.start..<$0.end }
      return [
        Field(
          name: nil, words: record.words.indices,
          paragraphs: TextSegments(record.text, words: ranges).paragraphs)
      ]
    }
    let scalars = Array(record.text.unicodeScalars)
    var end = 0
    return record.fields.map { field in
      let first = end
      while end < record.words.count, record.words[end].end <= field.end { end += 1 }
      let ranges = record.words[first..<end].map {
        $0.start - field.start..<$0.end - field.start
      }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[field.start..<field.end])
      let paragraphs = TextSegments(String(view), words: ranges).paragraphs.map { paragraph in
        paragraph.map { TextSegments.Segment(text: $0.text, word: $0.word.map { $0 + first }) }
      }
      return Field(
        name: name(field.name, orElse: strings[.unnamedText]), words: first..<end,
        paragraphs: paragraphs)
    }
  }

  /// Returns the share of all scores that a field's words have.
  func share(_ field: Field, _ scores: ScoreView) -> String {
    guard !field.paragraphs.isEmpty else { return strings[.emptyField] }
    return strings(
      .fieldShare, ["percent": NumberText.percent(scores.shares[field.words].reduce(0, +))])
  }

  /// Returns the values of the heatmap, field by field.
  func heat(_ explanation: Explanation, _ scores: ScoreView) -> [[String: Any]] {
    let others = Array(
      zip(explanation.others.map(\.method), otherScores(explanation))
        .prefix(Self.switchedMethods.count))
    let target = explanation.target.map { $0.firstWord..<$0.endWord } ?? 0..<0
    return shownFields(explanation).map { field in
      [
        "head": field.name.map { ["name": $0, "share": share(field, scores)] as Any } ?? false,
        "isNamed": field.name != nil,
        "paragraphs": field.paragraphs.map { paragraph in
          [
            "runs": Self.runs(paragraph, target: target).map { run -> [String: Any] in
              var view: [String: Any] = ["isTarget": run.isTarget]
              let rows = run.segments.map { span($0, scores, others) }
              RowList(shape: Self.spanShape, rows: rows).add(to: &view, as: "segments")
              return view
            }
          ]
        },
      ]
    }
  }

  /// Cuts a paragraph before and after the words of an entity.
  private static func runs(
    _ paragraph: [TextSegments.Segment], target: Range<Int>
  ) -> [(isTarget: Bool, segments: ArraySlice<TextSegments.Segment>)] {
    func isInside(_ segment: TextSegments.Segment) -> Bool {
      segment.word.map(target.contains) ?? false
    }
    guard let first = paragraph.firstIndex(where: isInside),
      let last = paragraph.lastIndex(where: isInside)
    else { return [(false, paragraph[...])] }
    return [
      (false, paragraph[..<first]), (true, paragraph[first...last]),
      (false, paragraph[(last + 1)...]),
    ]
  }

  /// Whether the model saw anything of a word.
  func isSeen(_ word: Int) -> Bool {
    record.words[word].firstToken < record.words[word].endToken
  }

  /// The class by which the style sheet names the parts of a tip; nil if there are none.
  func made(_ scores: ScoreView) -> String? {
    guard isSmoothed else { return nil }
    guard scores.labelPercents != nil else { return "two" }
    return record.prediction.task == .regression ? "all3" : "label3"
  }

  /// Returns a word's share and, in brackets, its parts.
  private func tip(_ word: Int, _ scores: ScoreView) -> String {
    guard isSmoothed else { return scores.percents[word] }
    var tip = scores.percents[word] + " (" + NumberText.unsigned(scores.ownPercents[word])
    for percents in [scores.neighbourPercents, scores.labelPercents ?? []] where !percents.isEmpty {
      let part = NumberText.unsigned(percents[word])
      tip += part.hasPrefix("-") ? " - " + part.dropFirst() : " + " + part
    }
    return tip + ")"
  }

  private static let spanShape = RowShape(
    texts: ["text", "classes", "tip"], flags: ["word", "hasClass"])

  /// Returns a word with its colour and its numbers, or what stands between two.
  private func span(
    _ segment: TextSegments.Segment, _ scores: ScoreView,
    _ others: [(name: String, scores: ScoreView)]
  ) -> RowList.Row {
    guard let word = segment.word else {
      return RowList.Row(texts: [segment.text, "", ""], flags: [false, false])
    }
    guard isSeen(word) else {
      return RowList.Row(texts: [segment.text, "unseen", strings[.unseen]], flags: [true, true])
    }
    let level = scores.level(word)
    var tip = tip(word, scores)
    var classes = level > 0 ? ["l\(level)"] : []
    for (letter, other) in zip(Self.switchedMethods, others) {
      tip += "\n\(other.name) \(other.scores.percents[word])"
      let level = other.scores.level(word)
      if level > 0 { classes.append("\(letter)\(level)") }
    }
    return RowList.Row(
      texts: [segment.text, classes.joined(separator: " "), tip],
      flags: [true, !classes.isEmpty])
  }
}
