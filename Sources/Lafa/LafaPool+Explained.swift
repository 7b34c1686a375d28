public import AttributionRecords
internal import Tensors

extension LafaPool {
  /// The attributions of one output of one document.
  public struct Explained: Sendable {
    /// Index of the output; for an entity the one that stands for its type.
    public var output: Int
    /// The entity's index among the document's, if one is explained.
    public var entity: Int?
    /// For each method own share and every neighbour's share of each token's score.
    public var ledgers: [LocalAggregation.Ledger]
    /// For each method the completeness gap of its base, if there is one.
    public var gaps: [Double?]
    /// The neighbours, nearest first.
    public var neighbours: [NeighbourSearch.Hit]
    /// How far they can be trusted.
    public var quality: NeighbourQuality

    /// The ledger of the method that is shown first.
    public var ledger: LocalAggregation.Ledger { ledgers[0] }
  }

  /// Explains documents of the pool.
  ///
  /// - Parameters:
  ///   - range: Their indices.
  ///   - vectors: û of each document's tokens, for the contextual kernel.
  /// - Returns: For each document one result an explained output.
  public func explain(_ range: Range<Int>, vectors: [TokenVectors]? = nil) -> [[Explained]] {
    zip(range, neighbours(range)).enumerated().map { place, found in
      explain(found.0, found.1, vectors: vectors?[place])
    }
  }

  /// Explains a document of the pool.
  ///
  /// - Parameters:
  ///   - index: Its index.
  ///   - neighbours: What ``neighbours(_:)`` found for it.
  ///   - vectors: û of its tokens, for the contextual kernel.
  /// - Returns: One result an explained output.
  public func explain(
    _ index: Int, _ neighbours: Neighbours, vectors: TokenVectors? = nil
  ) -> [Explained] {
    let document = documents[index]
    return zip(document.scores, neighbours).map { explain(index, document, $0, $1, vectors) }
  }

  private func explain(
    _ index: Int, _ document: BaseAttribution, _ scores: BaseAttribution.Scores,
    _ hits: [NeighbourSearch.Hit], _ vectors: TokenVectors?
  ) -> Explained {
    let near = contributors(hits.map(\.index), scores.output)
    let bases = options.bases
    let directed = options.contextualBases
    var gaps: [Double?] = []
    let ledgers = options.methods.enumerated().map { place, method in
      let base = bases.firstIndex(of: method.base) ?? 0
      gaps.append(scores.gaps[base])
      guard let aggregation = aggregations[place] else {
        return LocalAggregation.Ledger(own: scores.bases[base])
      }
      let direction =
        method.smoothing?.kernel == .contextual ? directed.firstIndex(of: method.base) : nil
      let given =
        method.smoothing?.control.map { control in
          contributors(
            strangers(to: index, count: hits.count, control, scores.output), scores.output)
        } ?? near
      return aggregation.ledger(
        of: document.document, own: scores.bases[base], vectors: vectors,
        neighbours: given.prefix(method.smoothing?.neighbours ?? hits.count).map {
          neighbour, scores in
          .init(
            document: neighbour.document, scores: scores?.bases[base] ?? [],
            direction: direction.flatMap { scores?.directions[$0] } ?? [])
        }, pool: poolDirection(index, document, scores.output, method: place))
    }
    return Explained(
      output: scores.output, entity: scores.entity, ledgers: ledgers, gaps: gaps,
      neighbours: hits, quality: quality(index, document, scores.output, hits))
  }

  /// Splits what neighbours gave by the first method into what each of their tokens gave.
  ///
  /// - Parameters:
  ///   - index: The explained document.
  ///   - explained: What ``explain(_:_:vectors:)`` found.
  ///   - vectors: û of its tokens, for the contextual kernel.
  ///   - neighbourVectors: û of a neighbour's tokens, for the contextual kernel.
  /// - Returns: One for each share of the ledger, in its order.
  public func tokenShares(
    _ index: Int, _ explained: Explained, vectors: TokenVectors?,
    neighbourVectors: (Int) -> TokenVectors?
  ) -> [TokenShares] {
    guard let aggregation = aggregations[0],
      let base = options.bases.firstIndex(of: options.methods[0].base)
    else { return [] }
    let count = explained.ledger.shares.count
    let near = contributors(
      explained.neighbours.prefix(count).map(\.index), explained.output)
    return zip(explained.neighbours, near).compactMap { hit, found in
      let pair = vectors.flatMap { own in neighbourVectors(hit.index).map { (own, $0) } }
      return aggregation.tokenShares(
        of: documents[index].document,
        .init(document: found.0.document, scores: found.1?.bases[base] ?? []), among: count,
        vectors: pair)
    }
  }

