/// S of a document read in windows for base methods with one gradient, reduced token by token as
/// soon as it is complete.
///
/// The row of a token that several windows share is one input of the document's function, so its
/// gradient is the sum over these windows; only such tokens wait.
struct GradientSum {
  /// M of each token, for each base method.
  private(set) var bases: [[Double]]
  private let multipliesInput: [Bool]
  private let reduction: Reduction
  private let input: [Float]
  private var remaining: [Int]
  private var waiting: [Int: [Float]] = [:]

  /// Makes an empty sum.
  ///
  /// - Parameters:
  ///   - document: The document.
  ///   - multipliesInput: For each base method whether its S is H₀ times the gradient.
  ///   - input: H₀, tokens × e; may be empty if nothing is multiplied with it.
  ///   - reduction: How S becomes M.
  init(
    _ document: EncodedDocument, multipliesInput: [Bool], input: [Float], reduction: Reduction
  ) {
    remaining = document.counts
    bases = multipliesInput.map { _ in [Double](repeating: 0, count: document.ids.count) }
    self.multipliesInput = multipliesInput
    self.input = input
    self.reduction = reduction
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
          reduce(token, sum)
        } else {
          waiting[token] = sum
        }
      } else if remaining[token] == 0 {
        reduce(token, row)
      } else {
        waiting[token] = Array(row)
      }
    }
  }

  private mutating func reduce(_ token: Int, _ row: some Collection<Float>) {
    for (base, multiplies) in multipliesInput.enumerated() {
      bases[base][token] =
        multiplies
        ? reduction.score(
          zip(row, input[token * row.count..<(token + 1) * row.count]).lazy.map {
            Double($0) * Double($1)
          })
        : reduction.score(row.lazy.map { Double($0) })
    }
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
  ///
  /// - Parameters:
  ///   - tokens: The document's token of each row.
  ///   - gradient: Rows of e floats.
  ///   - weight: The point's weight.
  ///   - factor: What the gradient is multiplied with, element by element; nothing if nil.
  mutating func add(
    _ tokens: [Int], _ gradient: UnsafeBufferPointer<Float>.SubSequence, weight: Double,
    times factor: [Float]?
  ) {
    let gradient = UnsafeBufferPointer(rebasing: gradient)
    mean.withUnsafeMutableBufferPointer { mean in
      for (place, token) in tokens.enumerated() {
        for column in 0..<e {
          let factor = factor.map { Double($0[place * e + column]) } ?? 1
          mean[token * e + column] += weight * factor * Double(gradient[place * e + column])
        }
      }
    }
  }

  /// Returns M of each token.
  func scores(_ reduction: Reduction) -> [Double] {
    stride(from: 0, to: mean.count, by: e).map { reduction.score(mean[$0..<$0 + e]) }
  }

  /// Σ S over tokens and columns.
  var total: Double { mean.reduce(0, +) }
}
