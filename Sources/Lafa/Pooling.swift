internal import Encoders

/// The pooled hidden state of a document: the mean over its non-special tokens (over all if every
/// token is special), or its first token's; a token that several windows share has the mean of its
/// states there.
struct Pooling {
  private var sum: [Double]
  private let counts: [Int]
  private let isTaken: [Bool]

  init(_ document: EncodedDocument, d: Int, _ pooling: LafaOptions.VectorPooling) {
    sum = [Double](repeating: 0, count: d)
    counts = document.counts
    let all = document.isSpecial.allSatisfy(\.self)
    isTaken = document.isSpecial.enumerated().map { token, isSpecial in
      pooling == .first ? token == 0 : all || !isSpecial
    }
  }

  /// Adds a window's hidden state, tokens × d.
  mutating func add(_ window: EncodedDocument.Window, _ states: UnsafeBufferPointer<Float>) {
    for (place, token) in window.tokens.enumerated() where isTaken[token] {
      let row = states[place * sum.count..<(place + 1) * sum.count]
      let count = Double(counts[token])
      for (column, state) in row.enumerated() { sum[column] += Double(state) / count }
    }
  }

  /// The mean, d floats.
  var vector: [Float] {
    let count = Double(max(isTaken.count(where: \.self), 1))
    return sum.map { Float($0 / count) }
  }
}
