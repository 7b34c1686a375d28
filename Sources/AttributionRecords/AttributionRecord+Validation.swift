extension AttributionRecord {
  /// Checks what the format alone cannot say, so that a record from anywhere is safe to render.
  ///
  /// - Parameter file: The file's name, for error messages.
  /// - Throws: ``RecordError/inconsistent(file:detail:)`` naming the first contradiction.
  public func validate(file: String) throws(RecordError) {
    func require(_ condition: Bool, _ detail: @autoclosure () -> String) throws(RecordError) {
      guard condition else { throw .inconsistent(file: file, detail: detail()) }
    }
    let length = text.unicodeScalars.count
    for (index, token) in tokens.enumerated() {
      try require(
        0 <= token.start && token.start <= token.end && token.end <= length,
        "token \(index) lies outside the text")
    }
    var position = 0
    for (index, word) in words.enumerated() {
      try require(
        position <= word.start && word.start < word.end && word.end <= length,
        "word \(index) lies outside the text or overlaps the word before it")
      try require(
        0 <= word.firstToken && word.firstToken <= word.endToken && word.endToken <= tokens.count,
        "word \(index) has tokens that do not exist")
      position = word.end
    }
    try validateFields(file: file)
    if let origins {
      try require(
        origins.stretches().map { ($0.last?.text.upperBound ?? 0) <= length } ?? false,
        "the origins lie outside the text or contradict each other")
    }
    try require(!prediction.outputs.isEmpty, "the prediction has no outputs")
    try require(
      prediction.predicted.allSatisfy(prediction.outputs.indices.contains),
      "a predicted label does not exist")
    try require(
      prediction.outputs.allSatisfy { (0...1).contains($0.probability ?? 0) },
      "a probability is not between 0 and 1")
    try require(
      (prediction.task == .regression) == (prediction.value != nil),
      "a regression has a value, and other tasks have none")
    try require(
      coverage.words == words.count && (0...words.count).contains(coverage.wordsSeen),
      "the coverage and the words differ")
    try require(!provenance.parameters.methods.isEmpty, "the run has no method")
    try require(
      coverage.tokenLimit >= 0 && coverage.windows >= 1 && coverage.overlap >= 0
        && omittedExplanations >= 0 && provenance.parameters.windowOverlap >= 0
        && provenance.parameters.maxExplanations >= 0,
      "a count is negative, or there is no window")
    // A text without entities is explained by saying so.
    try require(
      !explanations.isEmpty || prediction.task == .tokenLabels, "it explains nothing")
    try validateEntities(file: file)
    for explanation in explanations {
      try require(
        prediction.outputs.indices.contains(explanation.output), "an explained label does not exist"
      )
      try require(
        Explanation.scalars.contains(explanation.scalar), "an explained scalar is unknown")
      try require(
        explanation.scores.count == tokens.count && explanation.own.count == tokens.count,
        "scores and tokens differ in number")
      try require(
        Self.areSane(explanation.scores) && Self.areSane(explanation.own)
          && explanation.neighbours.allSatisfy { Self.areSane($0.shares) }
          && explanation.others.allSatisfy { Self.areSane($0.scores + [$0.gap ?? 0]) }
          && Self.areSane((explanation.pool ?? []) + [explanation.gap ?? 0]),
        "a score is too large")
      try require(
        explanation.pool.map { $0.count == tokens.count } ?? true
          && explanation.others.allSatisfy { $0.scores.count == tokens.count },
        "scores and tokens differ in number")
      try require(
        explanation.others.map(\.method) == provenance.parameters.methods.dropFirst().map(\.name),
        "the methods of an explanation and of the run differ")
      try require(
        (0...explanation.neighbours.count).contains(explanation.quality.agreeing ?? 0)
          && (0...explanation.neighbours.count).contains(explanation.quality.nearDuplicates)
          && (0...1).contains(explanation.quality.percentile ?? 0)
          && (0...1).contains(explanation.quality.categoryPrecision ?? 0)
          && explanation.quality.duplicates >= 0 && explanation.quality.candidates >= 0,
        "the neighbours and their quality differ")
      if let contrast = explanation.contrast {
        try require(
          (0...1).contains(contrast.probability ?? 0) && contrast.distance >= 0,
          "a probability is not between 0 and 1")
      }
      if let check = explanation.faithfulness {
        try require(
          check.shares.count == check.strongest.count && check.shares.count == check.random.count
            && check.shares.allSatisfy { (0...1).contains($0) }
            && Self.areSane(check.strongest + check.random)
            && (0...check.orders).contains(check.beaten),
          "the check of an explanation contradicts itself")
      }
      for list in explanation.sources ?? [] {
        try require(
          list.allSatisfy {
            explanation.neighbours.indices.contains($0.neighbour) && $0.start < $0.end
          }, "a source names a neighbour or a word that is not there")
        try require(Self.areSane(list.map(\.value)), "a score is too large")
      }
      try require(
        explanation.sources.map { $0.count == words.count } ?? true,
        "sources and words differ in number")
      for neighbour in explanation.neighbours {
        try require(
          neighbour.shares.count == tokens.count,
          "the shares of neighbour “\(neighbour.id)” and the tokens differ in number")
        try require(
          (0...1).contains(neighbour.probability ?? 0), "a probability is not between 0 and 1")
        try neighbour.excerpt.validate(file: file)
      }
    }
  }

  /// The largest magnitude of a score: far beyond any gradient, and sums of such stay finite.
  private static let largestScore = 1e100

  private static func areSane(_ scores: [Double]) -> Bool {
    scores.allSatisfy { abs($0) <= largestScore }
  }
}

extension RunSummary {
  /// Checks that every document is listed once.
  ///
  /// - Parameter file: The file's name, for error messages.
  /// - Throws: ``RecordError/inconsistent(file:detail:)``.
  public func validate(file: String) throws(RecordError) {
    // By bytes: strings that differ only in Unicode composition are equal, but other documents.
    var seen: Set<[UInt8]> = []
    for id in documents where !seen.insert(Array(id.utf8)).inserted {
      throw .inconsistent(file: file, detail: "the document “\(id)” is listed twice")
    }
  }
}

extension Excerpt {
  /// Checks that its words lie in it and have parts of a whole.
  ///
  /// - Parameter file: The file, for the error's message.
  /// - Throws: ``RecordError/inconsistent(file:detail:)``.
  package func validate(file: String) throws(RecordError) {
    let length = text.unicodeScalars.count
    var position = 0
    guard words.allSatisfy({ (0...100).contains($0.percent) }) else {
      throw .inconsistent(file: file, detail: "a word of an excerpt is not between 0 and 100 %")
    }
    for word in words {
      guard position <= word.start, word.start < word.end, word.end <= length else {
        throw .inconsistent(file: file, detail: "a word of an excerpt lies outside it")
      }
      position = word.end
    }
  }
}
