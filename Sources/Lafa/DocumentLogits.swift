internal import Encoders

/// The logits of a document: the mean over its windows, of each token's or of the text's.
struct DocumentLogits {
  /// One row, or one for every token of the document.
  private(set) var rows: [[Double]]
  private let counts: [Int]?
  private let windows: Int

  /// Makes logits that windows are added to.
  ///
  /// - Parameters:
  ///   - document: The document.
  ///   - outputs: The number of logits of a row.
  ///   - labelsTokens: Whether each token has a row.
  init(_ document: EncodedDocument, outputs: Int, labelsTokens: Bool) {
    windows = document.windows.count
    counts = labelsTokens ? document.counts : nil
    rows = Array(
      repeating: Array(repeating: 0, count: outputs), count: labelsTokens ? document.ids.count : 1)
  }

  /// The share of a window in the row of a token, or in the text's.
  private func share(_ row: Int) -> Double { 1 / Double(counts?[row] ?? windows) }

  /// The row that a row of a window's logits belongs to.
  private func row(_ place: Int, of window: EncodedDocument.Window) -> Int {
    counts == nil ? 0 : window.tokens[place]
  }

  /// Adds what the model says of a window.
  mutating func add(_ window: EncodedDocument.Window, index: Int, pass: EncoderPass) {
    for (place, from) in pass.logitRows(of: index).enumerated() {
      let to = row(place, of: window)
      for (output, logit) in pass.logits(row: from).enumerated() {
        rows[to][output] += Double(logit) * share(to)
      }
    }
  }

  /// Writes ∂F/∂logits of a window's rows, given that of the document's.
  func spread(
    _ gradient: [Int: [Double]], _ window: EncodedDocument.Window, index: Int, pass: EncoderPass,
    into weights: inout [Float]
  ) {
    for (place, to) in pass.logitRows(of: index).enumerated() {
      let from = row(place, of: window)
      guard let values = gradient[from] else { continue }
      for (output, value) in values.enumerated() {
        weights[to * values.count + output] = Float(value * share(from))
      }
    }
  }
}
