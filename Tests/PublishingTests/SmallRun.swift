import AttributionRecords
import Foundation
import ReportSite
import TestSupport

/// A run of made-up records whose words are what stands between spaces; every sum adds up.
struct SmallRun {
  /// A document of the run.
  struct Document {
    var id: String
    var text = "one two three four"
    /// The words' scores.
    var scores: [Double] = [4, 3, 2, 1]
    var label = "positive"
    var probability = 0.75
    var neighbours = ["x", "y"]
    /// What hiding the strongest words takes, where as many at random take a tenth.
    var check: [Double]?
    /// What stands in the document's row beside the text.
    var rest = ""
    /// What a model of prices predicts, in USD; nil for one of labels.
    var price: Double?
    /// Where the second of two fields begins; nil for a text of one part.
    var secondField: Int?
  }

  var title = "A run"
  var documents: [Document]
  var lambda = 1.0
  var date: String?

  /// Two plain documents.
  static let plain = SmallRun(documents: [Document(id: "a"), Document(id: "b")])

  private static func digest(_ text: String) -> String { Fingerprint.sha256(Data(text.utf8)) }

  var provenance: Provenance {
    Provenance(
      toolVersion: Tool.version,
      model: ModelIdentity(
        name: "tiny", architecture: "BertForSequenceClassification", layers: 2, hiddenSize: 32,
        weightsSHA256: Self.digest("weights"), tokenizerSHA256: Self.digest("tokenizer"),
        configSHA256: Self.digest("config")),
      parameters: Parameters(
        methods: [
          MethodParameters(
            name: "lafa", base: "gradient",
            smoothing: SmoothingParameters(kernel: "indicator", lambda: lambda, scale: "document"))
        ], encoderLayer: 1, pooling: "mean", neighbours: 2, threshold: 0.5, wordScore: "sum",
        pool: "folder"), date: date)
  }

  var summary: RunSummary {
    RunSummary(
      title: title, documents: documents.map(\.id), faults: [], provenance: provenance)
  }

  func record(_ document: Document) -> AttributionRecord {
    let parts = document.text.split(separator: " ", omittingEmptySubsequences: true)
    let words = parts.enumerated().map { index, part in
      let start = document.text.unicodeScalars.distance(
        from: document.text.startIndex, to: part.startIndex)
      return RecordedWord(
        start: start, end: start + part.unicodeScalars.count, firstToken: index + 1,
        endToken: index + 2)
    }
    let tokens =
      [RecordedToken(id: 2, piece: "[CLS]", start: 0, end: 0)]
      + words.enumerated().map {
        RecordedToken(id: $0 + 5, piece: "piece", start: $1.start, end: $1.end)
      }
    let labels = ["positive", "negative"]
    let own = [0] + document.scores.map { $0 / 2 }
    let share = own.map { $0 / Double(max(1, document.neighbours.count)) }
    let predicted = labels.firstIndex(of: document.label) ?? 0
    var record = AttributionRecord(
      id: document.id, title: "Title of \(document.id)", text: document.text,
      sha256: Self.digest(document.text + document.rest), source: "\(document.id).txt",
      prediction: Prediction(
        task: .singleLabel,
        outputs: labels.enumerated().map { index, label in
          let probability = index == predicted ? document.probability : 1 - document.probability
          return .init(label: label, logit: probability, probability: probability)
        }, predicted: [predicted]), tokens: tokens, words: words,
      coverage: Coverage(words: words.count, wordsSeen: words.count, tokenLimit: 512),
      explanations: [
        Explanation(
          output: predicted, scalar: "logit",
          scores: own.map { $0 * (document.neighbours.isEmpty ? 1 : 2) }, own: own,
          neighbours: document.neighbours.enumerated().map { place, id in
            Neighbour(
              id: id, title: id, distance: 0.5 + Double(place), label: document.label,
              probability: 0.9, value: nil, agrees: true, shares: share,
              excerpt: Excerpt(text: "", cutBefore: false, cutAfter: false, words: []))
          },
          quality: NeighbourQuality(
            candidates: 5, duplicates: 0, agreeing: document.neighbours.count))
      ], provenance: provenance)
    if let price = document.price {
      record.prediction = Prediction(
        task: .regression, outputs: [.init(label: "price", logit: price, probability: nil)],
        predicted: [0], value: .init(value: price, unit: "USD"))
      record.explanations[0].output = 0
    }
    if let second = document.secondField {
      record.fields = [
        RecordedField(name: "first", start: 0, end: second - 1),
        RecordedField(name: "second", start: second, end: document.text.unicodeScalars.count),
      ]
    }
    record.explanations[0].faithfulness = document.check.map { losses in
      Faithfulness(
        shares: losses.indices.map { Double($0 + 1) / 10 }, strongest: losses,
        random: losses.map { _ in 0.1 }, orders: 10, beaten: 9)
    }
    return record
  }

  /// Loaded once: the schema takes longer than a page.
  private static let shared = Result {
    try PageRenderer(
      files: SiteFiles.locate(
        templates: Fixtures.package.appending(path: "templates"),
        assets: Fixtures.package.appending(path: "assets"), executable: nil))
  }

  static func renderer() throws -> PageRenderer { try shared.get() }

  /// Writes the run's site.
  func write(to folder: URL, forms: PageForms = []) throws {
    try SiteWriter(output: folder, renderer: Self.renderer().adding(forms))
      .write(summary) { range in documents[range].map(record) }
  }
}
