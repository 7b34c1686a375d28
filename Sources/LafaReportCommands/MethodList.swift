internal import ArgumentParser
internal import AttributionRecords
internal import Checkpoints
internal import Encoders
internal import Lafa
internal import Tokenization

/// The methods that a user named, each once.
struct MethodList: Sendable, Equatable {
  /// As written: `lafa`, `lafa-paper`, `lafa:BASE`, a control or a base method.
  let names: [String]

  /// LAFA with something else in the place of the neighbours.
  private static let controls: [String: @Sendable (Smoothing, UInt64) -> Smoothing] = [
    "lafa-random-neighbours": { smoothing, seed in
      var result = smoothing
      (result.poolPart, result.control) = (0, .random(seed: seed))
      return result
    },
    "lafa-other-label": { smoothing, seed in
      var result = smoothing
      (result.poolPart, result.control) = (0, .otherPrediction(seed: seed))
      return result
    },
    "lafa-neighbours-only": { smoothing, _ in
      var result = smoothing
      result.poolPart = 0
      return result
    },
    "lafa-label-pool": { smoothing, _ in
      var result = smoothing
      result.poolPart = 1
      return result
    },
  ]

  /// A name taken apart: `lafa:BASE`, `lafa-CONTROL:BASE`, or a base.
  private struct Parsed {
    /// The base as written, or the standard one.
    let baseName: String
    let base: BaseSpecification
    var control: (@Sendable (Smoothing, UInt64) -> Smoothing)?
    var isSmoothed = false

    /// Reads a name; nil if there is no such method.
    init?(_ name: String) {
      let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let head = String(parts[0])
      control = MethodList.controls[head]
      isSmoothed = control != nil || head == "lafa"
      baseName =
        isSmoothed ? parts.dropFirst().first.map(String.init) ?? BaseSpecification.standard : name
      guard let base = BaseSpecification(baseName) else { return nil }
      self.base = base
    }
  }

  /// The first of the names that puts other documents in the neighbours' place; nil if none does.
  var stranger: String? {
    names.first { name in
      Parsed(name)?.control.map { $0(Smoothing(), 0).control != nil } ?? false
    }
  }

  /// The same with the base of the first smoothed method and with `random`: what an evaluation is
  /// nothing without.
  var withBaseAndRandom: MethodList {
    var all = names
    if let first = names.lazy.compactMap(Parsed.init).first(where: \.isSmoothed) {
      all.append(first.baseName)
    } else if names.contains("lafa-paper") {
      all.append("gradient")
    }
    all.append("random")
    return MethodList(
      names: all.enumerated().filter { all.firstIndex(of: $1) == $0 }.map(\.element))
  }

  /// The names that stand alone.
  static let names = (["lafa", "lafa-paper"] + BaseSpecification.names).joined(separator: ", ")

  init(names: [String]) {
    self.names = names
  }

  /// Reads names that commas part.
  init(argument: String) throws {
    names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    for (index, name) in names.enumerated() {
      guard name == "lafa-paper" || Parsed(name) != nil else {
        throw ValidationError(
          """
          there is no “\(name)”. Take \(Self.names), or lafa:BASE; a base with \
          references or a number of points may name them: integratedGradient@pad@25.
          """)
      }
      guard names.firstIndex(of: name) == index else {
        throw ValidationError("“\(name)” is named twice.")
      }
    }
  }

  /// Returns the methods for a model.
  ///
  /// - Parameters:
  ///   - options: Their numbers.
  ///   - model: Its embedding table sets the scale of the noise.
  ///   - tokenizer: Its [PAD] and [MASK].
  /// - Returns: The methods.
  /// - Throws: `ValidationError` if the tokenizer lacks the token that is asked for.
  func methods(
    _ options: MethodOptions, model: EncoderModel, tokenizer: Tokenizer
  ) throws -> [AttributionMethod] {
    try names.map { name in
      if name == "lafa-paper" { return .paper }
      guard let parsed = Parsed(name) else { preconditionFailure("names were checked") }
      return AttributionMethod(
        name: name, base: try parsed.base.method(options, model: model, tokenizer: tokenizer),
        smoothing: parsed.control.map { $0(options.smoothing, UInt64(options.seed)) }
          ?? (parsed.isSmoothed ? options.smoothing : nil))
    }
  }
}

extension AttributionMethod {
  /// The method as a record writes it.
  ///
  /// - Parameters:
  ///   - special: The tokens that a reference may stand for.
  ///   - noise: What the user gave as the noise of smoothGradient.
  /// - Returns: Name, base and smoothing with their numbers.
  func parameters(_ special: SpecialTokenIDs, noise: Double) -> MethodParameters {
    var parameters = MethodParameters(name: name, base: base.name)
    func text(_ reference: BaseMethod.Reference) -> String {
      switch reference {
      case .zero: "zero"
      case .texts: "neighbours"
      case .token(let id): id == special.mask ? "mask" : "pad"
      }
    }
    switch base {
    case .gradient, .inputGradient: break
    case .random(let seed): parameters.baseNumbers = ["seed": Double(seed)]
    case .integratedGradient(let steps, let reference):
      parameters.baseNumbers = ["steps": Double(steps)]
      parameters.reference = text(reference)
    case .smoothGradient(let samples, let deviation, let seed):
      parameters.baseNumbers = [
        "samples": Double(samples), "deviation": Rounding.significant(deviation),
        "noise": noise, "seed": Double(seed),
      ]
    case .shapGradient(let samples, let reference, let seed):
      parameters.baseNumbers = ["samples": Double(samples), "seed": Double(seed)]
      parameters.reference = text(reference)
    case .shapDeep(let reference): parameters.reference = text(reference)
    }
    parameters.smoothing = smoothing.map {
      SmoothingParameters(
        kernel: $0.kernel.name, kernelNumbers: $0.kernel.numbers, lambda: $0.lambda,
        scale: $0.scale.rawValue, poolPart: $0.poolPart)
    }
    return parameters
  }
}
