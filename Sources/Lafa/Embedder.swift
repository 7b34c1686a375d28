public import Checkpoints
public import Encoders

/// One vector for each text, pooled from the last hidden state of an encoder.
///
/// A text longer than the model takes comes in windows: its vector is the mean of the windows'
/// vectors, each weighted by its number of tokens.
public struct Embedder: Sendable {
  private let model: EncoderModel
  private let pooling: SentencePooling
  private let workers: Int

  /// A window of a document, and which of its tokens were added around the text.
  private struct Window {
    let sequence: EncodedSequence
    let isSpecial: [Bool]
  }

  /// Makes an embedder.
  ///
  /// - Parameters:
  ///   - model: The encoder; its head, if it has one, is not used.
  ///   - pooling: How states become a vector.
  ///   - workers: How many batches are computed at the same time.
  public init(model: EncoderModel, pooling: SentencePooling, workers: Int) {
    self.model = model
    self.pooling = pooling
    self.workers = max(workers, 1)
  }

  /// Computes the vectors of documents.
  ///
  /// - Parameters:
  ///   - documents: No window longer than the model takes.
  ///   - progress: Called with the number of windows done so far, from any worker.
  /// - Returns: d floats a document, in order; nil where the model's numbers are not finite.
  public func run(
    _ documents: [EncodedDocument], progress: @Sendable (Int) -> Void = { _ in }
  ) -> [[Float]?] {
    let windows = documents.flatMap { document in
      document.windows.map { window in
        Window(
          sequence: window.sequence, isSpecial: window.tokens.map { document.isSpecial[$0] })
      }
    }
    let plan = PackedBatch.plan(
      lengths: windows.map(\.isSpecial.count), tokens: GradientPass.batchTokens)
    let vectors = BatchRun.results(
      batches: plan.count, workers: workers,
      makeWorker: {
        let pass = EncoderPass(model: model)
        return { batch(windows[plan[$0]], pass: pass) }
      }, progress: progress)
    var start = 0
    return documents.map { document in
      let range = start..<start + document.windows.count
      start = range.upperBound
      return joined(windows[range], vectors[range])
    }
  }

  private func batch(_ windows: ArraySlice<Window>, pass: EncoderPass) -> [[Float]] {
    pass.forward(PackedBatch(windows.map(\.sequence)))
    let d = model.configuration.hiddenSize
    return windows.enumerated().map { index, window in
      pass.withHiddenState(of: index, layer: model.configuration.layers) { states in
        pool(states, window: window, d: d)
      }
    }
  }

  private func pool(_ states: UnsafeBufferPointer<Float>, window: Window, d: Int) -> [Float] {
    let tokens: [Int] =
      switch pooling.kind {
      case .first: [0]
      case .tokens, .maximum: Array(window.isSpecial.indices)
      case .words: window.isSpecial.indices.filter { !window.isSpecial[$0] }
      }
    return (0..<d).map { column in
      let values = tokens.lazy.map { states[$0 * d + column] }
      if pooling.kind == .maximum { return values.max() ?? 0 }
      return Float(values.reduce(0) { $0 + Double($1) } / Double(max(tokens.count, 1)))
    }
  }

  private func joined(_ windows: ArraySlice<Window>, _ vectors: ArraySlice<[Float]>) -> [Float]? {
    let d = model.configuration.hiddenSize
    let total = Double(windows.reduce(0) { $0 + $1.isSpecial.count })
    var sum = [Double](repeating: 0, count: d)
    for (window, vector) in zip(windows, vectors) {
      let weight = Double(window.isSpecial.count) / total
      for column in 0..<d { sum[column] += weight * Double(vector[column]) }
    }
    if pooling.normalises {
      let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if length > 0 { sum = sum.map { $0 / length } }
    }
    let result = sum.map { Float($0) }
    return result.allSatisfy(\.isFinite) ? result : nil
  }
}
