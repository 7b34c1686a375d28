internal import Checkpoints
public import Encoders

/// Runs documents through the first layers of a model, for the states of their tokens.
public struct TokenVectorPass: Sendable {
  private let model: EncoderModel
  private let layer: Int
  private let workers: Int
  private var d: Int { model.configuration.hiddenSize }

  /// Makes a pass.
  ///
  /// - Parameters:
  ///   - model: The explained model.
  ///   - layer: The layer whose states are wanted; 0 is the embedding output.
  ///   - workers: How many batches are computed at the same time.
  public init(model: EncoderModel, layer: Int, workers: Int) {
    self.model = model
    self.layer = layer
    self.workers = max(workers, 1)
  }

  /// The most documents that a centre is the mean of.
  public static let centreDocuments = 1024

  /// Returns the mean of the states of all non-special tokens, of all tokens if all are special.
  ///
  /// - Parameter documents: The pool, or documents that stand for it.
  /// - Returns: The centre; zero if there are no documents.
  public func centre(of documents: [EncodedDocument]) -> TokenCentre {
    let d = d
    // Each document's sum, so that the order of addition does not depend on batches.
    let sums = run(documents) { document, states -> [Double] in
      let all = document.isSpecial.allSatisfy(\.self)
      var sum = [Double](repeating: 0, count: d + 1)
      for token in document.ids.indices where all || !document.isSpecial[token] {
        for column in 0..<d { sum[column] += Double(states.rows[token * d + column]) }
        sum[d] += 1
      }
      return sum
    }
    var total = [Double](repeating: 0, count: d + 1)
    for sum in sums { for column in 0...d { total[column] += sum[column] } }
    return TokenCentre(layer: layer, mean: total.dropLast().map { Float($0 / max(total[d], 1)) })
  }

  /// Returns the centred vectors of the documents' tokens.
  ///
  /// - Parameters:
  ///   - documents: The documents.
  ///   - centre: The pool's centre in this layer.
  /// - Returns: One a document.
  public func vectors(of documents: [EncodedDocument], centre: TokenCentre) -> [TokenVectors] {
    precondition(centre.layer == layer, "a centre belongs to a layer")
    return run(documents) { _, states in
      var vectors = states
      vectors.centre(on: centre.mean)
      return vectors
    }
  }

  private func run<Result: Sendable>(
    _ documents: [EncodedDocument],
    _ body: @escaping @Sendable (EncodedDocument, TokenVectors) -> Result
  ) -> [Result] {
    let plan = PackedBatch.plan(
      lengths: documents.map(\.size), tokens: GradientPass.batchTokens)
    return BatchRun.results(
      batches: plan.count, workers: workers,
      makeWorker: {
        let pass = EncoderPass(model: model)
        return { batch in
          let part = Array(documents[plan[batch]])
          var states = part.map { TokenVectors($0, d: d) }
          WindowChunks(part).states(pass, upTo: layer) { item, index in
            pass.withHiddenState(of: index, layer: layer) { rows in
              states[item.unit].add(item.window, rows)
            }
          }
          return zip(part, states).map { body($0, $1) }
        }
      }, progress: { _ in })
  }
}
