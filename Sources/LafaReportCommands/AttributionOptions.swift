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

  @Option(help: "λ: the weight of the neighbours' term.")
  var lambda = 1.0

  @Option(help: "Scale each document's scores before they are added: document or none.")
  var scale = LafaOptions.Scale.document

  @Option(help: "The probability from which a label of a multi-label model is predicted.")
  var threshold = 0.5

  var options: LafaOptions {
    LafaOptions(
      encoderLayer: encoderLayer, neighbours: neighbours, lambda: lambda, scale: scale,
      threshold: threshold)
  }

  mutating func validate() throws {
    if let encoderLayer, encoderLayer < 0 {
      throw ValidationError("--encoder-layer counts from 0, the embeddings.")
    }
    guard (0...1000).contains(neighbours) else {
      throw ValidationError("--neighbours takes a number from 0 to 1000.")
    }
    guard lambda.isFinite, lambda >= 0 else {
      throw ValidationError("--lambda takes a number from 0 up.")
    }
    guard (0...1).contains(threshold) else {
      throw ValidationError("--threshold takes a probability from 0 to 1.")
    }
  }
}

extension LafaOptions.Scale: ExpressibleByArgument {}
