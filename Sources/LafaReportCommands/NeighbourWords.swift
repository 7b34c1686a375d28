internal import AttributionRecords
internal import Documents
internal import Lafa
internal import ReportSite

/// The words of neighbours that gave each word of a text most: where the neighbours' part of the
/// ledger comes from.
struct NeighbourWords: Sendable {
  let pool: LafaPool
  let texts: NeighbourTexts
  let vectors: CorpusPass.Vectors?
  /// How many words are named for each word.
  let count: Int

  /// Words whose terms are held at once.
  private static let block = 256
  /// Code points of a neighbour's word that are named.
  private static let wordLimit = 40

  /// Tokens of neighbours whose û are held at once: many batches, and tens of megabytes.
  private static let tokens = 1 << 14

  /// An explained document.
  struct Item: Sendable {
    let index: Int
    let prepared: PreparedDocument
    let explained: [LafaPool.Explained]
    /// û of its tokens, for the contextual kernel.
    let vectors: TokenVectors?

    /// Its neighbours.
    var neighbours: Set<Int> { Set(explained.flatMap { $0.neighbours.map(\.index) }) }
  }

  /// Finds them.
  ///
  /// - Parameter items: Documents; their neighbours go through the model together.
  /// - Returns: For each document and explanation one list a word, strongest first.
  /// - Throws: Nothing of its own.
  func sources(_ items: [Item]) throws -> [[[[WordSource]]]] {
    var found: [[[[WordSource]]]] = []
    var start = 0
    while start < items.count {
      var near = items[start].neighbours
      var end = start + 1
      while end < items.count {
        let more = near.union(items[end].neighbours)
        guard size(more) <= Self.tokens else { break }
        near = more
        end += 1
      }
      let group = Array(items[start..<end])
      let indices = near.sorted()
      let documents = indices.compactMap { texts.prepared($0)?.encoded }
      let known = Dictionary(
        uniqueKeysWithValues: zip(indices, vectors?(documents) ?? []))
      found += try ConcurrentMap.results(group.count) { sources(group[$0], known) }
      start = end
    }
    return found
  }

  private func size(_ neighbours: Set<Int>) -> Int {
    neighbours.reduce(0) { $0 + (texts.prepared($1)?.tokens.count ?? 0) }
  }

  private func sources(_ item: Item, _ near: [Int: TokenVectors]) -> [[[WordSource]]] {
    item.explained.map { explained in
      let shares = pool.tokenShares(item.index, explained, vectors: item.vectors) { near[$0] }
      let neighbours = explained.neighbours.prefix(shares.count).compactMap {
        texts.prepared($0.index)
      }
      return Self.sources(
        of: item.prepared.words, zip(neighbours, shares).map { ($0, $1) }, count: count)
    }
  }

  private static func sources(
    of words: [RecordedWord], _ neighbours: [(text: PreparedDocument, shares: TokenShares)],
    count: Int
  ) -> [[WordSource]] {
    var lists: [[WordSource]] = words.map { _ in [] }
    for (place, neighbour) in neighbours.enumerated() {
      let names = NeighbourWordNames(neighbour.text)
      for start in stride(from: 0, to: words.count, by: block) {
        let block = words[start..<min(start + block, words.count)]
        let seen = block.filter { $0.firstToken < $0.endToken }
        guard let first = seen.first, let last = seen.last else { continue }
        let rows = neighbour.shares.given(to: first.firstToken..<last.endToken)
        for index in block.indices where words[index].firstToken < words[index].endToken {
          let tokens = words[index].firstToken..<words[index].endToken
          for (other, word) in neighbour.text.words.enumerated() {
            var value = 0.0
            for token in tokens {
              for k in word.firstToken..<word.endToken {
                value += rows[token - first.firstToken][k]
              }
            }
            insert(
              (place, other, value), named: names, into: &lists[index], count: count)
          }
        }
      }
    }
    return lists
  }

  /// Puts a source into a short list of the largest in magnitude; equal ones keep their order.
  private static func insert(
    _ source: (neighbour: Int, word: Int, value: Double), named names: NeighbourWordNames,
    into list: inout [WordSource], count: Int
  ) {
    let size = abs(source.value)
    guard size > 0, list.count < count || size > abs(list[list.count - 1].value) else { return }
    let place = list.firstIndex { abs($0.value) < size } ?? list.count
    list.insert(names.source(source.neighbour, source.word, source.value), at: place)
    if list.count > count { list.removeLast() }
  }

  /// A neighbour's words as sources name them.
  private struct NeighbourWordNames {
    private let scalars: [Unicode.Scalar]
    private let words: [RecordedWord]

    init(_ prepared: PreparedDocument) {
      scalars = Array(prepared.document.text.unicodeScalars)
      words = prepared.words
    }

    func source(_ neighbour: Int, _ word: Int, _ value: Double) -> WordSource {
      let (start, end) = (words[word].start, words[word].end)
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars[start..<min(end, start + wordLimit)])
      return WordSource(
        neighbour: neighbour, word: String(text) + (end - start > wordLimit ? "…" : ""),
        start: start, end: end, value: Rounding.significant(value))
    }
  }
}
