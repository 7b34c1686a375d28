import AttributionRecords
import Foundation
import Lafa
import SavedPools

/// Five documents of a model of two labels, with numbers made by hand.
enum SmallPool {
  static let hiddenSize = 3

  static let model = ModelIdentity(
    name: "m", architecture: "BertForSequenceClassification", layers: 2, hiddenSize: hiddenSize,
    weightsSHA256: "w", tokenizerSHA256: "t", configSHA256: "c")
  static let base = MethodParameters(name: "gradient", base: "gradient")
  static let provenance = Provenance(
    toolVersion: "0", model: model,
    parameters: Parameters(
      methods: [base], encoderLayer: 1, kernelLayer: 1, pooling: "mean", neighbours: 10,
      threshold: 0.5, wordScore: "sum", pool: "folder"), date: nil)
  static let run = SavedPool.Run(
    provenance: provenance, bases: [base], smoothed: [0], directed: [0], vocabulary: 20)
  static let centre = TokenCentre(layer: 1, mean: [0.25, -1, 3])

  /// A document of 2 + `number` tokens; number 3 has two explanations and an entity.
  static func base(_ number: Int) -> BaseAttribution {
    let ids = [1] + (0..<number).map { 5 + $0 } + [2]
    let outputs = number == 3 ? [1, 0] : [number % 2]
    return BaseAttribution(
      document: EncodedDocument(
        ids: ids, isSpecial: ids.map { $0 < 5 }, windows: [], category: number == 2 ? nil : 1),
      prediction: Prediction(
        task: .tokenLabels,
        outputs: [
          .init(label: "O", logit: Double(number), probability: 0.5),
          .init(label: "B-X", logit: -1.5, probability: nil),
        ], predicted: outputs),
      entities: number == 3
        ? [FoundEntity(type: "X", output: 1, words: 0..<2, outputs: [1, 1], probability: 0.75)]
        : [],
      vector: [],
      scores: outputs.map { output in
        .init(
          output: output, entity: number == 3 && output == 1 ? 0 : nil,
          bases: [ids.map { Double($0) / 8 }], gaps: [number == 1 ? 0.125 : nil],
          directions: [[Float(number), 0.5, -2]])
      }, omitted: number)
  }

  static let documents = (0..<5).map { number in
    PoolDocument(
      id: "d\(number)", source: "s\(number)", title: "T\u{0}\(number)", sha256: "h",
      category: number == 2 ? nil : "k\u{0}", gold: ["a\"b", "ü"], label: "O",
      text: "Text\u{0} \(number) ü", fields: [.init(name: "f", start: 0, end: 4)],
      excerpts: [
        .init(output: 1, base: 0): Excerpt(
          text: "Text", cutBefore: false, cutAfter: true,
          words: [.init(start: 0, end: 4, percent: 25)])
      ])
  }

  static var bases: AttributionStore {
    AttributionStore(
      (0..<5).map { number in
        var base = base(number)
        base.vector = [Float(number), 1, 0.5]
        return base
      })
  }

  /// Writes the pool.
  static func write(to folder: URL, indexed: Int = 1000) throws {
    let manifest = PoolManifest(
      provenance: provenance, bases: [base], directed: [0], task: .tokenLabels,
      labels: ["O", "B-X"], unit: nil, categories: ["other", "k\u{0}"], texts: .full)
    _ = try SavedPoolWriter(folder).write(
      manifest, bases, centre: centre, indexed: indexed, threads: 1
    ) { documents[$0] }
  }

  /// Changes a file and writes its new SHA-256 into the manifest, as somebody with a purpose
  /// would.
  static func change(_ name: String, of folder: URL, _ body: (inout Data) -> Void) throws {
    let file = folder.appending(path: name)
    var data = try Data(contentsOf: file)
    body(&data)
    try data.write(to: file)
    let url = folder.appending(path: PoolManifest.fileName)
    var manifest = try JSONDecoder().decode(PoolManifest.self, from: Data(contentsOf: url))
    manifest.files[name] = Fingerprint.sha256(data)
    try JSONEncoder().encode(manifest).write(to: url)
  }
}
