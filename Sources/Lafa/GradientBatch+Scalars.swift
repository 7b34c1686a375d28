internal import AttributionRecords
internal import Checkpoints
internal import Encoders
internal import Tensors

extension GradientBatch {
  /// Returns ∂F/∂logits by rows for each explanation of a document.
  func seeds(of result: BaseAttribution, _ logits: DocumentLogits) -> [[Int: [Double]]] {
    result.scores.map { seed(of: $0, in: result, logits.rows) }
  }

  /// The rows of logits that F of an explanation reads, with the output that it reads there.
  ///
  /// F of an entity is the sum over its words' first tokens.
  private func places(
    of scores: BaseAttribution.Scores, in result: BaseAttribution
  ) -> [(row: Int, output: Int)] {
    guard let index = scores.entity else { return [(0, scores.output)] }
    let entity = result.entities[index]
    return zip(entity.words, entity.outputs).map { word, output in
      (result.document.words[word].lowerBound, output)
    }
  }

  private func seed(
    of scores: BaseAttribution.Scores, in result: BaseAttribution, _ rows: [[Double]]
  ) -> [Int: [Double]] {
    var seed: [Int: [Double]] = [:]
    for (row, output) in places(of: scores, in: result) {
      seed[row] = options.scalar.gradient(
        of: output, rows[row], isIndependent: configuration.task == .multiLabel)
    }
    return seed
  }

  /// Returns F of an explanation for these logits of its document.
  func value(
    of scores: BaseAttribution.Scores, in result: BaseAttribution, _ rows: [[Double]]
  ) -> Double {
    places(of: scores, in: result).reduce(0) { sum, place in
      sum
        + options.scalar.value(
          of: place.output, rows[place.row], isIndependent: configuration.task == .multiLabel)
    }
  }
}

/// The logits at H′, which documents of the same shape share.
struct ReferenceLogits {
  private struct Key: Hashable {
    /// Nil for zero rows.
    let ids: [Int]?
    let windows: [[Int]]
    let types: [[Int]]
  }

  private var known: [Key: [[Double]]] = [:]
  /// Entries beyond which they are forgotten: enough for every length that a model takes.
  private static let limit = 1024

  /// Returns the logits of a document whose embeddings are its path's reference.
  mutating func rows(
    of document: EncodedDocument, _ path: EmbeddingPath, _ batch: GradientBatch
  ) -> [[Double]] {
    let key = Key(
      ids: path.referenceIDs(0, document), windows: document.windows.map(\.tokens),
      types: document.windows.map(\.sequence.typeIDs))
    if let found = known[key] { return found }
    var logits = [batch.emptyLogits(document)]
    let model = batch.pass.model
    WindowChunks([document]).forward(
      batch.pass, logits: &logits,
      editing: { item, rows in
        path.moveToReference(document, tokens: item.window.tokens, rows: rows, model: model)
      })
    if known.count == Self.limit { known.removeAll() }
    known[key] = logits[0].rows
    return logits[0].rows
  }
}

/// The control: uniform numbers, one a word.
enum RandomScores {
  /// Returns a number for each token that begins a word, or for every non-special token of a
  /// document whose words are unknown; the others have none, so that a word's length says nothing.
  static func tokens(of document: EncodedDocument, seed: UInt64) -> [Double] {
    let text = EmbeddingPath.seed(seed, document)
    let places =
      document.words.isEmpty
      ? document.ids.indices.filter { !document.isSpecial[$0] } : document.words.map(\.lowerBound)
    var scores = [Double](repeating: 0, count: document.ids.count)
    for place in places {
      scores[place] = Double(SplitMix64.mixed(text &+ UInt64(place)) >> 11) * 0x1p-53
    }
    return scores
  }
}
