internal import ArgumentParser
internal import Benchmarks
internal import Foundation
internal import Lafa
internal import NeighbourIndex
internal import SavedPools
internal import Tensors

/// Step I alone: every document's nearest among all.
struct NeighboursBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neighbours",
    abstract: "The nearest documents of every document of a pool.",
    discussion: """
      The vectors are seeded and lie near a plane of \(planeDimension) dimensions, evenly: harder for \
      an index than the hidden states of texts, which form clusters. The peer is IndexFlatL2 of FAISS from Python. With --approximate an \
      inverted file is built instead, as for a saved pool, and its recall is measured on some \
      queries.

      \(BenchmarkText.method)
      """)

  @Option(help: "How many vectors.") var documents = 100_000
  @Option(help: "Their length.") var dimension = 384
  @Flag(help: "Build an inverted file and measure its recall.") var approximate = false
  @OptionGroup var workers: WorkerOption
  @OptionGroup var peerOption: PeerOption
  @OptionGroup var runOptions: RunOptions

  private static let neighbours = 10
  private static let block = NeighbourSearch.block
  private static let planeDimension = 16
  private static let noise: Float = 0.2

  mutating func validate() throws {
    guard documents > 0, dimension > 0 else {
      throw ValidationError("--documents and --dimension take a number from 1 up.")
    }
  }

  func run() throws {
    let vectors = makeVectors()
    guard !approximate else { return try measureIndex(vectors) }
    let threads = workers.threads
    var contenders = [
      Contender(Report.ours, units: Double(documents)) {
        Meter.sample {
          let search = NeighbourSearch(vectors, workers: threads)
          for start in stride(from: 0, to: documents, by: Self.block) {
            _ = search.nearest(
              of: Array(start..<min(start + Self.block, documents)), count: Self.neighbours
            ) { $0 + start != $1 }
          }
        }
      }
    ]
    if let peer = try peerOption.start(threads: threads) {
      let job = PeerProcess.Job(method: "neighbours", count: documents, dimension: dimension)
      contenders.append(
        Contender("FAISS from Python, IndexFlatL2", units: Double(documents)) {
          try peer.sample(job)
        })
    }
    let entries = try runOptions.contest(threads: threads).run(contenders)
    try runOptions.print(
      Report(
        benchmark: "neighbours", subject: "\(documents) × \(dimension)", unit: "documents"),
      entries)
  }

  /// Vectors near a seeded plane of few dimensions.
  private func makeVectors() -> VectorStore {
    var numbers = SplitMix64(seed: 1)
    func uniform() -> Float { Float(numbers.next() >> 40) / Float(1 << 23) - 1 }
    let axes = (0..<Self.planeDimension).map { _ in (0..<dimension).map { _ in uniform() } }
    var store = VectorStore()
    for _ in 0..<documents {
      var vector = (0..<dimension).map { _ in Self.noise * uniform() }
      for axis in axes {
        let weight = uniform()
        for column in 0..<dimension { vector[column] += weight * axis[column] }
      }
      store.append(vector)
    }
    return store
  }

  private func measureIndex(_ vectors: VectorStore) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let pool = try PoolIndex.build(vectors, threads: workers.threads)
    let built = clock.now - start
    let queries = min(documents, 10_000)
    let search = NeighbourSearch(
      vectors, workers: workers.threads, candidates: pool.candidates(threads: workers.threads))
    let searched = clock.measure {
      _ = search.nearest(of: Array(0..<queries), count: Self.neighbours) { $0 != $1 }
    }
    func seconds(_ duration: Duration) -> String { Report.figures(duration / .seconds(1)) + " s" }
    var table = TextTable(head: ["\(documents) × \(dimension)", ""])
    table.add(["lists", String(pool.index.lists)])
    table.add(["lists looked through", String(pool.probes)])
    table.add(["recall of \(PoolIndex.neighbours) neighbours", Report.figures(pool.recall)])
    table.add(["building", seconds(built)])
    table.add(["\(queries) searches", seconds(searched)])
    for line in table.lines { print(line) }
  }
}
