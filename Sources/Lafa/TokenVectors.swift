internal import Encoders

/// The hidden layer that the contextual kernel compares, and the pool's mean token vector in it.
public struct TokenCentre: Sendable, Equatable {
  /// The layer; 0 is the embedding output.
  public var layer: Int
  /// The mean of the non-special tokens' states, d floats.
  public var mean: [Float]

  /// Makes a centre from its parts.
  public init(layer: Int, mean: [Float]) {
    self.layer = layer
    self.mean = mean
  }
}

/// û: the states of a document's tokens in one layer, centred and of length 1, tokens × d.
///
/// A token that several windows share has the mean of its states there. A state that equals the
/// centre has no direction: its vector is zero.
public struct TokenVectors: Sendable {
  /// The vectors, one after the other.
  private(set) var rows: [Float]
  /// The length of a vector.
  let d: Int
  private let counts: [Int]

  /// Makes vectors that windows are added to.
  init(_ document: EncodedDocument, d: Int) {
    rows = Array(repeating: 0, count: document.ids.count * d)
    self.d = d
    counts = document.counts
  }

  /// Makes vectors from numbers; for tests.
  package init(rows: [Float], d: Int) {
    self.rows = rows
    self.d = d
    counts = []
  }

  /// Adds a window's states, tokens × d.
  mutating func add(_ window: EncodedDocument.Window, _ states: UnsafeBufferPointer<Float>) {
    for (place, token) in window.tokens.enumerated() {
      let share = 1 / Float(counts[token])
      for column in 0..<d { rows[token * d + column] += states[place * d + column] * share }
    }
  }

  /// Takes the centre away and makes every vector as long as 1.
  mutating func centre(on mean: [Float]) {
    for start in stride(from: 0, to: rows.count, by: d) {
      var square = 0.0
      for column in 0..<d {
        rows[start + column] -= mean[column]
        square += Double(rows[start + column]) * Double(rows[start + column])
      }
      let factor = square > 0 ? Float(1 / square.squareRoot()) : 0
      for column in 0..<d { rows[start + column] *= factor }
    }
  }

  /// Returns g: Σ_k m_k û_k over the non-special tokens.
  package func direction(_ scores: [Double], of document: EncodedDocument) -> [Float] {
    var sum = [Double](repeating: 0, count: d)
    for (token, score) in scores.enumerated() where !document.isSpecial[token] && score != 0 {
      for column in 0..<d { sum[column] += score * Double(rows[token * d + column]) }
    }
    return sum.map { Float($0) }
  }

  /// Returns û_t · g.
  package func dot(_ token: Int, _ g: [Double]) -> Double {
    var sum = 0.0
    for column in 0..<d { sum += Double(rows[token * d + column]) * g[column] }
    return sum
  }
}
