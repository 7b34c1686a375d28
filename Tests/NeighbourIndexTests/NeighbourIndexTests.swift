import Foundation
import NeighbourIndex
import TestSupport
import Testing

/// FAISS behind its shim: what it finds, and files that are damaged.
struct NeighbourIndexTests {
  private static let dimension = 8

  /// Vectors around some centres, seeded.
  private static func vectors(_ count: Int) -> [[Float]] {
    var state: UInt64 = 1
    func next() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 24)
    }
    let centres = (0..<20).map { _ in (0..<dimension).map { _ in next() * 10 } }
    return (0..<count).map { index in centres[index % 20].map { $0 + next() } }
  }

  private static func index(_ vectors: [[Float]], threads: Int = 1) throws -> NeighbourIndex {
    try NeighbourIndex.build(count: vectors.count, dimension: dimension, threads: threads) {
      $0.flatMap { vectors[$0] }
    }
  }

  /// The nearest vectors by comparison with all, in double precision.
  private static func nearest(_ query: [Float], _ vectors: [[Float]], _ limit: Int) -> [Int] {
    func distance(_ other: [Float]) -> Double {
      zip(query, other).reduce(0) {
        $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
      }
    }
    let distances = vectors.map(distance)
    return Array(vectors.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }.prefix(limit))
  }

  @Test func allListsFindWhatComparisonFinds() throws {
    let vectors = Self.vectors(2000)
    let index = try Self.index(vectors)
    #expect((index.count, index.dimension) == (2000, Self.dimension))
    #expect(index.lists > 1)
    let queries = Array(vectors.prefix(50))
    let found = try index.candidates(
      queries.flatMap(\.self), count: 10, probes: index.lists, threads: 2)
    for (query, numbers) in zip(queries, found) {
      #expect(Set(numbers) == Set(Self.nearest(query, vectors, 10)))
    }
  }

  @Test func fewListsFindMostOfIt() throws {
    let vectors = Self.vectors(4000)
    let index = try Self.index(vectors)
    let queries = Array(vectors.prefix(100))
    let found = try index.candidates(queries.flatMap(\.self), count: 10, probes: 2, threads: 1)
    let hits = zip(queries, found).reduce(0) { sum, pair in
      sum + Set(pair.1).intersection(Self.nearest(pair.0, vectors, 10)).count
    }
    #expect(hits >= 950)
  }

  @Test func anotherNumberOfThreadsGivesTheSameFile() throws {
    let vectors = Self.vectors(3000)
    try Fixtures.withTemporaryFolder { folder in
      let files = try [1, 2].map { threads in
        let file = folder.appending(path: "\(threads).faiss")
        try Self.index(vectors, threads: threads).write(to: file)
        return try Data(contentsOf: file)
      }
      #expect(files[0] == files[1])
    }
  }

  @Test func readsWhatItWrote() throws {
    let vectors = Self.vectors(1000)
    let index = try Self.index(vectors)
    try Fixtures.withTemporaryFolder { folder in
      let file = folder.appending(path: "pool.faiss")
      try index.write(to: file)
      let again = try NeighbourIndex.read(file, count: 1000, dimension: Self.dimension)
      let queries = vectors.prefix(30).flatMap(\.self)
      #expect(
        try again.candidates(queries, count: 5, probes: 1, threads: 1)
          == index.candidates(queries, count: 5, probes: 1, threads: 1))
    }
  }

  @Test func fewVectorsMakeAnIndexToo() throws {
    let index = try Self.index([[0, 0, 0, 0, 0, 0, 0, 1]])
    let found = try index.candidates(
      [0, 0, 0, 0, 0, 0, 0, 0], count: 3, probes: 4, threads: 1)
    #expect(found == [[0]])
  }

  @Test func refusesOtherAndDamagedFiles() throws {
    let index = try Self.index(Self.vectors(500))
    try Fixtures.withTemporaryFolder { folder in
      let file = folder.appending(path: "pool.faiss")
      try index.write(to: file)
      let whole = try Data(contentsOf: file)
      func fault(_ data: Data, count: Int = 500, dimension: Int = Self.dimension) throws -> String {
        try data.write(to: file)
        do {
          _ = try NeighbourIndex.read(file, count: count, dimension: dimension)
          return ""
        } catch {
          return "\(error)"
        }
      }
      #expect(try fault(whole).isEmpty)
      #expect(try fault(whole, count: 499).contains("500 vectors, not 499"))
      #expect(try fault(whole, dimension: 9).contains("8 numbers, not 9"))
      #expect(try fault(Data("no index".utf8)).contains("another kind"))
      #expect(try fault(whole + Data([0])).contains("behind its end"))
      for length in stride(from: 0, to: whole.count, by: 97) {
        #expect(try fault(whole.prefix(length)).contains("Index the documents again"))
      }
    }
  }

  /// Every byte of the structure may be wrong: an error or a search that stays in its bounds.
  @Test func searchesOfMutatedFilesStayInBounds() throws {
    let vectors = Self.vectors(120)
    let index = try Self.index(vectors)
    try Fixtures.withTemporaryFolder { folder in
      let file = folder.appending(path: "pool.faiss")
      try index.write(to: file)
      let whole = try Data(contentsOf: file)
      for place in 0..<whole.count where place < 400 || place % 7 == 0 {
        var data = whole
        data[place] ^= place.isMultiple(of: 2) ? 0xFF : 0x01
        try data.write(to: file)
        guard
          let read = try? NeighbourIndex.read(file, count: 120, dimension: Self.dimension)
        else { continue }
        let found = try read.candidates(vectors[0], count: 10, probes: 100, threads: 1)
        #expect(found[0].allSatisfy { (0..<120).contains($0) })
      }
    }
  }
}
