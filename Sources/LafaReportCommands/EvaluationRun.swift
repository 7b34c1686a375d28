internal import AttributionRecords
internal import Documents
internal import Evaluation
internal import Lafa
internal import ReportSite

/// Measures the methods on the documents of a corpus, block by block.
struct EvaluationRun {
  let corpus: Corpus
  let pool: LafaPool
  /// Returns û of documents' tokens, for the contextual kernel.
  let vectors: CorpusPass.Vectors?
  let erasure: ErasureMeasure
  let annotations: Annotation.Names
  let pooling: EvaluationUnits.Pooling
  /// For each measured method the place of its twin with another seed among the pool's methods.
  let twins: [Int?]
  /// The model's labels: what people marked may be by label.
  let labels: [String]

  /// Documents whose variants are predicted together.
  private static let block = 128

  /// An explanation with its words' scores by each method.
  struct Item {
    let output: Int
    let units: EvaluationUnits
    /// For each method the words' scores.
    let scores: [[Double]]
    /// For each method those of its twin with another seed.
    let twins: [[Double]?]
    let ledger: LafaPool.Explained
  }

  /// What was measured.
  struct Outcome {
    var scores: EvaluationScores
    var curves: ErasureCurves
    /// What was wrong with annotations.
    var faults: [RunSummary.Fault] = []
    /// For each explanation with neighbours their share with the same category, or else label.
    fileprivate var shares: [Double] = []

    /// The mean share of neighbours with the same category, or else the same label (equation 8).
    var precision: Double? {
      shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
    }
  }

  /// Measures.
  ///
  /// - Parameters:
  ///   - range: The documents.
  ///   - progress: Called with the number of documents done.
  /// - Returns: The numbers.
  /// - Throws: `DocumentFault.changed`.
  func run(_ range: Range<Int>, progress: (Int) -> Void) throws -> Outcome {
    var outcome = Outcome(
      scores: EvaluationScores(methods: pool.methods.prefix(twins.count).map(\.name)),
      curves: ErasureCurves(methods: twins.count, shares: erasure.shares))
    var searched = SearchedNeighbours(pool)
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.block) {
      let block = start..<min(start + Self.block, range.upperBound)
      let corpus = corpus
      let prepared = try ConcurrentMap.results(block.count) { place in
        try corpus.prepared(block.lowerBound + place)
      }
      let vectors = vectors?(prepared.map(\.encoded))
      let explained = block.enumerated().map { place, index in
        pool.explain(index, searched.neighbours(of: index), vectors: vectors?[place])
      }
      outcome.shares += explained.joined().compactMap(Self.precision)
      let notes = zip(block, prepared).map { index, prepared in
        annotation(index, prepared, &outcome.faults)
      }
      let items = block.indices.map { place in
        let index = place - block.lowerBound
        let units = EvaluationUnits(prepared[index], annotation: notes[index])
        return explained[index].map { explained in
          let all = explained.ledgers.map { units.scores($0.scores, pooling) }
          return Item(
            output: explained.output, units: units, scores: Array(all.prefix(twins.count)),
            twins: twins.map { $0.map { all[$0] } }, ledger: explained)
        }
      }
      let measured = erasure.measure(prepared, items)
      for (place, index) in block.enumerated() {
        var outcomes = goldOutcomes(items[place], notes[place])
        outcomes.merge(measured[place].outcomes) { $1 }
        outcomes[.jackknifeAgreement] = stability(items[place])
        outcomes[.seedAgreement] = seedAgreement(items[place])
        outcome.scores.add(id: corpus.ids[index], outcomes)
        outcome.curves.add(measured[place].curves)
      }
      progress(block.upperBound - range.lowerBound)
    }
    return outcome
  }

  private static func precision(_ explained: LafaPool.Explained) -> Double? {
    let (quality, count) = (explained.quality, explained.neighbours.count)
    guard count > 0 else { return nil }
    return quality.categoryPrecision ?? quality.agreeing.map { Double($0) / Double(count) }
  }

  private func annotation(
    _ index: Int, _ prepared: PreparedDocument, _ faults: inout [RunSummary.Fault]
  ) -> Annotation? {
    do throws(Annotation.Fault) {
      return try corpus.annotation(index, of: prepared.document.text, names: annotations)
    } catch {
      let source = prepared.document.source
      faults.append(
        .init(source: source, message: "\(source): \(error.description)", isSkipped: false))
      return nil
    }
  }

  /// The metrics against what people marked.
  private func goldOutcomes(_ items: [Item], _ note: Annotation?) -> EvaluationScores.Document {
    guard !annotations.isEmpty else { return [:] }
    let metrics = EvaluationMetric.groups[0].metrics
    func omitted(_ reason: String) -> EvaluationScores.Document {
      Dictionary(uniqueKeysWithValues: metrics.map { ($0, .omitted(reason)) })
    }
    guard let note else { return omitted("no annotation") }
    var found: [EvaluationMetric: [[Double]]] = [:]
    for metric in metrics { found[metric] = twins.map { _ in [] } }
    for item in items {
      guard let spans = note.spans(of: labels[item.output]) else { continue }
      let weights = item.units.weights(spans)
      let gold = weights.map { $0 > 0 }
      for (method, scores) in item.scores.enumerated() {
        func add(_ metric: EvaluationMetric, _ value: Double?) {
          if let value { found[metric]?[method].append(value) }
        }
        add(.rocAUC, RankScores.rocAUC(scores, gold))
        add(.averagePrecision, RankScores.averagePrecision(scores, gold))
        // A method without an order has none in common with the data.
        let varies = Set(weights).count > 1
        add(.pearson, varies ? Correlation.pearson(scores, weights) ?? 0 : nil)
        add(.spearman, varies ? Correlation.spearman(scores, weights) ?? 0 : nil)
        let overlap = RankScores.overlap(scores, gold)
        add(.tokenF1, overlap?.f1)
        add(.tokenIOU, overlap?.iou)
      }
    }
    return found.mapValues {
      $0[0].isEmpty ? .omitted("no word marked, or every word") : .values($0)
    }
  }

  /// How far the order of the words depends on single neighbours.
  private func stability(_ items: [Item]) -> EvaluationScores.Outcome {
    let found = items.filter { $0.ledger.neighbours.count > 1 && $0.units.tokens.count > 1 }
    guard !found.isEmpty else { return .omitted("fewer than two neighbours or words") }
    return .values(
      twins.indices.map { method in
        found.filter { $0.ledger.ledgers[method].shares.count > 1 }.map { item in
          let ledger = item.ledger.ledgers[method]
          let count = Double(ledger.shares.count)
          let agreements = ledger.shares.indices.map { left -> Double in
            // The mean over the others: each of them weighs n / (n − 1) of what it did.
            let scores = ledger.scores.indices.map { token in
              let all = ledger.shares.reduce(0) { $0 + $1[token] }
              return ledger.scores[token] - all
                + (all - ledger.shares[left][token]) * count / (count - 1)
            }
            return Correlation.spearman(
              item.units.scores(scores, pooling), item.scores[method]) ?? 1
          }
          return agreements.reduce(0, +) / count
        }
      })
  }

  /// How far the order of the words depends on the random numbers; nil if no method has any.
  private func seedAgreement(_ items: [Item]) -> EvaluationScores.Outcome? {
    guard twins.contains(where: { $0 != nil }) else { return nil }
    let found = items.filter { $0.units.tokens.count > 1 }
    return .values(
      twins.indices.map { method in
        found.compactMap { item in
          item.twins[method].map { Correlation.spearman($0, item.scores[method]) ?? 1 }
        }
      })
  }
}
