extension ModelConfiguration {
  /// What the families call the sizes that they all have.
  struct Keys {
    var hiddenSize = "hidden_size"
    var layers = "num_hidden_layers"
    var heads = "num_attention_heads"
    var intermediateSize = "intermediate_size"
    var activation = "hidden_act"
    var defaultActivation = "gelu"
    var epsilon = "layer_norm_eps"
    var defaultEpsilon = 1e-12

    init(_ family: Family) {
      switch family {
      case .distilBert:
        (hiddenSize, layers, heads, intermediateSize) = ("dim", "n_layers", "n_heads", "hidden_dim")
        activation = "activation"
      case .albert: defaultActivation = "gelu_new"
      case .debertaV2: defaultEpsilon = 1e-7
      case .modernBert:
        (activation, epsilon, defaultEpsilon) = ("hidden_activation", "norm_eps", 1e-5)
      case .bert, .roberta, .electra, .mpnet: break
      }
    }
  }

  /// The activations that feed-forward blocks and heads may have.
  package static let activations = [
    "gelu", "gelu_python", "gelu_new", "gelu_fast", "gelu_pytorch_tanh", "relu",
  ]

  /// Reads what only one family has.
  mutating func readFamily(_ file: ConfigurationFile) throws(CheckpointError) {
    switch family {
    case .bert:
      segments = try file.size("type_vocab_size", default: 2)
    case .distilBert:
      layerNormEpsilon = 1e-12
      headForm.activation = "relu"
    case .roberta:
      segments = try file.size("type_vocab_size", default: 2)
      try countFromPadding(try file.size("pad_token_id", least: 0, default: 1), file)
    case .electra:
      segments = try file.size("type_vocab_size", default: 2)
      embeddingSize = try file.size("embedding_size", default: 128)
      headForm.activation = "gelu"
    case .mpnet:
      // The padding index is fixed in Transformers' code, whatever the configuration says.
      try countFromPadding(1, file)
      attention = .distanceBias(
        tableRows: try file.size("relative_attention_num_buckets", least: 32, default: 32))
    case .albert:
      segments = try file.size("type_vocab_size", default: 2)
      embeddingSize = try file.size("embedding_size", default: 128)
      layerGroups = try file.size("num_hidden_groups", default: 1)
      guard try file.size("inner_group_num", default: 1) == 1 else {
        throw file.unsupported("inner_group_num", "more than 1", supported: "1")
      }
      guard layerGroups <= layers else {
        throw .malformed(path: file.path, detail: "“num_hidden_groups” cannot be \(layerGroups)")
      }
    case .debertaV2:
      segments = try file.size("type_vocab_size", least: 0, default: 0)
      embeddingSize = try file.size("embedding_size", default: hiddenSize)
      headForm.activation = try file.string("pooler_hidden_act") ?? "gelu"
      if try !file.bool("position_biased_input", default: true) { positionTable = nil }
      attention = .disentangled(try DisentangledForm(file: file, positions: positions))
    case .modernBert:
      try readModernBERT(file)
    }
  }

  private mutating func readModernBERT(_ file: ConfigurationFile) throws(CheckpointError) {
    positionTable = nil
    attention = .rotary(try RotaryForm(file: file, layers: layers))
    biases = Biases(
      norm: try file.bool("norm_bias", default: false),
      attention: try file.bool("attention_bias", default: false),
      feedForward: try file.bool("mlp_bias", default: false),
      head: try file.bool("classifier_bias", default: false))
    headForm.activation = try file.string("classifier_activation") ?? "gelu"
    let pooling = try file.string("classifier_pooling") ?? "cls"
    guard ["cls", "mean"].contains(pooling) else {
      throw file.unsupported("classifier_pooling", "“\(pooling)”", supported: "cls, mean")
    }
    headForm.takesMean = pooling == "mean"
  }

  private mutating func countFromPadding(
    _ padding: Int, _ file: ConfigurationFile
  ) throws(CheckpointError) {
    guard padding < vocabularySize, padding + 2 < positions else {
      throw .malformed(path: file.path, detail: "“pad_token_id” cannot be \(padding)")
    }
    positionTable?.paddingID = padding
    positions -= padding + 1
  }

  /// Refuses what is impossible, or would silently give other numbers than Transformers does.
  func check(_ file: ConfigurationFile, _ keys: Keys) throws(CheckpointError) {
    guard hiddenSize % heads == 0 else {
      throw .malformed(
        path: file.path,
        detail: "\(heads) attention heads do not divide a hidden size of \(hiddenSize)")
    }
    if case .rotary = attention, hiddenSize / heads % 2 != 0 {
      throw .malformed(path: file.path, detail: "rotary positions need heads of an even size")
    }
    guard Self.activations.contains(activation) else {
      throw file.unsupported(
        keys.activation, "“\(activation)”", supported: Self.activations.joined(separator: ", "))
    }
    let headActivations = Self.activations + ["tanh"]
    guard headActivations.contains(headForm.activation) else {
      throw file.unsupported(
        family == .modernBert ? "classifier_activation" : "pooler_hidden_act",
        "“\(headForm.activation)”", supported: headActivations.joined(separator: ", "))
    }
    guard layerNormEpsilon >= 0, layerNormEpsilon.isFinite else {
      throw .malformed(path: file.path, detail: "“\(keys.epsilon)” cannot be \(layerNormEpsilon)")
    }
    if let type = try file.string("position_embedding_type"), type != "absolute" {
      throw file.unsupported("position_embedding_type", "“\(type)”", supported: "absolute")
    }
    if try file.bool("is_decoder", default: false) {
      throw file.unsupported("is_decoder", "true", supported: "false (an encoder)")
    }
  }
}
