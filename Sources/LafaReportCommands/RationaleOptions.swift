internal import ArgumentParser
internal import Documents

/// What people marked in the rows, and how words are scored against it.
struct RationaleOptions: ParsableArguments {
  @Option(
    help: """
      The key of marked spans, [[start, end], …] in code points with a weight as a third number \
      if there is one, or an object with such a list for each label.
      """)
  var rationaleField: String?

  @Option(help: "The key of the words of a text: they are scored instead of our own.")
  var tokensField: String?

  @Option(help: "The key of a number for each of these words: how strongly it is marked.")
  var weightsField: String?

  @Option(help: "The number of a word that is not marked.")
  var neutral = 0.0

  @Option(help: "How the scores of a word's pieces become the word's: sum, max or mean.")
  var wordScore = EvaluationUnits.Pooling.sum

  /// Returns the keys of documents together with those of what people marked in them.
  func fieldNames(_ documents: DocumentOptions) -> FieldNames {
    var names = documents.names
    names.marks = Annotation.Names(
      spans: rationaleField, tokens: tokensField, weights: weightsField, neutral: neutral)
    return names
  }

  mutating func validate() throws {
    guard weightsField == nil || tokensField != nil else {
      throw ValidationError("--weights-field needs --tokens-field: the words that it weighs.")
    }
    guard tokensField == nil || weightsField != nil || rationaleField != nil else {
      throw ValidationError(
        """
        --tokens-field names words, of which nothing says how strongly they are marked: add \
        --weights-field or --rationale-field.
        """)
    }
  }
}

extension EvaluationUnits.Pooling: ExpressibleByArgument {}
