internal import AttributionRecords
internal import Documents
internal import Lafa

/// Puts what the engine found together with the texts: one record a document.
struct RecordBuilder: Sendable {
  /// The documents, as many as the pool has and in its order.
  let documents: [PreparedDocument]
  let pool: LafaPool
  let provenance: Provenance

  /// Returns the record of a document.
  ///
  /// - Parameters:
  ///   - index: Its index in the pool.
  ///   - explained: What the pool says of it.
  /// - Returns: The record, its numbers rounded.
  func record(_ index: Int, _ explained: [LafaPool.Explained]) -> AttributionRecord {
    let prepared = documents[index]
    let prediction = rounded(pool.documents[index].prediction)
    return AttributionRecord(
      id: prepared.document.id, title: prepared.document.title, text: prepared.document.text,
      sha256: prepared.document.sha256, source: prepared.document.source, prediction: prediction,
      tokens: prepared.tokens, words: prepared.words, coverage: prepared.coverage,
      explanations: explained.map { explanation(index, $0) }, provenance: provenance)
  }

  private func explanation(_ index: Int, _ explained: LafaPool.Explained) -> Explanation {
    let isRegression = pool.documents[index].prediction.task == .regression
    return Explanation(
      output: explained.output, scalar: isRegression ? "value" : "logit",
      scores: Rounding.significant(explained.ledger.scores),
      own: Rounding.significant(explained.ledger.own),
      neighbours: zip(explained.neighbours, explained.ledger.shares).map { hit, shares in
        neighbour(hit, shares: shares, of: index, output: explained.output)
      }, quality: explained.quality)
  }

  private func neighbour(
    _ hit: NeighbourSearch.Hit, shares: [Double], of index: Int, output: Int
  ) -> Neighbour {
    let base = pool.documents[hit.index]
    let prepared = documents[hit.index]
    let shown = base.prediction.task == .multiLabel ? output : base.prediction.predicted.first ?? 0
    let prediction = rounded(base.prediction)
    return Neighbour(
      id: prepared.document.id, title: prepared.document.title,
      distance: Rounding.significant(hit.distance),
      label: prediction.outputs[shown].label,
      probability: prediction.outputs[shown].probability, value: prediction.value,
      agrees: pool.agrees(index, hit.index, output: output),
      shares: Rounding.significant(shares),
      excerpt: ExcerptMaker.excerpt(
        of: prepared, scores: base.tokens(of: shown) ?? base.scores.first?.tokens ?? []))
  }

  private func rounded(_ prediction: Prediction) -> Prediction {
    var result = prediction
    for index in result.outputs.indices {
      result.outputs[index].logit = Rounding.significant(result.outputs[index].logit)
      result.outputs[index].probability = result.outputs[index].probability.map(
        Rounding.significant)
    }
    if let value = result.value {
      result.value = .init(value: Rounding.significant(value.value), unit: value.unit)
    }
    return result
  }
}
