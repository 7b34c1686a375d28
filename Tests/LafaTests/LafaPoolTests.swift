import AttributionRecords
import Lafa
import Testing

struct LafaPoolTests {
  /// Sums of a few dozen doubles in another order.
  static let tolerance = 1e-12
  /// Directions are kept in single precision, rounded once a column.
  static let directionTolerance = 2e-6

  static let kernels: [TokenKernel] = [
    .indicator, .cosine, .rbf(l: 2), .laplacian(l: 1.5), .inverseDistance,
    .polynomial(gamma: 0.7, c: 0.5, p: 3), .contextual,
  ]

  private func options(
    _ kernel: TokenKernel, scale: Smoothing.Scale = .document, poolPart: Double = 0
  ) -> LafaOptions {
    LafaOptions(methods: [
      AttributionMethod(
        name: "lafa",
        smoothing: Smoothing(kernel: kernel, lambda: 0.7, scale: scale, poolPart: poolPart))
    ])
  }

  private func check(
    _ options: LafaOptions, _ task: Task, _ count: Int, tolerance: Double
  ) throws {
    let random = RandomPool(count, task: task, outputs: task == .multiLabel ? 4 : 1, seed: 3)
    let engine = LafaPool(
      AttributionStore(random.documents), options: options, embeddings: { random.embeddings($0) })
    let smoothing = try #require(options.methods[0].smoothing)
    let literal = LiteralReading(
      documents: random.documents, neighbours: 10, smoothing: smoothing, table: random.table,
      states: random.states)
    let isMulti = task == .multiLabel
    for (index, explained) in engine.explain(0..<count, vectors: random.vectors).enumerated() {
      #expect(!explained.isEmpty)
      for part in explained {
        #expect(
          part.neighbours.map(\.index)
            == literal.similar(index, output: part.output, multiLabel: isMulti))
        let expected = literal.scores(index, output: part.output, multiLabel: isMulti)
        for (found, wanted) in zip(part.ledger.scores, expected) {
          #expect(abs(found - wanted) <= tolerance * max(1, abs(wanted)))
        }
        // The ledger is exact: own, shares and the pool's part add up.
        for token in part.ledger.scores.indices {
          let sum = part.ledger.shares.reduce(
            part.ledger.own[token] + (part.ledger.pool?[token] ?? 0)
          ) { $0 + $1[token] }
          #expect(abs(sum - part.ledger.scores[token]) <= Self.tolerance * max(1, abs(sum)))
        }
      }
    }
  }

  /// The products of two û are in single precision.
  static let productTolerance = 1e-6

  @Test(arguments: kernels, [Task.singleLabel, .multiLabel])
  func termsOfANeighboursTokensAddUpToItsShare(_ kernel: TokenKernel, _ task: Task) throws {
    let random = RandomPool(30, task: task, outputs: 3, seed: 5)
    let pool = LafaPool(
      AttributionStore(random.documents),
      options: options(kernel, poolPart: kernel == .contextual ? 0.5 : 0),
      embeddings: { random.embeddings($0) })
    let vectors = random.vectors
    for (index, explained) in pool.explain(0..<30, vectors: vectors).enumerated() {
      for part in explained {
        let terms = pool.tokenShares(index, part, vectors: vectors[index]) { vectors[$0] }
        #expect(terms.count == part.neighbours.count)
        let tokens = random.documents[index].document.ids.indices
        for (place, neighbour) in part.neighbours.enumerated() {
          let rows = terms[place].given(to: tokens)
          let special = random.documents[neighbour.index].document.isSpecial
          let largest = part.ledger.shares[place].reduce(0) { max($0, abs($1)) }
          for token in tokens {
            #expect(rows[token].count == special.count)
            let sum = rows[token].reduce(0, +)
            let size = rows[token].reduce(largest) { $0 + abs($1) }
            #expect(abs(sum - part.ledger.shares[place][token]) <= Self.productTolerance * size)
            for (k, isSpecial) in special.enumerated() where isSpecial {
              #expect(rows[token][k] == 0)
            }
          }
        }
      }
    }
  }

  @Test(arguments: [Task.singleLabel, .multiLabel, .regression], [1, 7, 130])
  func equalsALiteralReadingOfThePaper(_ task: Task, _ count: Int) throws {
    try check(options(.indicator), task, count, tolerance: Self.tolerance)
  }

  @Test(arguments: kernels, [Smoothing.Scale.none, .document])
  func equalsALiteralReadingForEveryKernel(
    _ kernel: TokenKernel, _ scale: Smoothing.Scale
  ) throws {
    let tolerance = kernel == .contextual ? Self.directionTolerance : Self.tolerance
    try check(options(kernel, scale: scale), .singleLabel, 40, tolerance: tolerance)
    try check(options(kernel, scale: scale), .multiLabel, 40, tolerance: tolerance)
  }

  @Test(arguments: [0.3, 1])
  func addsThePartOfTheWholePool(_ part: Double) throws {
    try check(
      options(.contextual, poolPart: part), .singleLabel, 40, tolerance: Self.directionTolerance)
    try check(
      options(.contextual, poolPart: part), .multiLabel, 40, tolerance: Self.directionTolerance)
  }

  @Test func neverTakesTheDocumentOrItsCopiesAsNeighbours() {
    var documents = RandomPool(5, task: .singleLabel, outputs: 1, seed: 5).documents
    documents += [documents[0], documents[0], documents[1]]
    let explained = LafaPool(documents, options: options(.indicator)).explain(0..<8)
    #expect(explained[0][0].neighbours.allSatisfy { ![0, 5, 6].contains($0.index) })
    #expect(explained[0][0].quality.duplicates == 2)
    #expect(explained[0][0].quality.candidates == 5)
    #expect(explained[7][0].quality.duplicates == 1)
  }

  @Test func leavesTheBaseScoresWithoutNeighbours() {
    let documents = RandomPool(1, task: .singleLabel, outputs: 1, seed: 9).documents
    let explained = LafaPool(documents, options: options(.indicator, scale: .none))
      .explain(0..<1)[0][0]
    #expect(explained.neighbours.isEmpty)
    #expect(explained.ledger.scores == documents[0].scores[0].tokens)
    #expect(explained.quality == NeighbourQuality(candidates: 0, duplicates: 0, agreeing: 0))
  }

  @Test func addsUpByHandOnAToy() {
    // Two documents: [CLS] a b a and [CLS] a c; the second smooths the first.
    let aggregation = LocalAggregation(
      Smoothing(kernel: .indicator, lambda: 2, scale: .none))
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

  @Test func keepsNeighboursWithinTheQuantileAndTheFilter() {
    var documents = RandomPool(60, task: .singleLabel, outputs: 3, seed: 8).documents
    for index in documents.indices {
      documents[index].prediction.predicted = [index % 3]
      documents[index].document.category = index % 2
    }
    var options = options(.indicator)
    options.filter = .samePrediction
    let predicted = LafaPool(documents, options: options).neighbours(0..<60)
    #expect(
      predicted.enumerated().allSatisfy { index, hits in
        hits[0].count == 10 && hits[0].allSatisfy { $0.index % 3 == index % 3 }
      })
    options.filter = .sameCategory
    let category = LafaPool(documents, options: options).explain(0..<60)
    #expect(category.allSatisfy { $0[0].quality.categoryPrecision == 1 })
    options.filter = .any
    options.neighbours = 59
    let all = LafaPool(documents, options: options).explain(0..<60)
    options.nearerThan = 0.1
    let near = LafaPool(documents, options: options).explain(0..<60)
    // A tenth of all pairs are nearer than the quantile, as far as it falls between two.
    #expect(near.reduce(0) { $0 + $1[0].neighbours.count } == 2 * (60 * 59 / 20))
    #expect(
      zip(near, all).allSatisfy {
        $0[0].neighbours == Array($1[0].neighbours.prefix($0[0].neighbours.count))
      })
    // Of all others, the middle one lies in the middle of the distances, more or less.
    #expect(all.allSatisfy { (0.02...0.98).contains($0[0].quality.percentile ?? 0) })
  }

  @Test(arguments: [UInt64(1), 2])
  func strangersAreDrawnByChanceWithoutTheDocument(_ seed: UInt64) {
    var random = RandomPool(40, task: .singleLabel, outputs: 2, seed: 9)
    for index in random.documents.indices {
      random.documents[index].prediction.predicted = [index % 2]
    }
    // The last is a copy of the first.
    random.documents[39].document = random.documents[0].document
    let pool = LafaPool(random.documents, options: options(.indicator))
    for index in 0..<40 {
      let any = pool.strangers(to: index, count: 10, .random(seed: seed), 0)
      #expect(any.count == 10)
      #expect(Set(any).count == 10)
      #expect(!any.contains(index))
      #expect(any == pool.strangers(to: index, count: 10, .random(seed: seed), 0))
      #expect(any != pool.strangers(to: index, count: 10, .random(seed: seed + 100), 0))
      let others = pool.strangers(
        to: index, count: 10, .otherPrediction(seed: seed), index % 2)
      #expect(others.count == 10)
      #expect(others.allSatisfy { $0 % 2 != index % 2 })
    }
    #expect(!pool.strangers(to: 0, count: 39, .random(seed: seed), 0).contains(39))
    #expect(pool.strangers(to: 0, count: 39, .random(seed: seed), 0).count <= 38)
  }
}
