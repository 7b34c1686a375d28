internal import AttributionRecords
internal import Documents
internal import Lafa
internal import ReportSite
internal import SavedPools

/// Puts the nearest document with another prediction beside an explained one.
struct ContrastMaker: Sendable {
  let corpus: Corpus
  let pool: LafaPool
  /// Whether the other's title and words may be shown.
  let showsText: Bool

  /// Words that are named of each document.
  private static let limit = 6
  /// The strongest words among which those are looked for.
  private static let strongest = 20
  private static let wordLimit = 40

  /// Makes the contrast of a document.
  ///
  /// - Parameters:
  ///   - hit: The nearest document with another prediction.
  ///   - prepared: The explained document.
  ///   - scores: Its tokens' scores.
  /// - Returns: The contrast.
  /// - Throws: `DocumentFault.changed`, or an error of a saved pool.
  func contrast(
    _ hit: NeighbourSearch.Hit, _ prepared: PreparedDocument, scores: [Double]
  ) throws -> Contrast {
    let base = pool.documents[hit.index]
    let output = base.prediction.predicted.first ?? 0
    var contrast = Contrast(
      id: corpus.name(hit.index), title: corpus.ids[hit.index],
      distance: Rounding.significant(hit.distance), label: base.prediction.outputs[output].label,
      probability: base.prediction.outputs[output].probability.map(Rounding.significant), here: [],
      there: [])
    guard showsText else { return contrast }
    if let saved = corpus.textless(hit.index) {
      contrast.title = try corpus.title(hit.index, of: saved)
      return contrast
    }
    let other = try corpus.prepared(hit.index)
    contrast.title = other.document.title
    contrast.here = Self.words(of: prepared, scores, without: other)
    // With named labels another than the predicted one may be explained.
    if let scores = base.scores(of: output) ?? base.scores.first {
      contrast.there = Self.words(of: other, scores.tokens, without: prepared)
    }
    return contrast
  }

  /// The strongest words of a text that another does not have, whatever their case.
  private static func words(
    of text: PreparedDocument, _ scores: [Double], without other: PreparedDocument
  ) -> [String] {
    let known = Set(texts(of: other).map { $0.lowercased() })
    let words = texts(of: text)
    let sums = WordScores.sums(of: scores, over: text.words)
    var seen: Set<String> = []
    return Array(
      sums.indices.filter { sums[$0] > 0 }.sorted { (-sums[$0], $0) < (-sums[$1], $1) }
        .prefix(strongest).map { words[$0] }
        .filter { word in
          let folded = word.lowercased()
          // A lone mark parts no texts.
          return word.unicodeScalars.contains {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
          }
            && !known.contains(folded) && seen.insert(folded).inserted
        }.prefix(limit))
  }

  private static func texts(of prepared: PreparedDocument) -> [String] {
    let scalars = Array(prepared.document.text.unicodeScalars)
    return prepared.words.map { word in
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[word.start..<min(word.end, word.start + wordLimit)])
      return String(view) + (word.end - word.start > wordLimit ? "…" : "")
    }
  }
}
