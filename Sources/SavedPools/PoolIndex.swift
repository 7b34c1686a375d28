internal import AttributionRecords
internal import Foundation
public import Lafa
public import NeighbourIndex

/// An index over a pool's vectors with how much of it a search looks through, chosen by measuring.
public struct PoolIndex: Sendable {
  /// The file in a pool's folder, which FAISS reads.
  public static let fileName = "pool.faiss"
  /// The number of neighbours that the recall counts.
  public static let neighbours = 10
  /// From how many documents on a pool has an index: below, comparing with all costs less than
  /// the gradients of a few documents.
  public static let least = 200_000

  /// The lists.
  public let index: NeighbourIndex
  /// How many lists a search looks through.
  public let probes: Int
  /// The share of the nearest that a search finds.
  public let recall: Double
  /// How many documents the recall was measured on.
  public let queries: Int

  /// What is asked for, with room for documents that are not in the sample.
  private static let wantedRecall = 0.96
  private static let sample = 1000

  /// Builds an index, and looks through more lists until nearly all neighbours are found.
  ///
  /// - Parameters:
  ///   - vectors: The pool's vectors.
  ///   - threads: How many threads build and search.
  /// - Returns: The index with its recall.
  /// - Throws: `NeighbourIndexError`.
  public static func build(_ vectors: VectorStore, threads: Int) throws -> PoolIndex {
    let index = try NeighbourIndex.build(
      count: vectors.count, dimension: vectors.d, threads: threads
    ) { vectors.floats($0) }
    let queries = min(sample, vectors.count)
    let sampled = (0..<queries).map { $0 * vectors.count / queries }
    let exact = nearest(sampled, NeighbourSearch(vectors, workers: threads))
    var probes = 1
    while true {
      let found = nearest(
        sampled,
        NeighbourSearch(
          vectors, workers: threads,
          candidates: candidates(index, probes: probes, threads: threads)))
      let hits = zip(exact, found).reduce(0) { $0 + $1.0.intersection($1.1).count }
      let all = exact.reduce(0) { $0 + $1.count }
      let recall = all == 0 ? 1 : Double(hits) / Double(all)
      if recall >= wantedRecall || probes >= index.lists {
        return PoolIndex(index: index, probes: probes, recall: recall, queries: queries)
      }
      probes = min(probes + (probes + 1) / 2, index.lists)
    }
  }

  /// Opens the index of a pool.
  static func read(_ folder: URL, _ manifest: PoolManifest) throws -> PoolIndex? {
    guard let stated = manifest.index else { return nil }
    let url = folder.appending(path: fileName)
    let index = try NeighbourIndex.read(
      url, count: manifest.documents, dimension: manifest.model.hiddenSize)
    return PoolIndex(
      index: index, probes: stated.probes, recall: stated.recall, queries: stated.queries)
  }

  private static func nearest(_ queries: [Int], _ search: NeighbourSearch) -> [Set<Int>] {
    search.nearest(of: queries, count: neighbours) { queries[$0] != $1 }.map { hits in
      Set(hits.map(\.index))
    }
  }

  /// Returns what a search asks for candidates.
  ///
  /// - Parameter threads: How many threads search.
  /// - Returns: The closure; where FAISS gives up it finds none, so that all are compared.
  public func candidates(threads: Int) -> NeighbourSearch.Candidates {
    Self.candidates(index, probes: probes, threads: threads)
  }

  private static func candidates(
    _ index: NeighbourIndex, probes: Int, threads: Int
  ) -> NeighbourSearch.Candidates {
    { queries, count in
      let found = try? index.candidates(queries, count: count, probes: probes, threads: threads)
      return found ?? Array(repeating: [], count: queries.count / index.dimension)
    }
  }
}
