public import AttributionRecords
public import Foundation

/// What `config.json` says about a model, in one form for all architectures.
public struct ModelConfiguration: Sendable, Equatable {
  /// The architecture.
  public var architecture: Architecture
  /// Rows of the embedding table.
  public var vocabularySize: Int
  /// d: the size of a hidden state.
  public var hiddenSize: Int
  /// The number of encoder layers.
  public var layers: Int
  /// Attention heads of a layer.
  public var heads: Int
  /// The size of the feed-forward block's middle.
  public var intermediateSize: Int
  /// The most tokens of an input.
  public var positions: Int
  /// Rows of the segment embedding table; 0 if the architecture has none.
  public var segments: Int
  /// What LayerNorm adds to the variance.
  public var layerNormEpsilon: Float
  /// The feed-forward activation as `config.json` names it.
  public var activation: String
  /// The labels in the order of the head's outputs.
  public var labels: [String]
  /// What the head answers.
  public var task: Task
  /// How a regression's output maps to the number that a reader expects.
  public var transform: TargetTransform

  /// The activations that feed-forward blocks may have.
  static let activations = ["gelu", "gelu_new", "gelu_pytorch_tanh", "relu"]

  /// Limits beyond which a configuration is a mistake or an attack, far above any real encoder.
  private static let sizeLimit = 1 << 20

  /// Reads `config.json`.
  ///
  /// - Parameters:
  ///   - data: The file's bytes.
  ///   - path: The file's path, for error messages.
  /// - Throws: ``CheckpointError`` if something is missing, impossible or not supported.
  public init(data: Data, path: String) throws(CheckpointError) {
    let file: ConfigurationFile
    do {
      file = try JSONDecoder().decode(ConfigurationFile.self, from: data)
    } catch {
      throw .malformed(path: path, detail: ConfigurationFile.detail(of: error))
    }
    architecture = try Architecture(file: file, path: path)
    func size(_ value: Int?, _ key: String, least: Int = 1) throws(CheckpointError) -> Int {
      guard let value else { throw .malformed(path: path, detail: "“\(key)” is missing") }
      guard (least...Self.sizeLimit).contains(value) else {
        throw .malformed(path: path, detail: "“\(key)” cannot be \(value)")
      }
      return value
    }
    vocabularySize = try size(file.vocabSize, "vocab_size")
    positions = try size(file.maxPositionEmbeddings, "max_position_embeddings", least: 3)
    switch architecture {
    case .bert:
      hiddenSize = try size(file.hiddenSize, "hidden_size")
      layers = try size(file.numHiddenLayers, "num_hidden_layers")
      heads = try size(file.numAttentionHeads, "num_attention_heads")
      intermediateSize = try size(file.intermediateSize, "intermediate_size")
      segments = try size(file.typeVocabSize ?? 2, "type_vocab_size")
      activation = file.hiddenAct ?? "gelu"
      layerNormEpsilon = Float(file.layerNormEps ?? 1e-12)
    case .distilBert:
      hiddenSize = try size(file.dim, "dim")
      layers = try size(file.nLayers, "n_layers")
      heads = try size(file.nHeads, "n_heads")
      intermediateSize = try size(file.hiddenDim, "hidden_dim")
      segments = 0
      activation = file.activation ?? "gelu"
      layerNormEpsilon = 1e-12
    }
    guard hiddenSize % heads == 0 else {
      throw .malformed(
        path: path, detail: "\(heads) attention heads do not divide a hidden size of \(hiddenSize)")
    }
    guard Self.activations.contains(activation) else {
      throw .unsupportedSetting(
        path: path, key: architecture == .bert ? "hidden_act" : "activation",
        found: "“\(activation)”", supported: Self.activations.joined(separator: ", "))
    }
    guard layerNormEpsilon >= 0, layerNormEpsilon.isFinite else {
      throw .malformed(path: path, detail: "“layer_norm_eps” cannot be \(layerNormEpsilon)")
    }
    try file.refuseUnsupported(path: path)
    labels = try file.labels(path: path)
    task = try file.task(labels: labels.count, path: path)
    transform = try TargetTransform(file: file, path: path)
  }
}
