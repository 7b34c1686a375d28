public import AttributionRecords

/// The documents that smooth each other, with everything that was computed once for each.
///
/// Attributions belong to a (document, output) pair: in a multi-label task the neighbours for an
/// output are the nearest documents for which that output is explained too (METHOD, Step I).
public struct LafaPool: Sendable {
  /// The documents' base attributions.
  public let documents: AttributionStore
  private let options: LafaOptions
  private let search: NeighbourSearch
  /// The number of each document's input; exact duplicates, with the same tokens, share it.
  private let inputs: [Int32]
  /// How many documents have each input.
  private let copies: [Int32]
  /// How many documents each output is explained for.
  private let explained: [Int: Int]

  /// Makes a pool.
  ///
  /// - Parameters:
  ///   - documents: The base attributions.
  ///   - options: M, λ and scale.
  public init(_ documents: [BaseAttribution], options: LafaOptions) {
    self.init(AttributionStore(documents), options: options, workers: 1)
  }

  /// Makes a pool.
  ///
  /// - Parameters:
  ///   - documents: The base attributions.
  ///   - options: M, λ and scale.
  ///   - workers: How many searches for neighbours run at the same time.
  public init(_ documents: AttributionStore, options: LafaOptions, workers: Int) {
    self.documents = documents
    self.options = options
    search = NeighbourSearch(documents.vectors, workers: workers)
    (inputs, copies) = documents.inputs
    var explained: [Int: Int] = [:]
    for index in 0..<documents.count {
      for output in Set(documents.explained(index)) { explained[Int(output), default: 0] += 1 }
    }
    self.explained = explained
  }

  /// The smoothed attribution of one output of one document.
  public struct Explained: Sendable {
    /// Index of the output; for an entity the one that stands for its type.
    public var output: Int
    /// The entity's index among the document's, if one is explained.
    public var entity: Int?
    /// Own share and every neighbour's share of each token's score.
    public var ledger: LocalAggregation.Ledger
    /// The neighbours, nearest first.
    public var neighbours: [NeighbourSearch.Hit]
    /// How many there were to choose from.
    public var quality: NeighbourQuality
  }

  /// The neighbours of one document, for each explained output or entity.
  public typealias Neighbours = [[NeighbourSearch.Hit]]

  /// Finds the neighbours of documents of the pool.
  ///
  /// - Parameter range: Their indices; all searches of the range share their products.
  /// - Returns: For each document the hits of each explained output.
  public func neighbours(_ range: Range<Int>) -> [Neighbours] {
    let outputs = range.map { documents.explained($0) }
    guard documents.task == .multiLabel || documents.task == .tokenLabels else {
      let hits = search.nearest(of: Array(range), count: options.neighbours) { place, other in
        inputs[range.lowerBound + place] != inputs[other]
      }
      return zip(outputs, hits).map { outputs, hits in outputs.map { _ in hits } }
    }
    // Each output of each document has its own candidates.
    let queries = zip(range, outputs).flatMap { index, outputs in outputs.map { (index, $0) } }
    var hits = search.nearest(of: queries.map(\.0), count: options.neighbours) { place, other in
      let (index, output) = queries[place]
      return inputs[index] != inputs[other] && documents.explained(other).contains(output)
    }[...]
    return outputs.map { outputs in
      defer { hits = hits.dropFirst(outputs.count) }
      return Array(hits.prefix(outputs.count))
    }
  }

  /// Explains documents of the pool.
  ///
  /// - Parameter range: Their indices.
  /// - Returns: For each document one result an explained output.
  public func explain(_ range: Range<Int>) -> [[Explained]] {
    zip(range, neighbours(range)).map { explain($0, $1) }
  }

  /// Explains a document of the pool.
  ///
  /// - Parameters:
  ///   - index: Its index.
  ///   - neighbours: What ``neighbours(_:)`` found for it.
  /// - Returns: One result an explained output.
  public func explain(_ index: Int, _ neighbours: Neighbours) -> [Explained] {
    let document = documents[index]
    return zip(document.scores, neighbours).map { explain(index, document, $0, $1) }
  }

  private func explain(
    _ index: Int, _ document: BaseAttribution, _ scores: BaseAttribution.Scores,
    _ hits: [NeighbourSearch.Hit]
  ) -> Explained {
    let output = scores.output
    let isPerLabel = [.multiLabel, .tokenLabels].contains(document.prediction.task)
    // A single-label neighbour may be explained for its own label only, which may be another one.
    let contributors = hits.map { hit in
      let neighbour = documents[hit.index]
      return LocalAggregation.Contributor(
        document: neighbour.document,
        scores: neighbour.tokens(of: output) ?? neighbour.scores.first?.tokens ?? [])
    }
    // Duplicates have the same prediction, so each of them is explained for this output too.
    let copies = Int(copies[Int(inputs[index])])
    let pool = isPerLabel ? explained[output, default: 0] : documents.count
    let agreeing = hits.count { agrees(index, $0.index, output: output) == true }
    return Explained(
      output: output, entity: scores.entity,
      ledger: LocalAggregation(lambda: options.lambda).ledger(
        of: document.document, own: scores.tokens, neighbours: contributors),
      neighbours: hits,
      quality: NeighbourQuality(
        candidates: pool - copies, duplicates: copies - 1,
        agreeing: document.prediction.task == .regression ? nil : agreeing))
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
}
