/// With what a record was made: enough to make it again and to check that it is the same.
public struct Provenance: Codable, Sendable, Equatable {
  /// The tool's version, as `lafa-report --version` prints it.
  public var toolVersion: String
  /// The explained model.
  public var model: ModelIdentity
  /// How the attributions were computed.
  public var parameters: Parameters
  /// When the run was made, as ISO 8601 in UTC; only if `SOURCE_DATE_EPOCH` is set.
  public var date: String?

  /// Makes a provenance from its parts.
  public init(toolVersion: String, model: ModelIdentity, parameters: Parameters, date: String?) {
    self.toolVersion = toolVersion
    self.model = model
    self.parameters = parameters
    self.date = date
  }
}

/// A checkpoint, named by what is in its files.
public struct ModelIdentity: Codable, Sendable, Equatable {
  /// The name of the checkpoint's folder.
  public var name: String
  /// The architecture as `config.json` names it.
  public var architecture: String
  /// The number of encoder layers.
  public var layers: Int
  /// The size of a hidden state.
  public var hiddenSize: Int
  /// SHA-256 of the weights file, in hexadecimal.
  public var weightsSHA256: String
  /// SHA-256 of the tokenizer file, in hexadecimal.
  public var tokenizerSHA256: String
  /// SHA-256 of `config.json`, in hexadecimal.
  public var configSHA256: String

  /// Makes an identity from its parts.
  public init(
    name: String, architecture: String, layers: Int, hiddenSize: Int, weightsSHA256: String,
    tokenizerSHA256: String, configSHA256: String
  ) {
    self.name = name
    self.architecture = architecture
    self.layers = layers
    self.hiddenSize = hiddenSize
    self.weightsSHA256 = weightsSHA256
    self.tokenizerSHA256 = tokenizerSHA256
    self.configSHA256 = configSHA256
  }
}

/// How attributions are computed: the options of METHOD's Steps I to III.
public struct Parameters: Codable, Sendable, Equatable {
  /// The methods, the one that is shown first (Steps II and III).
  public var methods: [MethodParameters]
  /// The hidden layer whose pooled states say which documents are near (Step I).
  public var encoderLayer: Int
  /// The hidden layer that the contextual kernel compares; nil if no method has that kernel.
  public var kernelLayer: Int?
  /// How a layer's hidden states become one vector: `mean` over non-special tokens, or the `first`
  /// token's.
  public var pooling: String
  /// M: how many nearest documents smooth a score.
  public var neighbours: Int
  /// ε as a quantile of the distances in the pool; nil for no bound.
  public var nearerThan: Double?
  /// Which documents may be neighbours: `any`, `same-prediction` or `same-category`.
  public var filter: String
  /// How a row of gradients becomes a token's score: `squares`, `norm` or `sum`.
  public var reduction: String
  /// The probability from which a label of a multi-label task counts as predicted.
  public var threshold: Double
  /// How token scores become a word's score: `sum`.
  public var wordScore: String
  /// Where the neighbours come from: `folder`, the documents of the run, or another folder's name.
  public var pool: String
  /// SHA-256 of a saved pool's `pool.json`, which names its other files' SHA-256; else nil.
  public var poolSHA256: String?
  /// The scalar of an output whose gradient is taken: one of ``Explanation/scalars``.
  public var scalar: String
  /// What is explained: `predicted`, `gold`, or the named labels joined by commas.
  public var explain: String
  /// The tokens that two windows of a long text share.
  public var windowOverlap: Int
  /// The most explanations of a document.
  public var maxExplanations: Int
  /// How many words of neighbours a record names for each word; nil for none.
  public var neighbourWords: Int?
  /// How much of neighbours' texts is shown, `full` or `none`; nil for excerpts.
  public var neighbourText: String?
  /// Whether explanations were checked by hiding words; nil if not.
  public var faithfulness: Bool?
  /// How many patterns hide parts of the texts; nil for none.
  public var redactions: Int?
  /// The keys of rows that were asked for by name: `text`, `pair`, `label` and `id`, without those
  /// that are the defaults.
  public var fieldNames: [String: String]

  /// Makes parameters from their parts.
  public init(
    methods: [MethodParameters], encoderLayer: Int, kernelLayer: Int? = nil, pooling: String,
    neighbours: Int, nearerThan: Double? = nil, filter: String = "any",
    reduction: String = "squares", threshold: Double, wordScore: String, pool: String,
    poolSHA256: String? = nil, scalar: String = "logit", explain: String = "predicted",
    windowOverlap: Int = 0,
    maxExplanations: Int = 20, fieldNames: [String: String] = [:],
    neighbourWords: Int? = nil
  ) {
    self.methods = methods
    self.encoderLayer = encoderLayer
    self.kernelLayer = kernelLayer
    self.pooling = pooling
    self.neighbours = neighbours
    self.nearerThan = nearerThan
    self.filter = filter
    self.reduction = reduction
    self.threshold = threshold
    self.wordScore = wordScore
    self.pool = pool
    self.poolSHA256 = poolSHA256
    self.scalar = scalar
    self.explain = explain
    self.windowOverlap = windowOverlap
    self.maxExplanations = maxExplanations
    self.fieldNames = fieldNames
    self.neighbourWords = neighbourWords
  }
}

/// One method of a run, with everything that it depends on.
public struct MethodParameters: Codable, Sendable, Equatable {
  /// What users call it, such as `lafa` or `gradient`.
  public var name: String
  /// The base method (Step II).
  public var base: String
  /// Numbers of the base method: `samples`, `noise`, `deviation`, `seed`, `steps`.
  public var baseNumbers: [String: Double]
  /// H′ of the base method: `zero`, `pad`, `mask` or `neighbours`; nil for one without.
  public var reference: String?
  /// Step III; nil for the base method alone.
  public var smoothing: SmoothingParameters?

  /// Makes parameters from their parts.
  public init(
    name: String, base: String, baseNumbers: [String: Double] = [:], reference: String? = nil,
    smoothing: SmoothingParameters? = nil
  ) {
    self.name = name
    self.base = base
    self.baseNumbers = baseNumbers
    self.reference = reference
    self.smoothing = smoothing
  }
}

/// How neighbours smooth the scores of a method (equations 6 and 7).
public struct SmoothingParameters: Codable, Sendable, Equatable {
  /// κ of equation 7.
  public var kernel: String
  /// Numbers of the kernel: `l`; or `gamma`, `c` and `p`.
  public var kernelNumbers: [String: Double]
  /// λ of equation 6.
  public var lambda: Double
  /// `document` (each base attribution sums to 1) or `none`.
  public var scale: String
  /// The part of the neighbours' term that comes from all documents with the same label.
  public var poolPart: Double

  /// Makes parameters from their parts.
  public init(
    kernel: String, kernelNumbers: [String: Double] = [:], lambda: Double, scale: String,
    poolPart: Double = 0
  ) {
    self.kernel = kernel
    self.kernelNumbers = kernelNumbers
    self.lambda = lambda
    self.scale = scale
    self.poolPart = poolPart
  }
}
