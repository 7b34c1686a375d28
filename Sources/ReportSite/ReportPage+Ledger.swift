internal import AttributionRecords

extension ReportPage {
  /// What each neighbour gave to each word, in per cent of all scores: a line a word, with numbers
  /// of equal widths and no zero before the point.
  func given(_ explanation: Explanation, _ scores: ScoreView) -> [String] {
    let given = explanation.neighbours.map { WordScores.sums(of: $0.shares, over: record.words) }
    let numbers = words.indices.map { word in
      given.map { sums in
        let number = NumberText.fixed(sums[word] * scores.unit * 100, 2)
        return number.hasPrefix("0.")
          ? String(number.dropFirst())
          : number.hasPrefix("-0.") ? "-" + number.dropFirst(2) : number
      }
    }
    let width = numbers.joined().map(\.utf8.count).max() ?? 0
    return numbers.map { line in
      line.map { String(repeating: " ", count: width - $0.utf8.count) + $0 }.joined(separator: " ")
    }
  }

  /// The strongest words with what they themselves, each neighbour and the label gave, in per cent
  /// of all scores.
  func ledgerRows(_ explanation: Explanation, _ scores: ScoreView) -> [(
    word: String, cells: [String]
  )] {
    let own = WordScores.sums(of: explanation.own, over: record.words)
    let given = explanation.neighbours.map { WordScores.sums(of: $0.shares, over: record.words) }
    let pool = explanation.pool.map { WordScores.sums(of: $0, over: record.words) }
    return strongestWords(scores).map { word in
      let parts =
        [scores.scores[word], own[word]] + given.map { $0[word] }
        + [pool?[word]].compactMap(\.self)
      return (
        Self.name(words[word], orElse: strings[.unnamedWord]),
        parts.map { NumberText.fixed($0 * scores.unit * 100, 2) }
      )
    }
  }

  /// Whether a page of its own has the table of all words.
  var hasWordsPage: Bool {
    words.count > Self.wordTableLimit && !scores.isEmpty && !showsParts
  }

  /// The values of the template `words`.
  func wordsView(file: String) -> [String: Any] {
    [
      "root": "../", "version": Tool.version, "id": id,
      "run": Self.name(title, orElse: strings[.reports]), "title": name,
      "spokenTitle": spoken(name), "spoken": spoken(record.text),
      "pageTitle": named(strings(.wordsTitle, ["name": name])),
      "file": "../documents/\(file).html",
      "subtitle": subtitle,
      "sections": record.explanations.indices.map { index in
        var view: [String: Any] = [
          "n": String(index + 1), "suffix": suffix(record.explanations[index]),
          "wordsHeading": wordsHeading(nil), "isPart": false,
          "hasUncertainty": errors(scores[index]) != nil,
          "label": label(scores[index]),
          "isLedger": false, "isShort": false,
        ]
        table(scores[index], number: index + 1, rows: words.indices).add(to: &view, as: "table")
        return view
      },
      "provenance": record.provenance.view(of: record, strings),
    ]
  }
}
