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

/// The weighted mean of a document's gradients at the points of a path, token by token.
struct PathSum {
  private var mean: [Double]
  private let e: Int

  init(tokens: Int, e: Int) {
    mean = Array(repeating: 0, count: tokens * e)
    self.e = e
  }

  /// Adds a window's gradient at one point; a token that windows share adds up.
  mutating func add(
    _ tokens: [Int], _ gradient: UnsafeBufferPointer<Float>.SubSequence, weight: Double
  ) {
    let gradient = UnsafeBufferPointer(rebasing: gradient)
    mean.withUnsafeMutableBufferPointer { mean in
      for (place, token) in tokens.enumerated() {
        for column in 0..<e {
          mean[token * e + column] += weight * Double(gradient[place * e + column])
        }
      }
    }
  }

  /// Returns Σ_j S_ij² for each token; S is the mean, or H₀ (tokens × e) times it.
  func squares(times input: [Float]?) -> [Double] {
    (0..<mean.count / e).map { token in
      (token * e..<(token + 1) * e).reduce(0) { sum, index in
        let s = mean[index] * (input.map { Double($0[index]) } ?? 1)
        return sum + s * s
      }
    }
  }
}
