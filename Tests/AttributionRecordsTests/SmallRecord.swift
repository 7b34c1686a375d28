import AttributionRecords

/// The smallest record with everything in it: two words, three tokens, one neighbour.
enum SmallRecord {
  static let record = AttributionRecord(
    id: "a", title: "A", text: "good bad", sha256: "00", source: "a.txt",
    prediction: Prediction(
      task: .singleLabel,
      outputs: [
        .init(label: "yes", logit: 1.5, probability: 0.75),
        .init(label: "no", logit: 0.5, probability: 0.25),
      ], predicted: [0]),
    tokens: [
      RecordedToken(id: 2, piece: "[CLS]", start: 0, end: 0),
      RecordedToken(id: 7, piece: "good", start: 0, end: 4),
      RecordedToken(id: 8, piece: "bad", start: 5, end: 8),
    ],
    words: [
      RecordedWord(start: 0, end: 4, firstToken: 1, endToken: 2),
      RecordedWord(start: 5, end: 8, firstToken: 2, endToken: 3),
    ],
    coverage: Coverage(words: 2, wordsSeen: 2, tokenLimit: 512), explanations: [explanation],
    provenance: provenance)

  private static let explanation = Explanation(
    output: 0, scalar: "logit", scores: [0.25, 1.5, 0.125], own: [0.25, 1, 0.125],
    neighbours: [
      Neighbour(
        id: "b", title: "B", distance: 0.5, label: "yes", probability: 0.5, value: nil,
        agrees: true, shares: [0, 0.5, 0],
        excerpt: Excerpt(
          text: "good one", cutBefore: false, cutAfter: true,
          words: [.init(start: 0, end: 4, percent: 50), .init(start: 5, end: 8, percent: 0)]))
    ],
    quality: NeighbourQuality(candidates: 1, duplicates: 0, agreeing: 1),
    sources: [[], [.init(neighbour: 0, word: "good\u{1}", start: 0, end: 4, value: 0.25)]])

  static let provenance = Provenance(
    toolVersion: Tool.version,
    model: ModelIdentity(
      name: "tiny", architecture: "Bert", layers: 2, hiddenSize: 32, weightsSHA256: "01",
      tokenizerSHA256: "02", configSHA256: "03"),
    parameters: Parameters(
      methods: [
        MethodParameters(
          name: "lafa", base: "gradient",
          smoothing: SmoothingParameters(kernel: "indicator", lambda: 1, scale: "document"))
      ], encoderLayer: 1, pooling: "mean", neighbours: 1, threshold: 0.5, wordScore: "sum",
      pool: "folder"),
    date: nil)

  /// The same text with a model of token labels, which finds “good”.
  static var tagged: AttributionRecord {
    var record = record
    record.prediction = Prediction(
      task: .tokenLabels,
      outputs: [
        .init(label: "O", logit: 2, probability: 0.75),
        .init(label: "B-PER", logit: 1, probability: 0.5),
      ], predicted: [1], entities: [entity])
    record.explanations[0].output = 1
    record.explanations[0].target = entity
    return record
  }

  static let entity = Entity(
    label: "PER", output: 1, firstWord: 0, endWord: 1, start: 0, end: 4, probability: 0.5)

  /// The same text as a pair.
  static var pair: AttributionRecord {
    var record = record
    record.fields = [
      RecordedField(name: "premise", start: 0, end: 4),
      RecordedField(name: "hypothesis", start: 5, end: 8),
    ]
    record.gold = ["no"]
    record.coverage.windows = 2
    record.coverage.overlap = 64
    return record
  }
}
