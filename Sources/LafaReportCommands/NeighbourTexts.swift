internal import AttributionRecords
internal import Documents
internal import Lafa
internal import ReportSite
internal import SavedPools

/// What pages show of the texts of neighbours, which are read again for it.
struct NeighbourTexts: Sendable {
  private struct Text {
    let title: String
    /// By the output whose scores are shown.
    let excerpts: [Int: Excerpt]
    /// If it is asked for and known.
    var prepared: PreparedDocument?
  }

  private let texts: [Int: Text]

  /// Reads the neighbours of some explanations.
  ///
  /// - Parameters:
  ///   - explained: The explanations.
  ///   - corpus: The texts.
  ///   - pool: What is known of them.
  ///   - keepsWords: Whether ``prepared(_:)`` will be asked for.
  ///   - shows: How much of the texts is shown.
  ///   - method: The method whose base's scores excerpts show.
  /// - Throws: `DocumentFault.changed`, or an error of a saved pool.
  init(
    _ explained: some Sequence<LafaPool.Explained>, corpus: Corpus, pool: LafaPool,
    keepsWords: Bool, shows: RecordOptions.NeighbourText, method: MethodParameters
  ) throws {
    var outputs: [Int: Set<Int>] = [:]
    for one in explained {
      for hit in one.neighbours { outputs[hit.index, default: []].insert(one.output) }
    }
    let wanted = outputs.sorted { $0.key < $1.key }
    let found = try ConcurrentMap.results(wanted.count) { place in
      let (index, outputs) = wanted[place]
      // The id says which document it is, and pages link to it.
      guard shows != .none else { return Text(title: corpus.ids[index], excerpts: [:]) }
      let base = pool.documents[index]
      let shown = Set(outputs.map { Self.shownOutput(of: base, for: $0) })
      if let saved = corpus.textless(index) {
        return try Self.text(index, shown, of: saved, method, title: corpus.title(index, of: saved))
      }
      let prepared = try corpus.prepared(index)
      return Text(
        title: prepared.document.title,
        excerpts: Dictionary(
          uniqueKeysWithValues: shown.map { output in
            (
              output,
              ExcerptMaker.excerpt(
                of: prepared, scores: base.scores(of: output)?.tokens ?? [],
                isWhole: shows == .full)
            )
          }), prepared: keepsWords ? prepared : nil)
    }
    texts = Dictionary(uniqueKeysWithValues: zip(wanted.map(\.key), found))
  }

  /// What a saved pool keeps instead of the text.
  private static func text(
    _ index: Int, _ outputs: Set<Int>, of pool: SavedPool, _ method: MethodParameters,
    title: String
  ) throws -> Text {
    var excerpts: [Int: Excerpt] = [:]
    for output in outputs {
      excerpts[output] = try pool.excerpt(of: index, output: output, base: method)
    }
    return Text(title: title, excerpts: excerpts)
  }

  /// The output whose scores a neighbour gave: the explained one, or else its own.
  static func shownOutput(of base: BaseAttribution, for output: Int) -> Int {
    base.scores.contains { $0.output == output } ? output : base.scores.first?.output ?? 0
  }

  /// Returns a neighbour with its words, if they were asked for.
  func prepared(_ index: Int) -> PreparedDocument? { texts[index]?.prepared }

  /// Returns a neighbour's title.
  func title(_ index: Int) -> String { texts[index]?.title ?? "" }

  /// Returns the excerpt of a neighbour with its scores for an output.
  func excerpt(_ index: Int, shown output: Int) -> Excerpt {
    texts[index]?.excerpts[output]
      ?? Excerpt(text: "", cutBefore: false, cutAfter: false, words: [])
  }
}
