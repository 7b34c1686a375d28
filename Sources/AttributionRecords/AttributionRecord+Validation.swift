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
    try require(!prediction.outputs.isEmpty, "the prediction has no outputs")
    try require(
      prediction.predicted.allSatisfy(prediction.outputs.indices.contains),
      "a predicted label does not exist")
    try require(
      (prediction.task == .regression) == (prediction.value != nil),
      "a regression has a value, and other tasks have none")
    try require(
      coverage.words == words.count && (0...words.count).contains(coverage.wordsSeen),
      "the coverage and the words differ")
    try require(!explanations.isEmpty, "it explains nothing")
    for explanation in explanations {
      try require(
        prediction.outputs.indices.contains(explanation.output), "an explained label does not exist"
      )
      try require(
        explanation.scores.count == tokens.count && explanation.own.count == tokens.count,
        "scores and tokens differ in number")
      try require(
        (explanation.scores + explanation.own).allSatisfy(Self.canBeAdded),
        "a score is too large to be one")
      try require(
        (0...explanation.neighbours.count).contains(explanation.quality.agreeing ?? 0)
          && explanation.quality.duplicates >= 0 && explanation.quality.candidates >= 0,
        "the neighbours and their quality differ")
      for neighbour in explanation.neighbours {
        try require(
          neighbour.shares.allSatisfy(Self.canBeAdded), "a share is too large to be one")
        try require(
          neighbour.shares.count == tokens.count,
          "the shares of neighbour “\(neighbour.id)” and the tokens differ in number")
        try neighbour.excerpt.validate(file: file)
      }
    }
  }
}

extension AttributionRecord {
  /// Whether a number is small enough that sums of them stay finite.
  fileprivate static func canBeAdded(_ score: Double) -> Bool { abs(score) <= 1e100 }
}

extension RunSummary {
  /// Checks that every document is listed once.
  ///
  /// - Parameter file: The file's name, for error messages.
  /// - Throws: ``RecordError/inconsistent(file:detail:)``.
  public func validate(file: String) throws(RecordError) {
    var seen: Set<String> = []
    for id in documents where !seen.insert(id).inserted {
      throw .inconsistent(file: file, detail: "the document “\(id)” is listed twice")
    }
  }
}

extension Excerpt {
  fileprivate func validate(file: String) throws(RecordError) {
    let length = text.unicodeScalars.count
    var position = 0
    guard abs(maximum) <= 1e100, words.allSatisfy({ abs($0.score) <= 1e100 }) else {
      throw .inconsistent(file: file, detail: "a score of an excerpt is too large to be one")
    }
    for word in words {
      guard position <= word.start, word.start < word.end, word.end <= length else {
        throw .inconsistent(file: file, detail: "a word of an excerpt lies outside it")
      }
      position = word.end
    }
  }
}
