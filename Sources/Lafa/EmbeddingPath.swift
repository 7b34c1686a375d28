internal import Checkpoints
internal import Encoders
internal import Foundation
internal import Tensors

/// The points at which a base method takes its gradients, each a change of H₀ with a weight.
struct EmbeddingPath: Sendable {
  private enum Form {
    /// H′ + α (H₀ − H′).
    case line([Double])
    /// H₀ + ε.
    case noise(deviation: Double, seed: UInt64)
    /// αH₀ + (1 − α)H′, α uniform, H′ the references in turn.
    case mixture(seed: UInt64)
    /// H′, the references in turn.
    case references
  }

  private let form: Form
  private let reference: BaseMethod.Reference
  /// The weight of each point, for a form with a number of points of its own.
  private let pointWeights: [Double]
  /// Whether the gradients at the points are multiplied by H₀ − H′.
  private let multipliesDifference: Bool
  /// Whether Σ S should be F(H₀) − F(H′).
  let isComplete: Bool

  /// Makes the path of a method; nil for one without points, or with H₀ as its only one.
  init?(_ method: BaseMethod) {
    switch method {
    case .random, .gradient, .inputGradient: return nil
    case .integratedGradient(let steps, let reference):
      let rule = GaussLegendre(points: max(steps, 1))
      form = .line(rule.nodes)
      self.reference = reference
      pointWeights = rule.weights
    case .smoothGradient(let samples, let deviation, let seed):
      form = .noise(deviation: deviation, seed: seed)
      reference = .zero
      pointWeights = Array(repeating: 1 / Double(max(samples, 1)), count: max(samples, 1))
    case .shapGradient(let samples, let reference, let seed):
      form = .mixture(seed: seed)
      self.reference = reference
      pointWeights = Array(repeating: 1 / Double(max(samples, 1)), count: max(samples, 1))
    case .shapDeep(let reference):
      form = .references
      self.reference = reference
      pointWeights = [1]
    }
    switch form {
    case .line: (multipliesDifference, isComplete) = (true, true)
    case .references: (multipliesDifference, isComplete) = (true, false)
    case .noise, .mixture: (multipliesDifference, isComplete) = (false, false)
    }
  }

  /// The weight of each point of a document; they add up to 1.
  func weights(_ document: EncodedDocument) -> [Double] {
    guard case .references = form, reference == .texts, !document.references.isEmpty else {
      return pointWeights
    }
    let count = document.references.count
    return Array(repeating: 1 / Double(count), count: count)
  }

  /// Changes the rows of H₀ that a window of a document holds.
  ///
  /// - Parameters:
  ///   - point: The point's index.
  ///   - document: The document.
  ///   - tokens: The document's token of each row.
  ///   - rows: The window's rows of e floats.
  ///   - model: The model.
  func move(
    to point: Int, _ document: EncodedDocument, tokens: [Int], rows: UnsafeMutablePointer<Float>,
    model: EncoderModel
  ) {
    let count = tokens.count * model.configuration.embeddingSize
    switch form {
    case .line(let nodes):
      mix(Float(nodes[point]), rows, count, self.rows(0, document, tokens, model))
    case .mixture(let seed):
      let text = Self.seed(seed, document)
      var numbers = SplitMix64(seed: SplitMix64.mixed(text &+ UInt64(point)))
      let alpha = Float(Double(numbers.next() >> 11) * 0x1p-53)
      mix(alpha, rows, count, self.rows(point, document, tokens, model))
    case .references:
      mix(0, rows, count, self.rows(point, document, tokens, model))
    case .noise(let deviation, let seed):
      let text = Self.seed(seed, document)
      let e = model.configuration.embeddingSize
      for (row, token) in tokens.enumerated() {
        // A token that windows share has the same noise in each.
        var noise = NormalNoise(
          seed: text, stream: UInt64(point) << 32 | UInt64(token), deviation: deviation)
        for column in row * e..<(row + 1) * e { rows[column] += noise.next() }
      }
    }
  }

  /// Changes rows of H₀ to H′.
  func moveToReference(
    _ document: EncodedDocument, tokens: [Int], rows: UnsafeMutablePointer<Float>,
    model: EncoderModel
  ) {
    let count = tokens.count * model.configuration.embeddingSize
    mix(0, rows, count, self.rows(0, document, tokens, model))
  }

  /// Returns what the gradient at a point is multiplied with: rows of H₀ − H′, or nil for nothing.
  func factor(
    at point: Int, _ document: EncodedDocument, tokens: [Int], model: EncoderModel
  ) -> [Float]? {
    guard multipliesDifference else { return nil }
    let input = model.embeddings(of: tokens.map { document.ids[$0] })
    let index = isComplete ? 0 : point
    guard let reference = rows(index, document, tokens, model) else { return input }
    return zip(input, reference).map { $0 - $1 }
  }

  /// The token ids that H′ stands for; nil for zero rows.
  func referenceIDs(_ index: Int, _ document: EncodedDocument) -> [Int]? {
    switch reference {
    case .zero: return nil
    case .token(let id):
      return zip(document.ids, document.isSpecial).map { $1 ? $0 : id }
    case .texts:
      let texts = document.references
      return texts.isEmpty ? nil : texts[index % texts.count]
    }
  }

  /// Rows of H′ of a reference; nil for zero rows.
  private func rows(
    _ index: Int, _ document: EncodedDocument, _ tokens: [Int], _ model: EncoderModel
  ) -> [Float]? {
    referenceIDs(index, document).map { ids in model.embeddings(of: tokens.map { ids[$0] }) }
  }

  private func mix(
    _ alpha: Float, _ rows: UnsafeMutablePointer<Float>, _ count: Int, _ reference: [Float]?
  ) {
    guard let reference else {
      for index in 0..<count { rows[index] *= alpha }
      return
    }
    for index in 0..<count {
      rows[index] = alpha * rows[index] + (1 - alpha) * reference[index]
    }
  }

  /// A seed that depends on the text.
  static func seed(_ seed: UInt64, _ document: EncodedDocument) -> UInt64 {
    document.ids.reduce(seed) { SplitMix64.mixed($0 &+ UInt64(truncatingIfNeeded: $1)) }
  }
}
