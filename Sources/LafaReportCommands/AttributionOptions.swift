public import ArgumentParser
public import Lafa

/// The options of the method; the defaults are METHOD's.
struct AttributionOptions: ParsableArguments {
  @Option(
    help: """
      The hidden layer whose states say which documents are near; 0 is the embeddings (default: \
      the middle layer).
      """)
  var encoderLayer: Int?

  @Option(help: "M: how many nearest documents smooth a score.")
  var neighbours = 10

  @Option(
    help: """
      The hidden layer whose token states the contextual kernel compares (default: the encoder \
      layer).
      """)
  var kernelLayer: Int?

  @Option(help: "A document's vector: the mean of its tokens' states, or the first token's.")
  var pooling = LafaOptions.VectorPooling.mean

  @Option(
    help: """
      ε: neighbours must be nearer than this quantile of the distances between documents, 0 to 1 \
      (default: no bound).
      """)
  var nearerThan: Double?

  @Option(help: "Which documents may be neighbours: any, same-prediction or same-category.")
  var neighbourFilter = LafaOptions.Filter.any

  @Option(help: "The probability from which a label of a multi-label model is predicted.")
  var threshold = 0.5

  @Option(
    help: """
      What the gradient is taken of: logit, probability, log-odds, or margin to the largest other \
      logit. A regression's is its value.
      """)
  var scalar = ExplainedScalar.logit

  @Option(
    help: """
      Explain the predicted labels, the gold ones that the data gives, or those named: LABEL,LABEL. \
      With gold, of documents without a label the predicted ones, with exit code 1. For models \
      that label tokens: the entities of these types.
      """, transform: ExplainedChoice.init(argument:))
  var explain = ExplainedChoice.predicted

  @Option(help: "The most explanations of a document, the most probable first.")
  var maxExplanations = 20

  @Option(
    help: """
      Tokens that two windows share where a text is longer than the model takes; at most half of \
      what it takes (default: \(ModelCheck.defaultOverlap)).
      """)
  var windowOverlap: Int?

  /// Everything but the methods, which depend on the model.
  var options: LafaOptions {
    LafaOptions(
      encoderLayer: encoderLayer, pooling: pooling, kernelLayer: kernelLayer,
      neighbours: neighbours, nearerThan: nearerThan, filter: neighbourFilter,
      threshold: threshold, scalar: scalar, maxExplanations: maxExplanations)
  }

  /// Refuses a filter without the documents' part of it.
  func check(_ documents: DocumentOptions) throws {
    guard neighbourFilter != .sameCategory || documents.categoryField != nil else {
      throw ValidationError(
        "--neighbour-filter same-category needs --category-field: the key of the categories.")
    }
  }

  mutating func validate() throws {
    if let encoderLayer, encoderLayer < 0 {
      throw ValidationError("--encoder-layer counts from 0, the embeddings.")
    }
    guard (0...1000).contains(neighbours) else {
      throw ValidationError("--neighbours takes a number from 0 to 1000.")
    }
    if let kernelLayer, kernelLayer < 0 {
      throw ValidationError("--kernel-layer counts from 0, the embeddings.")
    }
    if let nearerThan, !(0...1).contains(nearerThan) {
      throw ValidationError("--nearer-than takes a quantile from 0 to 1.")
    }
    guard (0...1).contains(threshold) else {
      throw ValidationError("--threshold takes a probability from 0 to 1.")
    }
    guard (1...1000).contains(maxExplanations) else {
      throw ValidationError("--max-explanations takes a number from 1 to 1000.")
    }
    if let windowOverlap, windowOverlap < 0 {
      throw ValidationError("--window-overlap takes a number from 0 up.")
    }
  }
}

extension LafaOptions.Filter: ExpressibleByArgument {}
extension LafaOptions.VectorPooling: ExpressibleByArgument {}
extension ExplainedScalar: ExpressibleByArgument {}