  /// Documents with what was computed for an output.
  private func contributors(
    _ indices: [Int], _ output: Int
  ) -> [(BaseAttribution, BaseAttribution.Scores?)] {
    indices.map { index in
      let neighbour = documents[index]
      // A single-label neighbour may be explained for its own label only, which may be another one.
      return (neighbour, neighbour.scores(of: output) ?? neighbour.scores.first)
    }
  }

  /// Documents by chance in the place of neighbours.
  package func strangers(
    to index: Int, count wanted: Int, _ control: Smoothing.Control, _ output: Int
  ) -> [Int] {
    let differs: Bool
    var numbers: SplitMix64
    switch control {
    case .random(let seed): (differs, numbers) = (false, SplitMix64(seed: seed &+ UInt64(index)))
    case .otherPrediction(let seed):
      (differs, numbers) = (true, SplitMix64(seed: seed &+ UInt64(index)))
    }
    var found: [Int] = []
    // Some draws more than needed; a pool without such documents gives fewer.
    for _ in 0..<wanted * Self.draws where found.count < wanted {
      let other = Int(numbers.next() % UInt64(max(count, 1)))
      let isOther = !differs || agrees(index, other, output: output) != true
      if inputs[other] != inputs[index], isOther, !found.contains(other) { found.append(other) }
    }
    return found
  }

  /// Draws for each document by chance.
  private static let draws = 50

  /// The mean direction of the other documents with this label.
  private func poolDirection(
    _ index: Int, _ document: BaseAttribution, _ output: Int, method: Int
  ) -> [Double]? {
    guard (options.methods[method].smoothing?.poolPart ?? 0) > 0 else { return nil }
    return directions.mean(
      method, output,
      without: PoolDirections.part(of: document, output, options.methods[method], options),
      count: Int(copies[Int(inputs[index])]))
  }

  private func quality(
    _ index: Int, _ document: BaseAttribution, _ output: Int, _ hits: [NeighbourSearch.Hit]
  ) -> NeighbourQuality {
    // Duplicates have the same prediction, so each of them is explained for this output too.
    let copies = Int(copies[Int(inputs[index])])
    let pool = isPerLabel ? explained[output, default: 0] : count
    let itself = index < count ? 1 : 0
    let category = documents.category(index)
    let categories = hits.compactMap { documents.category($0.index) }
    let middle = hits.isEmpty ? nil : hits[hits.count / 2].distance
    return NeighbourQuality(
      candidates: pool - copies, duplicates: copies - itself,
      agreeing: documents.task == .regression
        ? nil : hits.count { agrees(index, $0.index, output: output) == true },
      nearDuplicates: hits.count { isNearDuplicate(document, $0.index) },
      percentile: middle.flatMap(scale.percentile),
      categoryPrecision: category.flatMap { category in
        categories.isEmpty
          ? nil : Double(categories.count { $0 == category }) / Double(categories.count)
      })
  }

  /// Returns whether a neighbour is predicted to have the explained label too.
  ///
  /// - Parameters:
  ///   - index: The explained document.
  ///   - other: Its neighbour.
  ///   - output: The explained output.
  /// - Returns: Whether it is predicted for the neighbour; nil for a regression.
  public func agrees(_ index: Int, _ other: Int, output: Int) -> Bool? {
    guard documents.task != .regression else { return nil }
    return documents.predicted(other).contains(Int32(output))
  }

  /// Whether two texts share at least this part of their tokens, counted as often as they occur.
  private static let nearDuplicate = 0.8

  private func isNearDuplicate(_ document: BaseAttribution, _ other: Int) -> Bool {
    var counts: [Int: Int] = [:]
    for id in document.document.ids { counts[id, default: 0] += 1 }
    return documents.withTokens(other) { tokens in
      var shared = 0
      for token in tokens {
        let id = Int(AttributionStore.id(token))
        if let count = counts[id], count > 0 {
          counts[id] = count - 1
          shared += 1
        }
      }
      let all = document.document.ids.count + tokens.count - shared
      return Double(shared) >= Self.nearDuplicate * Double(all)
    }
  }
}
