internal import Checkpoints

/// What a family of checkpoints calls its tensors.
struct TensorNames {
  var wordEmbeddings: String
  var positionEmbeddings: String
  /// Nil if the architecture has no segments.
  var segmentEmbeddings: String?
  var embeddingNorm: String
  /// The prefix of a layer's tensors, before the index.
  var layer: String
  var query: String
  var key: String
  var value: String
  var attentionOutput: String
  var attentionNorm: String
  var intermediate: String
  var output: String
  var outputNorm: String
  /// The head's first layer.
  var headDense: String
  /// The head's last layer.
  var headOutput: String
}

extension TensorNames {
  init(_ architecture: Architecture) {
    switch architecture {
    case .bert: self = .bert
    case .distilBert: self = .distilBert
    }
  }

  private static let bert = TensorNames(
    wordEmbeddings: "bert.embeddings.word_embeddings.weight",
    positionEmbeddings: "bert.embeddings.position_embeddings.weight",
    segmentEmbeddings: "bert.embeddings.token_type_embeddings.weight",
    embeddingNorm: "bert.embeddings.LayerNorm",
    layer: "bert.encoder.layer", query: "attention.self.query", key: "attention.self.key",
    value: "attention.self.value", attentionOutput: "attention.output.dense",
    attentionNorm: "attention.output.LayerNorm", intermediate: "intermediate.dense",
    output: "output.dense", outputNorm: "output.LayerNorm",
    headDense: "bert.pooler.dense", headOutput: "classifier")

  private static let distilBert = TensorNames(
    wordEmbeddings: "distilbert.embeddings.word_embeddings.weight",
    positionEmbeddings: "distilbert.embeddings.position_embeddings.weight",
    segmentEmbeddings: nil, embeddingNorm: "distilbert.embeddings.LayerNorm",
    layer: "distilbert.transformer.layer", query: "attention.q_lin", key: "attention.k_lin",
    value: "attention.v_lin", attentionOutput: "attention.out_lin",
    attentionNorm: "sa_layer_norm", intermediate: "ffn.lin1", output: "ffn.lin2",
    outputNorm: "output_layer_norm", headDense: "pre_classifier", headOutput: "classifier")
}
