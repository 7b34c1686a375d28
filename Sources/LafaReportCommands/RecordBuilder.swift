internal import AttributionRecords
internal import Documents
internal import Lafa

/// Puts what the engine found together with the texts: one record a document.
struct RecordBuilder: Sendable {
  /// The documents, as many as the pool has and in its order.
  let documents: [PreparedDocument]
  let pool: LafaPool
  let provenance: Provenance
  /// What the labels mean if the model labels tokens.
  let entityLabels: EntityLabels?

  /// Returns the record of a document.
  ///
  /// - Parameters:
  ///   - index: Its index in the pool.
  ///   - explained: What the pool says of it.
  /// - Returns: The record, its numbers rounded.
  func record(_ index: Int, _ explained: [LafaPool.Explained]) -> AttributionRecord {
    let prepared = documents[index]
    var prediction = rounded(pool.documents[index].prediction)
    prediction.entities = entities(index)
    if entityLabels != nil {
      prediction.predicted = Set(prediction.entities.map(\.output)).sorted()
    }
    return AttributionRecord(
      id: prepared.document.id, title: prepared.document.title, text: prepared.document.text,
      sha256: prepared.document.sha256, source: prepared.document.source, prediction: prediction,
      tokens: prepared.tokens, words: prepared.words, coverage: prepared.coverage,
      explanations: explained.map { explanation(index, $0, prediction.entities) },
      provenance: provenance, fields: prepared.fields, gold: prepared.gold,
      omittedExplanations: pool.documents[index].omitted)
  }

  /// The entities of a document with their places in the text.
  private func entities(_ index: Int) -> [Entity] {
    // The engine numbers the words that the model sees.
    let words = documents[index].words
    let seen = words.indices.filter { words[$0].firstToken < words[$0].endToken }
    return pool.documents[index].entities.map { entity in
      let first = seen[entity.words.lowerBound]
      let last = seen[entity.words.upperBound - 1]
      return Entity(
        label: entity.type, output: entity.outputs[0], firstWord: first, endWord: last + 1,
        start: words[first].start, end: words[last].end,
        probability: Rounding.significant(entity.probability))
    }
  }

  private func explanation(
    _ index: Int, _ explained: LafaPool.Explained, _ entities: [Entity]
  ) -> Explanation {
    let isRegression = pool.documents[index].prediction.task == .regression
    let target = explained.entity.map { entities[$0] }
    return Explanation(
      output: target?.output ?? explained.output,
      scalar: isRegression ? "value" : provenance.parameters.scalar,
      scores: Rounding.significant(explained.ledger.scores),
      own: Rounding.significant(explained.ledger.own),
      neighbours: zip(explained.neighbours, explained.ledger.shares).map { hit, shares in
        neighbour(hit, shares: shares, of: index, output: explained.output)
      }, quality: explained.quality, target: target)
  }

  private func neighbour(
    _ hit: NeighbourSearch.Hit, shares: [Double], of index: Int, output: Int
  ) -> Neighbour {
    let base = pool.documents[hit.index]
    let prepared = documents[hit.index]
    // The scores that it gave: for the same output, or else for its own.
    let shown =
      base.scores.contains { $0.output == output } ? output : base.scores.first?.output ?? 0
    let prediction = rounded(base.prediction)
    // Of several entities of a type the most probable speaks for the type.
    let entity = base.entities.filter { $0.output == shown }.map(\.probability).max()
    return Neighbour(
      id: prepared.document.id, title: prepared.document.title,
      distance: Rounding.significant(hit.distance),
      label: entityLabels?.type(of: shown) ?? prediction.outputs[shown].label,
      probability: entity.map(Rounding.significant) ?? prediction.outputs[shown].probability,
      value: prediction.value,
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
