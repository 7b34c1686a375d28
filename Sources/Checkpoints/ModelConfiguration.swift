public import AttributionRecords
public import Foundation

/// What `config.json` says about a model, in one form for all families.
public struct ModelConfiguration: Sendable, Equatable {
  /// The family, which says how the layers compute.
  public var family: Family
  /// What stands on the encoder.
  public var head: Head
  /// The architecture as `config.json` names it.
  public var architectureName: String
  /// Rows of the embedding table.
  public var vocabularySize: Int
  /// e: the size of a word embedding, of H₀ and of every input gradient.
  public var embeddingSize: Int
  /// d: the size of a hidden state.
  public var hiddenSize: Int
  /// The number of encoder layers.
  public var layers: Int
  /// How many layers have weights of their own; the others share them in order (ALBERT).
  public var layerGroups: Int
  /// Attention heads of a layer.
  public var heads: Int
  /// The size of the feed-forward block's middle.
  public var intermediateSize: Int
  /// The most tokens of an input.
  public var positions: Int
  /// The table of absolute positions; nil if there is none.
  public var positionTable: PositionTable?
  /// Rows of the segment embedding table; 0 if the architecture has none.
  public var segments: Int
  /// How attention knows of distances.
  public var attention: AttentionForm
  /// What LayerNorm adds to the variance.
  public var layerNormEpsilon: Float
  /// Which parts have biases.
  public var biases: Biases
  /// The feed-forward activation as `config.json` names it.
  public var activation: String
  /// How the head reads the last hidden state.
  public var headForm: HeadForm
  /// The labels in the order of the head's outputs.
  public var labels: [String]
  /// What the head answers.
  public var task: Task
  /// How a regression's output maps to the number that a reader expects.
  public var transform: TargetTransform

  /// A table of absolute positions.
  public struct PositionTable: Sendable, Equatable {
    /// Rows of the table.
    public var rows: Int
    /// The token that takes no position of its own but that of its own id (RoBERTa).
    ///
    /// The first token's position is one more. Nil if positions simply count from 0.
    public var paddingID: Int?
  }

  /// Which parts of ModernBERT have biases; the other families have all.
  public struct Biases: Sendable, Equatable {
    /// LayerNorm.
    public var norm = true
    /// Attention.
    public var attention = true
    /// The feed-forward block.
    public var feedForward = true
    /// The head's first layer.
    public var head = true
  }

  /// How a head reads the last hidden state.
  public struct HeadForm: Sendable, Equatable {
    /// Whether a text's state is the mean of its tokens' instead of the first token's.
    public var takesMean = false
    /// The activation of the head's first layer as Transformers names it.
    public var activation = "tanh"
  }

  /// Reads `config.json`.
  ///
  /// - Parameters:
  ///   - data: The file's bytes.
  ///   - path: The file's path, for error messages.
  /// - Throws: ``CheckpointError`` if something is missing, impossible or not supported.
  public init(data: Data, path: String) throws(CheckpointError) {
    let file = try ConfigurationFile(data: data, path: path)
    let architecture = try ArchitectureName(file: file)
    let keys = Keys(architecture.family)
    family = architecture.family
    head = architecture.head
    architectureName = architecture.name
    vocabularySize = try file.size("vocab_size")
    hiddenSize = try file.size(keys.hiddenSize)
    layers = try file.size(keys.layers, most: 1000)
    heads = try file.size(keys.heads)
    intermediateSize = try file.size(keys.intermediateSize)
    activation = try file.string(keys.activation) ?? keys.defaultActivation
    layerNormEpsilon = Float(try file.number(keys.epsilon) ?? keys.defaultEpsilon)
    let rows = try file.size("max_position_embeddings", least: 3)
    positions = rows
    positionTable = PositionTable(rows: rows)
    embeddingSize = hiddenSize
    layerGroups = layers
    segments = 0
    attention = .absolute
    biases = Biases()
    headForm = HeadForm()
    labels = try file.labels()
    task = try file.task(architecture.head, labels: labels.count)
    transform = try TargetTransform(file: file)
    try readFamily(file)
    try check(file, keys)
  }
}
