import AttributionRecords
import Foundation

/// A record with made-up numbers that add up, for tests that need no model.
struct SampleRecord {
  var id = "a"
  var title = "A laptop"
  var text = "A light laptop with a bright screen.\n\nThe keyboard is quiet."
  var task = Task.singleLabel
  var labels = ["positive", "negative"]
  var neighbours = 2
  var neighbourID = "b"
  var neighbourTitle = "Another laptop"
  var excerpt = "a bright screen"
  /// How many words the model saw; nil for all.
  var wordsSeen: Int?
  /// The names of the text's paragraphs, if they are fields.
  var fieldNames: [String] = []
  /// What the data says.
  var gold: [String] = []
  /// The words of each entity, for token labels; all are explained.
  var entityWords: [Range<Int>] = []
  /// How many explanations the run's limit left out.
  var omitted = 0
  var windows = 1
  var scalar = "logit"
  var explain = "predicted"

  /// The record.
  var record: AttributionRecord {
    let words = recordedWords
    let tokens = recordedTokens(of: words)
    var provenance = Self.provenance
    provenance.parameters.scalar = scalar
    provenance.parameters.explain = explain
    provenance.parameters.windowOverlap = 64
    return AttributionRecord(
      id: id, title: title, text: text, sha256: Fingerprint.sha256(Data(text.utf8)),
      source: "\(id).txt", prediction: prediction(words), tokens: tokens, words: words,
      coverage: Coverage(
        words: words.count, wordsSeen: wordsSeen ?? words.count, tokenLimit: tokens.count,
        windows: windows, overlap: windows > 1 ? 64 : 0),
      explanations: explanations(words, tokens), provenance: provenance, fields: fields, gold: gold,
      omittedExplanations: omitted)
  }

  /// A run of records.
  static func summary(
    _ records: [AttributionRecord], title: String = "A run", faults: [RunSummary.Fault] = []
  ) -> RunSummary {
    RunSummary(
      title: title, documents: records.map(\.id), faults: faults, provenance: provenance)
  }

  static let provenance = Provenance(
    toolVersion: Tool.version,
    model: ModelIdentity(
      name: "tiny", architecture: "BertForSequenceClassification", layers: 2, hiddenSize: 32,
      weightsSHA256: digest("weights"), tokenizerSHA256: digest("tokenizer"),
      configSHA256: digest("config")),
    parameters: Parameters(
      methods: [
        MethodParameters(
          name: "lafa", base: "gradient",
          smoothing: SmoothingParameters(kernel: "indicator", lambda: 1, scale: "document"))
      ], encoderLayer: 1, pooling: "mean", neighbours: 2, threshold: 0.5, wordScore: "sum",
      pool: "folder"),
    date: nil)

  private static func digest(_ text: String) -> String { Fingerprint.sha256(Data(text.utf8)) }

  /// The paragraphs as fields.
  private var fields: [RecordedField] {
    var start = 0
    return zip(fieldNames, text.split(separator: "\n\n", omittingEmptySubsequences: false)).map {
      name, part in
      let end = start + part.unicodeScalars.count
      defer { start = end + 2 }
      return RecordedField(name: name, start: start, end: end)
    }
  }

  private func entities(_ words: [RecordedWord]) -> [Entity] {
    entityWords.enumerated().map { index, range in
      Entity(
        label: String(labels[index % labels.count].dropFirst(2)), output: index % labels.count,
        firstWord: range.lowerBound, endWord: range.upperBound,
        start: words[range.lowerBound].start, end: words[range.upperBound - 1].end,
        probability: 0.875)
    }
  }

  private func explanations(
    _ words: [RecordedWord], _ tokens: [RecordedToken]
  ) -> [Explanation] {
    if task == .tokenLabels {
      return entities(words).map { entity in
        var result = explanation(entity.output, tokens.count)
        result.target = entity
        return result
      }
    }
    return (task == .multiLabel ? [0, 1] : [0]).map { explanation($0, tokens.count) }
  }

  private func prediction(_ words: [RecordedWord]) -> Prediction {
    switch task {
    case .regression:
      Prediction(
        task: task, outputs: [.init(label: labels[0], logit: 7.2, probability: nil)],
        predicted: [0], value: .init(value: 1299, unit: "USD"))
    case .singleLabel, .multiLabel, .tokenLabels:
      Prediction(
        task: task,
        outputs: labels.enumerated().map { index, label in
          .init(label: label, logit: 2 - Double(index), probability: index == 0 ? 0.75 : 0.25)
        },
        predicted: task == .multiLabel
          ? [0, 1] : task == .singleLabel ? [0] : Set(entities(words).map(\.output)).sorted(),
        entities: task == .tokenLabels ? entities(words) : [])
    }
  }

  /// What stands between spaces and newlines.
  private var recordedWords: [RecordedWord] {
    var words: [RecordedWord] = []
    var start: Int?
    func close(at end: Int) {
      guard let first = start else { return }
      // The first token is special.
      let isSeen = words.count < wordsSeen ?? .max
      let token = min(words.count, wordsSeen ?? .max) + 1
      words.append(
        RecordedWord(start: first, end: end, firstToken: token, endToken: token + (isSeen ? 1 : 0)))
      start = nil
    }
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if scalar.properties.isWhitespace {
        close(at: index)
      } else if start == nil {
        start = index
      }
    }
    close(at: text.unicodeScalars.count)
    return words
  }

  private func recordedTokens(of words: [RecordedWord]) -> [RecordedToken] {
    let special = RecordedToken(id: 2, piece: "[CLS]", start: 0, end: 0)
    return [special]
      + words.prefix(wordsSeen ?? .max).enumerated().map { index, word in
        RecordedToken(id: index + 5, piece: "piece", start: word.start, end: word.end)
      }
  }

  /// Own 1, 2, 3, 0, 1 … and from each neighbour half of that.
  private func explanation(_ output: Int, _ tokens: Int) -> Explanation {
    let own = (0..<tokens).map { Double(($0 + output) % 4) }
    return Explanation(
      output: output, scalar: task == .regression ? "value" : scalar,
      scores: own.map { $0 * (1 + 0.5 * Double(neighbours)) }, own: own,
      neighbours: (0..<neighbours).map { number in neighbour(number, own: own) },
      quality: NeighbourQuality(
        candidates: neighbours, duplicates: 0,
        agreeing: task == .regression ? nil : neighbours))
  }

  private func neighbour(_ number: Int, own: [Double]) -> Neighbour {
    let isRegression = task == .regression
    return Neighbour(
      id: number == 0 ? neighbourID : "other-\(number)", title: neighbourTitle,
      distance: 0.5 + Double(number), label: labels[0], probability: isRegression ? nil : 0.9,
      value: isRegression ? .init(value: 999, unit: "USD") : nil,
      agrees: isRegression ? nil : true, shares: own.map { $0 / 2 },
      excerpt: Excerpt(
        text: excerpt, cutBefore: true, cutAfter: false,
        words: excerpt.isEmpty
          ? [] : [.init(start: 0, end: excerpt.unicodeScalars.count, percent: 50)]))
  }
}
