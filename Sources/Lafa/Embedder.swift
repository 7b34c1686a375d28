public import Checkpoints
internal import Dispatch
public import Encoders
internal import Synchronization

/// One vector for each text, pooled from the last hidden state of an encoder.
///
/// A text longer than the model takes comes in windows: its vector is the mean of the windows'
/// vectors, each weighted by its number of tokens.
public struct Embedder: Sendable {
  private let model: EncoderModel
  private let pooling: SentencePooling
  private let workers: Int

  /// The tokens of a batch, as for gradients.
  private static let batchTokens = 512

  /// One window of a text.
  public struct Window: Sendable, Equatable {
    /// The model's input.
    public var sequence: EncodedSequence
    /// Whether each token was added around the text.
    public var isSpecial: [Bool]

    /// Makes a window from its parts.
    public init(sequence: EncodedSequence, isSpecial: [Bool]) {
      precondition(sequence.ids.count == isSpecial.count, "one flag a token")
      self.sequence = sequence
      self.isSpecial = isSpecial
    }
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

  /// Computes the vectors of texts.
  ///
  /// - Parameters:
  ///   - texts: The windows of each, at least one; no window longer than the model takes.
  ///   - progress: Called with the number of windows done so far, from any worker.
  /// - Returns: d floats a text, in order; nil where the model's numbers are not finite.
  public func run(
    _ texts: [[Window]], progress: @Sendable (Int) -> Void = { _ in }
  ) -> [[Float]?] {
    let windows = texts.flatMap(\.self)
    let plan = PackedBatch.plan(
      lengths: windows.map(\.sequence.ids.count), tokens: Self.batchTokens)
    let next = Atomic<Int>(0)
    let results = Mutex<(parts: [[[Float]]], done: Int)>(
      (Array(repeating: [], count: plan.count), 0))
    DispatchQueue.concurrentPerform(iterations: min(workers, max(plan.count, 1))) { _ in
      let pass = EncoderPass(model: model)
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < plan.count else { return }
        let part = batch(windows[plan[index]], pass: pass)
        let done = results.withLock { state in
          state.parts[index] = part
          state.done += part.count
          return state.done
        }
        progress(done)
      }
    }
    let vectors = results.withLock { $0.parts.flatMap(\.self) }
    var start = 0
    return texts.map { text in
      defer { start += text.count }
      return joined(text, vectors[start..<start + text.count])
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

  private func joined(_ windows: [Window], _ vectors: ArraySlice<[Float]>) -> [Float]? {
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
