public import AttributionRecords

/// The documents that smooth each other, with everything that was computed once for each.
///
/// Attributions belong to a (document, output) pair: in a multi-label task the neighbours for an
/// output are the nearest documents for which that output is explained too (METHOD, Step I).
public struct LafaPool: Sendable {
  /// The documents' base attributions.
  public let documents: [BaseAttribution]
  private let options: LafaOptions
  private let search: NeighbourSearch
  /// The number of each document's input; exact duplicates, with the same tokens, share it.
  private let inputs: [Int]
  /// How many documents have each input.
  private let copies: [Int]
  /// How many documents each output is explained for.
  private let explained: [Int: Int]

  /// Makes a pool.
  ///
  /// - Parameters:
  ///   - documents: The base attributions.
  ///   - options: M, λ and scale.
  public init(_ documents: [BaseAttribution], options: LafaOptions) {
    self.documents = documents
    self.options = options
    search = NeighbourSearch(documents.map(\.vector))
    var numbers: [[Int]: Int] = [:]
    var copies: [Int] = []
    var explained: [Int: Int] = [:]
    inputs = documents.map { document in
      for output in Set(document.scores.map(\.output)) { explained[output, default: 0] += 1 }
      if let number = numbers[document.document.ids] {
        copies[number] += 1
        return number
      }
      numbers[document.document.ids] = copies.count
      copies.append(1)
      return copies.count - 1
    }
    self.copies = copies
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

  /// Explains documents of the pool.
  ///
  /// - Parameter range: Their indices; all searches of the range share their products.
  /// - Returns: For each document one result an explained output.
  public func explain(_ range: Range<Int>) -> [[Explained]] {
    let task = documents.first?.prediction.task
    guard task == .multiLabel || task == .tokenLabels else {
      let hits = search.nearest(of: range, count: options.neighbours) { inputs[$0] != inputs[$1] }
      return zip(range, hits).map { index, hits in
        documents[index].scores.map { explain(index, $0, hits) }
      }
    }
    return range.map { index in
      documents[index].scores.map { scores in
        let hits = search.nearest(of: index..<index + 1, count: options.neighbours) { _, other in
          inputs[index] != inputs[other]
            && documents[other].scores.contains { $0.output == scores.output }
        }
        return explain(index, scores, hits.first ?? [])
      }
    }
  }

  private func explain(
    _ index: Int, _ scores: BaseAttribution.Scores, _ hits: [NeighbourSearch.Hit]
  ) -> Explained {
    let document = documents[index]
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
    let copies = copies[inputs[index]]
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
    guard documents[index].prediction.task != .regression else { return nil }
    return documents[other].prediction.predicted.contains(output)
  }
}
