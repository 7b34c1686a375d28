internal import AttributionRecords

extension ReportPage {
  /// What a reader should know before trusting the page.
  var notes: [String] {
    var notes: [String] = []
    let coverage = record.coverage
    if !coverage.isComplete {
      // Of a pair, the second text may be cut in its middle.
      let isStart = record.provenance.parameters.fieldNames["pair"] == nil
      let key: TextKey =
        coverage.windows > 1
        ? (isStart ? .noteSeenFirstWindow : .noteSeenWindow)
        : (isStart ? .noteSeenFirst : .noteSeen)
      notes.append(
        strings(
          key,
          [
            "count": coverage.wordsSeen, "total": coverage.words, "limit": coverage.tokenLimit,
          ]))
    }
    if let unknown = unknownNote { notes.append(unknown) }
    if record.prediction.task == .multiLabel, record.prediction.predicted.isEmpty {
      let parameters = record.provenance.parameters
      notes.append(
        strings(
          parameters.explain == "predicted" ? .noteNoLabelStrongest : .noteNoLabel,
          ["percent": NumberText.percent(parameters.threshold)]))
    }
    if record.omittedExplanations > 0 {
      notes.append(
        strings(
          isTagged ? .noteOmittedEntities : .noteOmittedLabels,
          ["count": record.omittedExplanations, "limit": record.explanations.count]))
    }
    notes += once { explanation, about in
      explanation.neighbours.isEmpty && isSmoothed
        ? strings(.noteNoNeighbours, ["about": about]) : nil
    }
    notes += once { explanation, about in
      let scores = WordScores.sums(of: explanation.scores, over: record.words)
      guard !scores.isEmpty, scores.allSatisfy({ $0 <= 0 }) else { return nil }
      return strings(isSmoothed ? .noteEmptySmoothed : .noteEmpty, ["about": about])
    }
    notes += once(agreementNote)
    notes += once { explanation, about in
      guard let percentile = explanation.quality.percentile, percentile > 0.5 else { return nil }
      return strings(.noteFar, ["about": about, "percent": NumberText.percent(percentile)])
    }
    notes += once { explanation, about in
      guard let check = explanation.faithfulness, check.isDoubtful else { return nil }
      return strings(
        .noteUnfaithful, ["about": about, "beaten": check.beaten, "orders": check.orders])
    }
    if record.provenance.parameters.redactions != nil, record.text.contains("█") {
      notes.append(strings[.noteRedacted])
    }
    notes += once { explanation, about in
      let near = explanation.quality.nearDuplicates
      return near > 0 ? strings(.noteNearSame, ["about": about, "count": near]) : nil
    }
    notes += once { explanation, about in
      let same = explanation.quality.duplicates
      return same > 0 ? strings(.noteSame, ["about": about, "count": same]) : nil
    }
    return notes
  }

  /// Pieces that stand for whatever a vocabulary does not have.
  private static let placeholders: Set<String> = ["[UNK]", "<unk>"]
  /// Unknown words that a note names.
  private static let unknownLimit = 10

  /// The words of which the model saw only a placeholder; nil without.
  private var unknownNote: String? {
    var unknown: [String] = []
    var seen: Set<String> = []
    for (word, place) in zip(words, record.words) {
      let pieces = record.tokens[place.firstToken..<max(place.firstToken, place.endToken)]
      if pieces.contains(where: { Self.placeholders.contains($0.piece) }),
        seen.insert(word).inserted
      {
        unknown.append(word)
      }
    }
    guard !unknown.isEmpty else { return nil }
    let list = unknown.prefix(Self.unknownLimit).joined(separator: strings[.listSeparator])
    return strings(
      .noteUnknown,
      ["count": unknown.count, "list": list + (unknown.count > Self.unknownLimit ? " …" : "")])
  }

  /// What to know if less than half of the neighbours agree.
  private func agreementNote(_ explanation: Explanation, _ about: String) -> String? {
    let found = explanation.neighbours.count
    guard found > 0, let agreeing = explanation.quality.agreeing, agreeing < (found + 1) / 2
    else { return nil }
    guard agreeing > 0 else {
      return strings(
        isTagged ? .noteNoneAgreeTagged : .noteNoneAgree, ["about": about, "count": found])
    }
    return strings(
      isTagged ? .noteFewAgreeTagged : .noteFewAgree,
      ["about": about, "agreeing": agreeing, "count": found])
  }

  /// Returns a note for each explanation that has one; a single one if all have the same.
  private func once(_ note: (Explanation, String) -> String?) -> [String] {
    let all = record.explanations
    let notes = all.compactMap { note($0, "") }
    if notes.count == all.count, let first = notes.first, notes.allSatisfy({ $0 == first }) {
      return [first]
    }
    return all.compactMap { note($0, suffix($0)) }
  }
}
