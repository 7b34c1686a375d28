internal import AttributionRecords
internal import Documents
internal import Lafa

/// The words of neighbours that gave each word of a text most: where the neighbours' part of the
/// ledger comes from.
struct NeighbourWords {
  let pool: LafaPool
  let texts: NeighbourTexts
  let vectors: CorpusPass.Vectors?
  /// How many words are named for each word.
  let count: Int

  /// Words whose terms are held at once.
  private static let block = 256
  /// Code points of a neighbour's word that are named.
  private static let wordLimit = 40

  /// Finds them.
  ///
  /// - Parameters:
  ///   - index: The explained document.
  ///   - prepared: Its words.
  ///   - explained: Its explanations.
  ///   - own: û of its tokens, for the contextual kernel.
  /// - Returns: For each explanation one list a word, strongest first.
  func sources(
    _ index: Int, _ prepared: PreparedDocument, _ explained: [LafaPool.Explained],
    vectors own: TokenVectors?
  ) -> [[[WordSource]]] {
    let indices = Set(explained.flatMap { $0.neighbours.map(\.index) }).sorted()
    let documents = indices.compactMap { texts.prepared($0) }
    let found = vectors?(documents.map(\.encoded)) ?? []
    let near = Dictionary(uniqueKeysWithValues: zip(indices, found))
    return explained.map { explained in
      let shares = pool.tokenShares(index, explained, vectors: own) { near[$0] }
      let neighbours = explained.neighbours.prefix(shares.count).compactMap {
        texts.prepared($0.index)
      }
      return Self.sources(
        of: prepared.words, zip(neighbours, shares).map { ($0, $1) }, count: count)
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
