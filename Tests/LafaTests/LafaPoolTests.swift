import AttributionRecords
import Lafa
import Testing

struct LafaPoolTests {
  /// Sums of a few dozen doubles in another order.
  static let tolerance = 1e-12

  /// Makes a pool of documents with numbers from a seeded generator.
  private func pool(
    _ count: Int, task: Task, outputs: Int, seed: UInt64
  ) -> [BaseAttribution] {
    var generator = SplitMix(state: seed)
    return (0..<count).map { _ in
      let length = Int.random(in: 1...20, using: &generator)
      let ids = [2] + (0..<length).map { _ in Int.random(in: 4..<20, using: &generator) } + [3]
      let special = [true] + Array(repeating: false, count: length) + [true]
      let explained =
        task == .multiLabel
        ? (0..<outputs).filter { _ in Bool.random(using: &generator) } : [0]
      let list = explained.isEmpty ? [0] : explained
      return BaseAttribution(
        document: EncodedDocument(ids: ids, isSpecial: special),
        prediction: Prediction(
          task: task,
          outputs: (0..<outputs).map { .init(label: "\($0)", logit: 0, probability: 0.5) },
          predicted: list),
        vector: (0..<8).map { _ in Float.random(in: -1...1, using: &generator) },
        scores: list.map { output in
          .init(output: output, tokens: ids.map { _ in .random(in: 0...1, using: &generator) })
        })
    }
  }

  @Test(arguments: [Task.singleLabel, .multiLabel, .regression], [1, 7, 130])
  func equalsALiteralReadingOfThePaper(_ task: Task, _ count: Int) {
    let documents = pool(count, task: task, outputs: task == .multiLabel ? 4 : 1, seed: 3)
    var options = LafaOptions()
    options.lambda = 0.7
    let engine = LafaPool(documents, options: options)
    let literal = LiteralReading(documents: documents, neighbours: 10, lambda: 0.7)
    for (index, explained) in engine.explain(0..<count).enumerated() {
      #expect(!explained.isEmpty)
      for part in explained {
        let isMulti = task == .multiLabel
        #expect(
          part.neighbours.map(\.index)
            == literal.similar(index, output: part.output, multiLabel: isMulti))
        let expected = literal.scores(index, output: part.output, multiLabel: isMulti)
        for (found, wanted) in zip(part.ledger.scores, expected) {
          #expect(abs(found - wanted) <= Self.tolerance * max(1, wanted))
        }
        // The ledger is exact: own and shares add up.
        for token in part.ledger.scores.indices {
          let sum = part.ledger.shares.reduce(part.ledger.own[token]) { $0 + $1[token] }
          #expect(abs(sum - part.ledger.scores[token]) <= Self.tolerance * max(1, sum))
        }
      }
    }
  }

  @Test func neverTakesTheDocumentOrItsCopiesAsNeighbours() {
    var documents = pool(5, task: .singleLabel, outputs: 1, seed: 5)
    documents += [documents[0], documents[0], documents[1]]
    let explained = LafaPool(documents, options: LafaOptions()).explain(0..<8)
    #expect(explained[0][0].neighbours.allSatisfy { ![0, 5, 6].contains($0.index) })
    #expect(explained[0][0].quality.duplicates == 2)
    #expect(explained[0][0].quality.candidates == 5)
    #expect(explained[7][0].quality.duplicates == 1)
  }

  @Test func leavesTheBaseScoresWithoutNeighbours() {
    let documents = pool(1, task: .singleLabel, outputs: 1, seed: 9)
    let explained = LafaPool(documents, options: LafaOptions()).explain(0..<1)[0][0]
    #expect(explained.neighbours.isEmpty)
    #expect(explained.ledger.scores == documents[0].scores[0].tokens)
    #expect(explained.quality == NeighbourQuality(candidates: 0, duplicates: 0, agreeing: 0))
  }

  @Test func addsUpByHandOnAToy() {
    // Two documents: [CLS] a b a and [CLS] a c; the second smooths the first.
    let aggregation = LocalAggregation(lambda: 2)
    let document = EncodedDocument(ids: [2, 7, 8, 7], isSpecial: [true, false, false, false])
    let neighbour = EncodedDocument(ids: [2, 7, 9], isSpecial: [true, false, false])
    let ledger = aggregation.ledger(
      of: document, own: [0.1, 0.2, 0.3, 0.4],
      neighbours: [.init(document: neighbour, scores: [0.5, 0.3, 0.2])])
    // 2 · 1/1 · 1/3 · 0.3 = 0.2 for each a; nothing for [CLS] and b.
    #expect(ledger.shares.count == 1)
    for (found, expected) in zip(ledger.shares[0], [0, 0.2, 0, 0.2]) {
      #expect(abs(found - expected) <= Self.tolerance)
    }
    for (found, expected) in zip(ledger.scores, [0.1, 0.4, 0.3, 0.6]) {
      #expect(abs(found - expected) <= Self.tolerance)
    }
  }
}

/// A small seeded generator, so that every run sees the same pool.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
