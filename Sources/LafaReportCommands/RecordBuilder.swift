internal import AttributionRecords
internal import Documents
internal import Lafa
internal import ReportSite

/// Puts what the engine found together with the texts, which are read again: one record a document.
struct RecordBuilder: Sendable {
  /// The documents, as many as the pool has and in its order.
  let corpus: Corpus
  let pool: LafaPool
  /// Returns û of documents' tokens, for the contextual kernel.
  let vectors: CorpusPass.Vectors?
  let provenance: Provenance
  /// What the labels mean if the model labels tokens.
  let entityLabels: EntityLabels?
  /// How many words of neighbours are named for each word.
  private var neighbourWords: Int { provenance.parameters.neighbourWords ?? 0 }
  private var searched: SearchedNeighbours
  private let neighbourText: RecordOptions.NeighbourText
  private let faithfulness: FaithfulnessMeasure?

  init(
    corpus: Corpus, pool: LafaPool,
    vectors: CorpusPass.Vectors?, provenance: Provenance, entityLabels: EntityLabels?,
    neighbourText: RecordOptions.NeighbourText = .excerpt,
    faithfulness: FaithfulnessMeasure? = nil
  ) {
    self.neighbourText = neighbourText
    self.faithfulness = faithfulness
    self.corpus = corpus
    self.pool = pool
    searched = SearchedNeighbours(pool)
    self.vectors = vectors
    self.provenance = provenance
    self.entityLabels = entityLabels
  }

  /// Returns the records of documents.
  ///
  /// - Parameter range: Their indices, few enough to hold their records; asked for in order.
  /// - Returns: The records, their numbers rounded.
  /// - Throws: `DocumentFault.changed`.
  mutating func records(_ range: Range<Int>) throws -> [AttributionRecord] {
    let corpus = corpus
    let prepared = try ConcurrentMap.results(range.count) { place in
      try corpus.prepared(range.lowerBound + place)
    }
    let vectors = vectors?(prepared.map(\.encoded))
    let explained = range.enumerated().map { place, index in
      pool.explain(index, searched.neighbours(of: index), vectors: vectors?[place])
    }
    let near = try NeighbourTexts(
      explained.joined(), corpus: corpus, pool: pool, keepsWords: neighbourWords > 0,
      shows: neighbourText,
      method: provenance.parameters.methods[0])
    let words = NeighbourWords(
      pool: pool, texts: near, vectors: self.vectors, count: neighbourWords)
    let sources =
      neighbourWords == 0
      ? nil
      : try words.sources(
        explained.indices.map { place in
          NeighbourWords.Item(
            index: range.lowerBound + place, prepared: prepared[place],
            explained: explained[place], vectors: vectors?[place])
        })
    let checks = checks(prepared, explained)
    let opposites = range.map { searched.opposite(of: $0) }
    let contrasts = ContrastMaker(corpus: corpus, pool: pool, showsText: neighbourText != .none)
    let found = try ConcurrentMap.results(explained.count) { place in
      try opposites[place].flatMap { hit in
        try explained[place].first.map {
          try contrasts.contrast(hit, prepared[place], scores: $0.ledger.scores)
        }
      }
    }
    let builder = self
    return try ConcurrentMap.results(explained.count) { place in
      let index = range.lowerBound + place
      var record = builder.record(index, prepared[place], explained[place], near, sources?[place])
      for number in record.explanations.indices {
        record.explanations[number].contrast = found[place]
        record.explanations[number].faithfulness = checks[place][number]
      }
      return record
    }
  }

  /// Checks the explanations of documents, if that is asked for.
  private func checks(
    _ prepared: [PreparedDocument], _ explained: [[LafaPool.Explained]]
  ) -> [[Faithfulness?]] {
    guard let faithfulness else { return explained.map { $0.map { _ in nil } } }
    let items = zip(prepared, explained).flatMap { prepared, explained in
      explained.map {
        FaithfulnessMeasure.Item(
          prepared: prepared, output: $0.output, scores: $0.ledger.scores)
      }
    }
    var results = faithfulness.measure(items)[...]
    return explained.map { explained in
      defer { results = results.dropFirst(explained.count) }
      return Array(results.prefix(explained.count))
    }
  }

