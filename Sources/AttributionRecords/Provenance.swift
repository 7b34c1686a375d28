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
  /// The base attribution (Step II): `gradient`.
  public var base: String
  /// The hidden layer whose pooled states say which documents are near (Step I).
  public var encoderLayer: Int
  /// How a layer's hidden states become one vector: `mean` over non-special tokens.
  public var pooling: String
  /// M: how many nearest documents smooth a score.
  public var neighbours: Int
  /// κ of equation 7: `indicator`.
  public var kernel: String
  /// λ of equation 6.
  public var lambda: Double
  /// `document` (each base attribution sums to 1) or `none`.
  public var scale: String
  /// The probability from which a label of a multi-label task counts as predicted.
  public var threshold: Double
  /// How token scores become a word's score: `sum`.
  public var wordScore: String
  /// Where the neighbours come from: `folder`, the documents of the run.
  public var pool: String
  /// The scalar of an output whose gradient is taken: one of ``Explanation/scalars``.
  public var scalar: String
  /// What is explained: `predicted`, `gold`, or the named labels joined by commas.
  public var explain: String
  /// The tokens that two windows of a long text share.
  public var windowOverlap: Int
  /// The most explanations of a document.
  public var maxExplanations: Int
  /// The keys of rows that were asked for by name: `text`, `pair`, `label` and `id`, without those
  /// that are the defaults.
  public var fieldNames: [String: String]

  /// Makes parameters from their parts.
  public init(
    base: String, encoderLayer: Int, pooling: String, neighbours: Int, kernel: String,
    lambda: Double, scale: String, threshold: Double, wordScore: String, pool: String,
    scalar: String = "logit", explain: String = "predicted", windowOverlap: Int = 0,
    maxExplanations: Int = 20, fieldNames: [String: String] = [:]
  ) {
    self.base = base
    self.encoderLayer = encoderLayer
    self.pooling = pooling
    self.neighbours = neighbours
    self.kernel = kernel
    self.lambda = lambda
    self.scale = scale
    self.threshold = threshold
    self.wordScore = wordScore
    self.pool = pool
    self.scalar = scalar
    self.explain = explain
    self.windowOverlap = windowOverlap
    self.maxExplanations = maxExplanations
    self.fieldNames = fieldNames
  }
}
