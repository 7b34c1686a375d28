/// S of a document read in windows, squared and summed token by token as soon as it is complete.
///
/// The row of a token that several windows share is one input of the document's function, so its
/// gradient is the sum over these windows; only such tokens wait.
struct GradientSum {
  /// Σ_j S_ij² of each token.
  private(set) var tokens: [Double]
  private var remaining: [Int]
  private var waiting: [Int: [Float]] = [:]

  init(_ document: EncodedDocument) {
    remaining = document.counts
    tokens = [Double](repeating: 0, count: document.ids.count)
  }

  /// Adds a window's gradient, tokens × e.
  mutating func add(
    _ window: EncodedDocument.Window, _ gradient: UnsafeBufferPointer<Float>.SubSequence, e: Int
  ) {
    for (place, token) in window.tokens.enumerated() {
      let start = gradient.startIndex + place * e
      let row = gradient[start..<start + e]
      remaining[token] -= 1
      if var sum = waiting.removeValue(forKey: token) {
        for (column, value) in row.enumerated() { sum[column] += value }
        if remaining[token] == 0 {
          tokens[token] = Self.squared(sum)
        } else {
          waiting[token] = sum
        }
      } else if remaining[token] == 0 {
        tokens[token] = Self.squared(row)
      } else {
        waiting[token] = Array(row)
      }
    }
  }

  private static func squared(_ row: some Sequence<Float>) -> Double {
    row.reduce(0) { $0 + Double($1) * Double($1) }
  }
}
