internal import ArgumentParser
internal import Checkpoints
internal import Encoders
internal import Lafa
internal import Tokenization

/// A base method as `--methods` names it: `integratedGradient`, or with its own reference and
/// number of points or samples, `integratedGradient@pad@25`.
struct BaseSpecification {
  static let names = [
    "random", "gradient", "inputGradient", "smoothGradient", "integratedGradient", "shapGradient",
    "shapDeep",
  ]

  /// What `lafa` smooths: the base that won on the development sets, from [PAD] where the
  /// tokenizer has one, at five points, which are hardly worse than 25 (Evidence).
  static let standard = "integratedGradient@5"

  private let name: String
  private var reference: ReferenceChoice?
  /// Points or samples.
  private var count: Int?

  /// Reads a name; nil if it is none, or has what the method does not take.
  init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
    name = parts[0]
    guard Self.names.contains(name) else { return nil }
    for part in parts.dropFirst() {
      if let choice = ReferenceChoice(rawValue: part), reference == nil, takesReference {
        reference = choice
      } else if let number = Int(part), (1...10_000).contains(number), count == nil, takesCount {
        count = number
      } else {
        return nil
      }
    }
  }

  private var takesReference: Bool {
    ["integratedGradient", "shapGradient", "shapDeep"].contains(name)
  }

  private var takesCount: Bool {
    ["integratedGradient", "smoothGradient", "shapGradient"].contains(name)
  }

  /// Returns the method for a model.
  ///
  /// - Parameters:
  ///   - options: Numbers that the name does not have.
  ///   - model: Its embedding table sets the scale of the noise.
  ///   - tokenizer: Its [PAD] and [MASK].
  /// - Returns: The base method.
  /// - Throws: `ValidationError` if the tokenizer lacks the token that is asked for.
  func method(
    _ options: MethodOptions, model: EncoderModel, tokenizer: Tokenizer
  ) throws -> BaseMethod {
    let seed = UInt64(options.seed)
    let samples = count ?? options.samples
    switch name {
    case "random": return .random(seed: seed)
    case "inputGradient": return .inputGradient
    case "smoothGradient":
      return .smoothGradient(
        samples: samples, deviation: options.noise * model.embeddingDeviation, seed: seed)
    case "integratedGradient":
      let usual = tokenizer.specialIDs.pad == nil ? ReferenceChoice.zero : .pad
      return .integratedGradient(
        steps: count ?? options.steps, from: try reference(options, tokenizer, usual: usual))
    case "shapGradient":
      return .shapGradient(
        samples: samples, from: try reference(options, tokenizer, usual: .neighbours), seed: seed)
    case "shapDeep":
      return .shapDeep(from: try reference(options, tokenizer, usual: .neighbours))
    default: return .gradient
    }
  }

  private func reference(
    _ options: MethodOptions, _ tokenizer: Tokenizer, usual: ReferenceChoice
  ) throws -> BaseMethod.Reference {
    let choice = reference ?? options.reference ?? usual
    switch choice {
    case .zero: return .zero
    case .neighbours: return .texts
    case .pad, .mask:
      let id = choice == .pad ? tokenizer.specialIDs.pad : tokenizer.specialIDs.mask
      guard let id else {
        throw ValidationError("--reference \(choice.rawValue): the tokenizer has no such token.")
      }
      return .token(id)
    }
  }
}
