internal import Lafa
internal import SavedPools

/// The tokens of each document's neighbours, as what its base scores are compared with.
struct ReferenceTexts {
  private var searched: SearchedNeighbours
  /// By the bytes of ids, which may differ in Unicode composition only, and of their folder.
  private let numbers: [[UInt8]: Int]
  private let padding: Int

  /// Finds neighbours.
  ///
  /// - Parameters:
  ///   - found: A pass over the documents.
  ///   - options: M, ε and filter.
  ///   - padding: The token that shorter references are filled up with.
  ///   - workers: How many searches run at the same time.
  init(_ found: CorpusPass.Outcome, options: LafaOptions, padding: Int, workers: Int) {
    searched = SearchedNeighbours(
      LafaPool(
        found.bases, count: found.poolCount, options: options, workers: workers,
        candidates: found.index?.candidates(threads: workers)))
    numbers = Dictionary(
      uniqueKeysWithValues: found.corpus.ids.enumerated().map { index, id in
        (Self.key(id, isPool: found.corpus.hasPool && index < found.poolCount), index)
      })
    self.padding = padding
  }

  private static func key(_ id: String, isPool: Bool) -> [UInt8] {
    [isPool ? 0 : 1] + id.utf8
  }

  /// Gives a document its references; none, if it has no neighbours.
  mutating func add(to document: inout EncodedDocument, id: String, isPool: Bool) {
    guard let index = numbers[Self.key(id, isPool: isPool)] else { return }
    let count = document.ids.count
    document.references = (searched.neighbours(of: index).first ?? []).map { hit in
      let ids = searched.pool.documents[hit.index].document.ids.prefix(count)
      return ids + Array(repeating: padding, count: count - ids.count)
    }
  }
}
