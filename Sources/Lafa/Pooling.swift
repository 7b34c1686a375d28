/// How a layer's hidden states become one vector.
enum Pooling {
  /// Returns the mean over non-special tokens, or over all if every token is special.
  ///
  /// - Parameters:
  ///   - document: The tokens.
  ///   - d: The size of a hidden state.
  ///   - hidden: Hands out the hidden states, tokens × d.
  /// - Returns: d floats.
  static func mean(
    _ document: EncodedDocument, d: Int,
    hidden: ((UnsafeBufferPointer<Float>) -> [Float]) -> [Float]
  ) -> [Float] {
    let all = document.isSpecial.allSatisfy(\.self)
    let rows = document.isSpecial.indices.filter { all || !document.isSpecial[$0] }
    return hidden { states in
      var sum = [Double](repeating: 0, count: d)
      for row in rows {
        for column in 0..<d { sum[column] += Double(states[row * d + column]) }
      }
      return sum.map { Float($0 / Double(rows.count)) }
    }
  }
}
