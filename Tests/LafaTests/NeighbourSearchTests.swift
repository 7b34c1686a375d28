import Lafa
import Testing

struct NeighbourSearchTests {
  /// Returns vectors of a seeded generator.
  private func vectors(_ count: Int, _ d: Int) -> [[Float]] {
    var generator = SplitMix(state: 11)
    return (0..<count).map { _ in
      (0..<d).map { _ in Float.random(in: -1...1, using: &generator) }
    }
  }

  private func distance(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
      .squareRoot()
  }

  @Test(arguments: [(5000, 8), (300, 33)])
  func findsWhatASearchOverAllFinds(_ count: Int, _ d: Int) {
    let vectors = vectors(count, d)
    let hits = NeighbourSearch(vectors).nearest(of: Array(40..<44), count: 10) { 40 + $0 != $1 }
    for (query, found) in zip(40..<44, hits) {
      let all = vectors.indices.filter { $0 != query }
        .map { (distance(vectors[query], vectors[$0]), $0) }.sorted { $0 < $1 }
      #expect(found.map(\.index) == all.prefix(10).map(\.1))
      #expect(found.map(\.distance) == all.prefix(10).map(\.0))
    }
  }

  @Test func ordersEqualDistancesByIndexAndFindsFewerThanAskedFor() {
    let search = NeighbourSearch([[0, 0], [1, 0], [0, 1], [0, -1]])
    let hits = search.nearest(of: [0], count: 10) { $0 != $1 }[0]
    #expect(hits == [1, 2, 3].map { NeighbourSearch.Hit(index: $0, distance: 1) })
  }

  @Test func findsNothingWhereNothingIsEligible() {
    let search = NeighbourSearch([[0, 0], [1, 0]])
    #expect(search.nearest(of: [0, 1], count: 3) { _, _ in false } == [[], []])
    #expect(search.nearest(of: [0, 1], count: 0) { _, _ in true } == [[], []])
  }
}
