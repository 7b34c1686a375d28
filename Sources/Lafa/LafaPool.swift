internal import AttributionRecords

/// The documents that smooth each other, with everything that was computed once for each.
///
/// Attributions belong to a (document, output) pair: in a multi-label task the neighbours for an
/// output are the nearest documents for which that output is explained too (METHOD, Step I).
public struct LafaPool: Sendable {
  /// The base attributions of the pool's documents, and behind them of those that are explained
  /// without being in it.
  public let documents: AttributionStore
  /// How many of them are the pool: only they are neighbours.
  public let count: Int
  let options: LafaOptions
  /// The methods, the one that is shown first.
  public var methods: [AttributionMethod] { options.methods }
  let aggregations: [LocalAggregation?]
  let directions: PoolDirections
  let scale: DistanceScale
  private let search: NeighbourSearch
  /// The number of each document's input; exact duplicates, with the same tokens, share it.
  let inputs: [Int32]
  /// How many documents of the pool have each input.
  let copies: [Int32]
  /// How many documents each output is explained for.
  let explained: [Int: Int]

  /// Makes a pool.
  ///
  /// - Parameters:
  ///   - documents: The base attributions.
  ///   - count: How many of them, from the first, may be neighbours; all if nil.
  ///   - options: Steps I and III.
  ///   - workers: How many searches for neighbours run at the same time.
  ///   - candidates: What an index over the pool finds; nil to compare with all documents.
  ///   - embeddings: Rows of the model's input embedding table for token ids; needed by static
  ///     kernels other than `indicator`.
  public init(
    _ documents: AttributionStore, count: Int? = nil, options: LafaOptions, workers: Int = 1,
    candidates: NeighbourSearch.Candidates? = nil,
    embeddings: @escaping @Sendable ([Int]) -> [Float] = { _ in [] }
  ) {
    self.documents = documents
    self.count = count ?? documents.count
    self.options = options
    aggregations = options.methods.map { method in
      method.smoothing.map { LocalAggregation($0, embeddings: embeddings) }
    }
    directions = PoolDirections(
      documents, count: self.count, methods: options.methods, options: options)
    scale = DistanceScale(documents.vectors, count: self.count)
    search = NeighbourSearch(
      documents.vectors, count: self.count, workers: workers, candidates: candidates)
    inputs = documents.inputs
    var copies = [Int32](repeating: 0, count: Int(inputs.max() ?? -1) + 1)
    for index in 0..<self.count { copies[Int(inputs[index])] += 1 }
    self.copies = copies
    var explained: [Int: Int] = [:]
    for index in 0..<self.count {
      for output in Set(documents.explained(index)) { explained[Int(output), default: 0] += 1 }
    }
    self.explained = explained
  }

  /// Makes a pool.
  ///
  /// - Parameters:
  ///   - documents: The base attributions.
  ///   - options: Steps I and III.
  public init(_ documents: [BaseAttribution], options: LafaOptions) {
    self.init(AttributionStore(documents), options: options)
  }

  /// The neighbours of one document, for each explained output or entity.
  public typealias Neighbours = [[NeighbourSearch.Hit]]

  /// Whether each output has neighbours of its own.
  var isPerLabel: Bool { documents.task == .multiLabel || documents.task == .tokenLabels }

  /// Finds the neighbours of documents of the pool.
  ///
  /// - Parameter range: Their indices; all searches of the range share their products.
  /// - Returns: For each document the hits of each explained output.
  public func neighbours(_ range: Range<Int>) -> [Neighbours] {
    let outputs = range.map { documents.explained($0) }
    guard isPerLabel else {
      let hits = nearest(Array(range)) { place, other in
        isEligible(range.lowerBound + place, other)
      }
      return zip(outputs, hits).map { outputs, hits in outputs.map { _ in hits } }
    }
    // Each output of each document has its own candidates.
    let queries = zip(range, outputs).flatMap { index, outputs in outputs.map { (index, $0) } }
    var hits = nearest(queries.map(\.0)) { place, other in
      let (index, output) = queries[place]
      return isEligible(index, other) && documents.explained(other).contains(output)
    }[...]
    return outputs.map { outputs in
      defer { hits = hits.dropFirst(outputs.count) }
      return Array(hits.prefix(outputs.count))
    }
  }

  /// Finds the nearest documents for which the model predicts another label.
  ///
  /// - Parameter range: Indices of documents.
  /// - Returns: For each document the nearest; nil if there is none, and in tasks where documents
  ///   may have several labels or a number.
  public func opposites(_ range: Range<Int>) -> [NeighbourSearch.Hit?] {
    guard documents.task == .singleLabel else { return range.map { _ in nil } }
    return search.nearest(of: Array(range), count: 1) { place, other in
      !documents.predicted(range.lowerBound + place).elementsEqual(documents.predicted(other))
    }.map(\.first)
  }

  private func nearest(
    _ queries: [Int], where eligible: @Sendable (Int, Int) -> Bool
  ) -> [[NeighbourSearch.Hit]] {
    let hits = search.nearest(of: queries, count: options.neighbours, where: eligible)
    guard let share = options.nearerThan else { return hits }
    let bound = scale.quantile(share)
    return hits.map { $0.filter { $0.distance < bound } }
  }

  private func isEligible(_ index: Int, _ other: Int) -> Bool {
    guard inputs[index] != inputs[other] else { return false }
    switch options.filter {
    case .any: return true
    case .samePrediction:
      return isPerLabel
        || documents.predicted(index).elementsEqual(documents.predicted(other))
    case .sameCategory:
      return documents.category(index).map { $0 == documents.category(other) } ?? true
    }
  }
}
