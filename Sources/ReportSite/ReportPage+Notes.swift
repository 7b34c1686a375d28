internal import AttributionRecords

extension ReportPage {
  /// What a reader should know before trusting the page.
  var notes: [String] {
    var notes: [String] = []
    let coverage = record.coverage
    if !coverage.isComplete {
      notes.append(
        """
        The model saw \(record.provenance.parameters.fieldNames["pair"] == nil ? "the first " : "")\
        \(NumberText.count(coverage.wordsSeen, "word")) of \(coverage.words): it takes \
        \(coverage.tokenLimit) tokens\(coverage.windows > 1 ? " a window" : ""). The rest is \
        shown in grey.
        """)
    }
    if record.prediction.task == .multiLabel, record.prediction.predicted.isEmpty {
      notes.append(
        """
        No label reaches the threshold of \
        \(NumberText.percent(record.provenance.parameters.threshold))\
        \(record.provenance.parameters.explain == "predicted" ? "; the strongest is explained" : "").
        """)
    }
    if record.omittedExplanations > 0 { notes.append(omission) }
    notes += once { explanation, about in
      explanation.neighbours.isEmpty && isSmoothed
        ? "There are no neighbours\(about): the scores are the document’s own, not smoothed." : nil
    }
    notes += once { explanation, about in
      let found = explanation.neighbours.count
      guard found > 0, let agreeing = explanation.quality.agreeing, agreeing < (found + 1) / 2
      else { return nil }
      return """
        \(agreeing == 0 ? "None" : "Only \(agreeing)") of \(NumberText.count(found, "neighbour")) have \(agreement)\(about): \
        read the neighbours’ part with care.
        """
    }
    notes += once { explanation, about in
      guard let percentile = explanation.quality.percentile, percentile > 0.5 else { return nil }
      return """
        The neighbours are no nearer than chance\(about): \(NumberText.percent(percentile)) of all \
        pairs of documents are nearer to each other. Do not rely on the neighbours’ part.
        """
    }
    notes += once { explanation, about in
      guard let check = explanation.faithfulness, check.isDoubtful else { return nil }
      return """
        The strongest words are no better than chance\(about): hidden from the model, they move the \
        prediction more than \(check.beaten) of \(check.orders) random choices of words. Do not rely \
        on these scores.
        """
    }
    if record.provenance.parameters.redactions != nil, record.text.contains("█") {
      notes.append("Parts of the text are hidden here (█); the model saw them.")
    }
    notes += once { explanation, about in
      let near = explanation.quality.nearDuplicates
      guard near > 0 else { return nil }
      return """
        \(NumberText.count(near, "neighbour")) \(near == 1 ? "is" : "are") nearly the same \
        text\(about): what \(near == 1 ? "it adds" : "they add") is the document’s own once more.
        """
    }
    notes += once { explanation, about in
      let duplicates = explanation.quality.duplicates
      guard duplicates > 0 else { return nil }
      return """
        \(NumberText.count(duplicates, "other document")) of the run \
        \(duplicates == 1 ? "has" : "have") exactly the same tokens\(about) and \
        \(duplicates == 1 ? "is" : "are") not counted as \
        \(duplicates == 1 ? "a neighbour" : "neighbours").
        """
    }
    return notes
  }

  /// What a neighbour that agrees has in common with the document.
  var agreement: String { isTagged ? "this label too" : "the same prediction" }

  /// Returns a note for each explanation that has one; a single one if all have the same.
  private func once(_ note: (Explanation, String) -> String?) -> [String] {
    let all = record.explanations
    let notes = all.compactMap { note($0, "") }
    if notes.count == all.count, let first = notes.first, notes.allSatisfy({ $0 == first }) {
      return [first]
    }
    return all.compactMap { note($0, suffix($0)) }
  }

  /// What the run's limit left out.
  private var omission: String {
    let count = record.omittedExplanations
    let what =
      isTagged
      ? NumberText.count(count, "more entity", plural: "more entities")
      : NumberText.count(count, "more label")
    return """
      \(what) \(count == 1 ? "is" : "are") not explained: the run explains at most \
      \(record.explanations.count) for each document.
      """
  }
}
