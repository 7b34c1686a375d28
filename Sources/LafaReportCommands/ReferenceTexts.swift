internal import Lafa

/// The tokens of each document's neighbours, as what its base scores are compared with.
struct ReferenceTexts {
  private let pool: LafaPool
  /// By bytes: ids that differ only in Unicode composition are different.
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
    pool = LafaPool(found.bases, options: options, workers: workers)
    numbers = Dictionary(
      uniqueKeysWithValues: found.corpus.ids.enumerated().map { (Array($1.utf8), $0) })
    self.padding = padding
  }

  /// Returns a document with its references; without, if it has no neighbours.
  func added(to document: EncodedDocument, id: String) -> EncodedDocument {
    guard let index = numbers[Array(id.utf8)] else { return document }
    var result = document
    result.references = (pool.neighbours(index..<index + 1)[0].first ?? []).map { hit in
      let ids = pool.documents[hit.index].document.ids.prefix(document.ids.count)
      return ids + Array(repeating: padding, count: document.ids.count - ids.count)
    }
    return result
  }
}
