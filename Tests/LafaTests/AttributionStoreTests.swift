import AttributionRecords
import Lafa
import Testing

struct AttributionStoreTests {
  /// A document with entities, tokens of its own and no number that two fields share.
  private func base(_ index: Int) -> BaseAttribution {
    let ids = [2, 100 + index, 101 + index, 3]
    let x = Double(index) + 0.1
    return BaseAttribution(
      document: EncodedDocument(ids: ids, isSpecial: [true, false, false, true], windows: []),
      prediction: Prediction(
        task: .tokenLabels,
        outputs: [
          .init(label: "O", logit: x, probability: x / 1000),
          .init(label: "B-PER", logit: -x, probability: nil),
        ], predicted: index % 2 == 0 ? [1] : []),
      entities: index % 2 == 0
        ? [
          .init(type: "PER", output: 1, words: 0..<2, outputs: [1, 0], probability: x / 2),
          .init(type: "LOC", output: 0, words: 1..<2, outputs: [0], probability: x / 3),
        ] : [],
      vector: [],
      scores: index % 2 == 0
        ? [
          .init(output: 1, entity: 0, tokens: [x, x + 1, x + 2, x + 3]),
          .init(output: 0, entity: 1, tokens: [x + 4, x + 5, x + 6, x + 7]),
        ] : [.init(output: 0, tokens: [0, x, 0.3, 0])],
      omitted: index % 3)
  }

  @Test func givesBackEveryNumberOfEveryDocument() {
    // More than one block of documents.
    let documents = (0..<1100).map(base)
    let store = AttributionStore(documents)
    #expect(store.count == 1100)
    for (index, document) in documents.enumerated() { #expect(store[index] == document) }
  }

  /// A document whose directions no other has.
  private func directed(_ index: Int, of d: Int = 3) -> BaseAttribution {
    var document = base(index)
    for place in document.scores.indices {
      document.scores[place].directions = (0..<2).map { number in
        (0..<d).map { Float(index * 100 + place * 10 + number * 5 + $0) }
      }
    }
    return document
  }

  @Test func givesBackDirectionsOfFullBlocksAndOfTheLast() {
    let documents = (0..<1100).map { directed($0) }
    let store = AttributionStore(documents)
    for (index, document) in documents.enumerated() { #expect(store[index] == document) }
  }

  @Test func keepsApartWhatCopiesOfAStoreTake() {
    let first = (0..<600).map { directed($0) }
    let (second, third) = ((600..<1200).map { directed($0) }, (1200..<1800).map { directed($0) })
    let store = AttributionStore(first)
    var (one, other) = (store, store)
    for (a, b) in zip(second, third) {
      one.append(a)
      other.append(b)
    }
    #expect((0..<1200).map { one[$0] } == first + second)
    #expect((0..<1200).map { other[$0] } == first + third)
    #expect((0..<600).map { store[$0] } == first)
  }

  @Test func keepsTheValueAndTheUnitOfARegression() {
    let documents = [1.5, -2].map { value in
      BaseAttribution(
        document: EncodedDocument(ids: [2, 5, 3], isSpecial: [true, false, true], windows: []),
        prediction: Prediction(
          task: .regression, outputs: [.init(label: "price", logit: value, probability: nil)],
          predicted: [0], value: .init(value: value * 100, unit: "USD")),
        vector: [], scores: [.init(output: 0, tokens: [0, 1, 0])])
    }
    let store = AttributionStore(documents)
    #expect((0..<2).map { store[$0] } == documents)
  }

  @Test(arguments: [1, 3])
  func findsTheSameNeighboursWithAnyNumberOfWorkers(_ workers: Int) {
    var generator = SplitMix(state: 4)
    let documents = (0..<2300).map { index in
      var document = base(index)
      document.vector = (0..<4).map { _ in Float(Int.random(in: -3...3, using: &generator)) }
      return document
    }
    let pool = LafaPool(AttributionStore(documents), options: LafaOptions(), workers: workers)
    let all = pool.neighbours(0..<200)
    // Entities have neighbours of their own, and equal distances are frequent.
    #expect(all[0].count == 2)
    #expect(
      all.enumerated().allSatisfy { pool.neighbours($0.offset..<$0.offset + 1) == [$0.element] })
  }
}
