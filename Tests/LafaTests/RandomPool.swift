import AttributionRecords
import Lafa

/// Documents with numbers from a seeded generator: base attributions, embeddings and û.
struct RandomPool {
  static let e = 5
  static let d = 7

  var documents: [BaseAttribution] = []
  var table: [[Float]] = []
  var states: [[[Float]]] = []

  init(_ count: Int, task: Task, outputs: Int, seed: UInt64) {
    var generator = SplitMix(state: seed)
    func vector(_ count: Int) -> [Float] {
      (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
    }
    table = (0..<20).map { _ in vector(Self.e) }
    for _ in 0..<count {
      let length = Int.random(in: 1...20, using: &generator)
      let ids = [2] + (0..<length).map { _ in Int.random(in: 4..<20, using: &generator) } + [3]
      if let copy = documents.firstIndex(where: { $0.document.ids == ids }) {
        // A model says the same of the same tokens.
        documents.append(documents[copy])
        states.append(states[copy])
        continue
      }
      let special = [true] + Array(repeating: false, count: length) + [true]
      let explained =
        task == .multiLabel
        ? (0..<outputs).filter { _ in Bool.random(using: &generator) } : [0]
      let list = explained.isEmpty ? [0] : explained
      let unit = ids.map { _ in
        let row = vector(Self.d)
        let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return row.map { $0 / length }
      }
      states.append(unit)
      documents.append(
        BaseAttribution(
          document: EncodedDocument(ids: ids, isSpecial: special),
          prediction: Prediction(
            task: task,
            outputs: (0..<outputs).map { .init(label: "\($0)", logit: 0, probability: 0.5) },
            predicted: list),
          vector: vector(8),
          scores: list.map { output in
            let m = ids.map { _ in Double.random(in: 0...1, using: &generator) }
            var g = [Double](repeating: 0, count: Self.d)
            for (k, row) in unit.enumerated() where !special[k] {
              for (column, value) in row.enumerated() { g[column] += m[k] * Double(value) }
            }
            return .init(output: output, bases: [m], directions: [g.map { Float($0) }])
          }))
    }
  }

  /// û as the engine has them.
  var vectors: [TokenVectors] {
    states.map { TokenVectors(rows: Array($0.joined()), d: Self.d) }
  }

  /// Rows of the table.
  func embeddings(_ ids: [Int]) -> [Float] { ids.flatMap { table[$0] } }
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