  /// Returns the record of a document.
  private func record(
    _ index: Int, _ prepared: PreparedDocument, _ explained: [LafaPool.Explained],
    _ near: NeighbourTexts, _ sources: [[[WordSource]]]?
  ) -> AttributionRecord {
    let base = pool.documents[index]
    var prediction = rounded(base.prediction)
    prediction.entities = entities(base, prepared)
    if entityLabels != nil {
      prediction.predicted = Set(prediction.entities.map(\.output)).sorted()
    }
    return AttributionRecord(
      id: prepared.document.id, title: prepared.document.title, text: prepared.document.text,
      sha256: prepared.document.sha256, source: prepared.document.source, prediction: prediction,
      tokens: prepared.tokens, words: prepared.words, coverage: prepared.coverage,
      explanations: explained.indices.map { place in
        explanation(index, explained[place], prediction, near, sources?[place])
      },
      provenance: provenance, fields: prepared.fields, gold: prepared.gold,
      omittedExplanations: base.omitted, encoding: prepared.document.encoding,
      origins: prepared.document.origins)
  }

  /// The entities of a document with their places in the text.
  private func entities(_ base: BaseAttribution, _ prepared: PreparedDocument) -> [Entity] {
    // The engine numbers the words that the model sees.
    let words = prepared.words
    let seen = words.indices.filter { words[$0].firstToken < words[$0].endToken }
    return base.entities.map { entity in
      let first = seen[entity.words.lowerBound]
      let last = seen[entity.words.upperBound - 1]
      return Entity(
        label: entity.type, output: entity.outputs[0], firstWord: first, endWord: last + 1,
        start: words[first].start, end: words[last].end,
        probability: Rounding.significant(entity.probability))
    }
  }

  private func explanation(
    _ index: Int, _ explained: LafaPool.Explained, _ prediction: Prediction,
    _ near: NeighbourTexts, _ sources: [[WordSource]]?
  ) -> Explanation {
    let target = explained.entity.map { prediction.entities[$0] }
    let methods = pool.methods
    let ledger = RoundedLedger(explained.ledger)
    return Explanation(
      output: target?.output ?? explained.output,
      scalar: prediction.task == .regression ? "value" : provenance.parameters.scalar,
      scores: ledger.scores, own: ledger.own,
      neighbours: zip(explained.neighbours, ledger.shares).map { hit, shares in
        neighbour(hit, shares: shares, of: index, output: explained.output, near)
      }, quality: quality(explained), target: target,
      pool: ledger.pool, gap: explained.gaps[0].map(Rounding.significant),
      others: methods.indices.dropFirst().map { place in
        OtherScores(
          method: methods[place].name,
          scores: Rounding.significant(explained.ledgers[place].scores),
          gap: explained.gaps[place].map(Rounding.significant))
      }, sources: sources)
  }

  private func neighbour(
    _ hit: NeighbourSearch.Hit, shares: [Double], of index: Int, output: Int,
    _ near: NeighbourTexts
  ) -> Neighbour {
    let base = pool.documents[hit.index]
    let shown = NeighbourTexts.shownOutput(of: base, for: output)
    let prediction = rounded(base.prediction)
    // Of several entities of a type the most probable speaks for the type.
    let entity = base.entities.filter { $0.output == shown }.map(\.probability).max()
    return Neighbour(
      id: corpus.name(hit.index), title: near.title(hit.index),
      distance: Rounding.significant(hit.distance),
      label: entityLabels?.type(of: shown) ?? prediction.outputs[shown].label,
      probability: entity.map(Rounding.significant) ?? prediction.outputs[shown].probability,
      value: prediction.value,
      agrees: pool.agrees(index, hit.index, output: output),
      shares: shares, excerpt: near.excerpt(hit.index, shown: shown))
  }

  /// The quality of the neighbours that are shown; none are by a method without smoothing.
  private func quality(_ explained: LafaPool.Explained) -> NeighbourQuality {
    let quality = explained.quality
    guard !explained.ledger.shares.isEmpty else {
      return NeighbourQuality(
        candidates: quality.candidates, duplicates: quality.duplicates,
        agreeing: quality.agreeing.map { _ in 0 })
    }
    var result = quality
    result.percentile = quality.percentile.map(Rounding.significant)
    result.categoryPrecision = quality.categoryPrecision.map(Rounding.significant)
    return result
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
