public import ArgumentParser
public import Lafa

/// Which methods are computed, and with what numbers.
struct MethodOptions: ParsableArguments {
  @Option(
    name: [.long, .customLong("method")],
    help: """
      The methods, the one that is shown first: \(MethodList.names), and lafa:BASE for LAFA over \
      another base. A base may name its own reference and number of points or samples: \
      integratedGradient@zero@25.
      """, transform: MethodList.init(argument:))
  var methods = MethodList(names: ["lafa"])

  @Option(
    help: """
      κ: contextual, indicator, cosine, rbf:L, laplacian:L, inverseDistance, or \
      polynomial:GAMMA,C,P.
      """, transform: TokenKernel.init(argument:))
  var kernel = TokenKernel.contextual

  @Option(help: "λ: the weight of the neighbours' term (default: 60 for contextual, else 1).")
  var lambda: Double?

  @Option(help: "Scale each document's scores before they are added: document or none.")
  var scale = Smoothing.Scale.document

  @Option(
    help: """
      The part of the neighbours' term that comes from all documents with the same label, for the \
      contextual kernel: 0 to 1 (default: 0.5 for contextual).
      """)
  var poolPart: Double?

  @Option(help: "Samples of smoothGradient and shapGradient.")
  var samples = 25

  @Option(help: "Points of integratedGradient.")
  var steps = 25

  @Option(
    help: """
      The noise of smoothGradient: its standard deviation, as a part of that of the embedding \
      table.
      """)
  var noise = 0.5

  @Option(
    help: """
      What integratedGradient, shapGradient and shapDeep compare with: zero, pad, mask, or \
      neighbours (default: pad, or zero without such a token; neighbours for the two shap).
      """)
  var reference: ReferenceChoice?

  @Option(help: "Where random numbers begin.")
  var seed = 1

  @Option(help: "How gradients become scores: squares, norm, or sum (with signs).")
  var reduction = Reduction.squares

  @Option(
    help: """
      A file that lafa-report tune wrote: its options are taken, where the command line does not \
      give others.
      """, completion: .file(extensions: ["json"]))
  var settings: String?

  /// λ that belongs to a kernel.
  static func lambda(of kernel: TokenKernel) -> Double { kernel == .contextual ? 60 : 1 }

  /// How `lafa` smooths.
  var smoothing: Smoothing {
    Smoothing(
      kernel: kernel, lambda: lambda ?? Self.lambda(of: kernel), scale: scale,
      poolPart: poolPart ?? (kernel == .contextual ? 0.5 : 0))
  }

  mutating func validate() throws {
    if let lambda, !(0...1_000_000).contains(lambda) {
      throw ValidationError("--lambda takes a number from 0 to 1000000.")
    }
    if let poolPart, !(0...1).contains(poolPart) || (poolPart > 0 && kernel != .contextual) {
      throw ValidationError(
        "--pool-part takes a number from 0 to 1, and more than 0 with the contextual kernel only.")
    }
    guard (1...10_000).contains(samples), (1...10_000).contains(steps) else {
      throw ValidationError("--samples and --steps take a number from 1 to 10000.")
    }
    guard noise.isFinite, noise >= 0 else {
      throw ValidationError("--noise takes a number from 0 up.")
    }
    guard seed >= 0, seed <= 1 << 53 else {
      throw ValidationError("--seed takes a whole number from 0 to 2^53.")
    }
  }
}

/// What `--reference` takes.
enum ReferenceChoice: String, ExpressibleByArgument, CaseIterable {
  case zero, pad, mask, neighbours
}

extension Smoothing.Scale: ExpressibleByArgument {}
extension Reduction: ExpressibleByArgument {}

extension TokenKernel {
  /// Reads a kernel as `--kernel` takes it; the paper's numbers where none are given.
  init(argument: String) throws {
    let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = parts.count < 2 ? [] : parts[1].split(separator: ",").compactMap { Double($0) }
    let isPlain = parts.count == 1
    switch (parts[0], numbers.count) {
    case ("contextual", 0) where isPlain: self = .contextual
    case ("indicator", 0) where isPlain: self = .indicator
    case ("cosine", 0) where isPlain: self = .cosine
    case ("inverseDistance", 0) where isPlain: self = .inverseDistance
    case ("rbf", 0) where isPlain: self = .rbf(l: 2)
    case ("rbf", 1) where numbers[0] > 0: self = .rbf(l: numbers[0])
    case ("laplacian", 0) where isPlain: self = .laplacian(l: 2)
    case ("laplacian", 1) where numbers[0] > 0: self = .laplacian(l: numbers[0])
    case ("polynomial", 0) where isPlain: self = .polynomial(gamma: 7, c: 0, p: 3)
    // Larger numbers overflow.
    case ("polynomial", 3)
    where (1...9).contains(numbers[2]) && numbers.allSatisfy { abs($0) <= 1000 }:
      self = .polynomial(gamma: numbers[0], c: numbers[1], p: Int(numbers[2]))
    default:
      throw ValidationError(
        """
        take contextual, indicator, cosine, rbf:L, laplacian:L, \
        inverseDistance, or polynomial:GAMMA,C,P.
        """)
    }
  }

  /// The kernel's numbers by name.
  var numbers: [String: Double] {
    switch self {
    case .rbf(let l), .laplacian(let l): ["l": l]
    case .polynomial(let gamma, let c, let p): ["gamma": gamma, "c": c, "p": Double(p)]
    case .indicator, .cosine, .inverseDistance, .contextual: [:]
    }
  }
}
