internal import Checkpoints

/// What a family of checkpoints calls its tensors.
///
/// A `*` stands for the name of the encoder in the model with a head, such as `bert`; a bare
/// encoder's tensors have nothing in its place.
struct TensorNames {
  /// What may stand for `*`, the usual one first.
  var prefixes: [String]
  var wordEmbeddings = "*.embeddings.word_embeddings"
  /// The language model's output, which shares its weight with the word embeddings.
  var tiedEmbeddings: String
  var positionEmbeddings = "*.embeddings.position_embeddings"
  var segmentEmbeddings = "*.embeddings.token_type_embeddings"
  var embeddingNorm = "*.embeddings.LayerNorm"
  /// From the embeddings' size to the hidden size.
  var embeddingProjection = ""
  /// The prefix of a layer's tensors; `#` stands for its index.
  var layer = "*.encoder.layer.#."
  var query = "attention.self.query"
  var key = "attention.self.key"
  var value = "attention.self.value"
  var attentionOutput = "attention.output.dense"
  var attentionNorm = "attention.output.LayerNorm"
  var intermediate = "intermediate.dense"
  var output = "output.dense"
  var outputNorm = "output.LayerNorm"
  /// The LayerNorm after the last layer.
  var finalNorm: String?
  /// The head's first layer.
  var headDense = "classifier.dense"
  /// The LayerNorm after it.
  var headNorm: String?
  /// The head's last layer.
  var headOutput = "classifier.out_proj"
  /// The last layer of a head that answers for every token.
  var tokenOutput = "classifier"
}

extension TensorNames {
  init(_ family: Family) {
    switch family {
    case .bert: self = .bert
    case .distilBert: self = .distilBert
    case .roberta:
      self.init(
        prefixes: ["roberta", "data2vec_text"], tiedEmbeddings: "lm_head.decoder")
    case .electra:
      self.init(
        prefixes: ["electra"], tiedEmbeddings: "generator_lm_head",
        embeddingProjection: "*.embeddings_project")
    case .mpnet: self = .mpnet
    case .albert: self = .albert
    case .debertaV2: self = .debertaV2
    case .modernBert: self = .modernBert
    }
  }

  private static let bert = TensorNames(
    prefixes: ["bert"], tiedEmbeddings: "cls.predictions.decoder", headDense: "*.pooler.dense",
    headOutput: "classifier")

  private static let distilBert = TensorNames(
    prefixes: ["distilbert"], tiedEmbeddings: "vocab_projector",
    layer: "*.transformer.layer.#.", query: "attention.q_lin", key: "attention.k_lin",
    value: "attention.v_lin", attentionOutput: "attention.out_lin",
    attentionNorm: "sa_layer_norm", intermediate: "ffn.lin1", output: "ffn.lin2",
    outputNorm: "output_layer_norm", headDense: "pre_classifier", headOutput: "classifier")

  private static let mpnet = TensorNames(
    prefixes: ["mpnet"], tiedEmbeddings: "lm_head.decoder", query: "attention.attn.q",
    key: "attention.attn.k", value: "attention.attn.v", attentionOutput: "attention.attn.o",
    attentionNorm: "attention.LayerNorm")

  private static let albert = TensorNames(
    prefixes: ["albert"], tiedEmbeddings: "predictions.decoder",
    embeddingProjection: "*.encoder.embedding_hidden_mapping_in",
    layer: "*.encoder.albert_layer_groups.#.albert_layers.0.", query: "attention.query",
    key: "attention.key", value: "attention.value", attentionOutput: "attention.dense",
    attentionNorm: "attention.LayerNorm", intermediate: "ffn", output: "ffn_output",
    outputNorm: "full_layer_layer_norm", headDense: "*.pooler", headOutput: "classifier")

  private static let debertaV2 = TensorNames(
    prefixes: ["deberta"], tiedEmbeddings: "cls.predictions.decoder",
    embeddingProjection: "*.embeddings.embed_proj", query: "attention.self.query_proj",
    key: "attention.self.key_proj", value: "attention.self.value_proj",
    headDense: "pooler.dense", headOutput: "classifier")

  private static let modernBert = TensorNames(
    prefixes: ["model"], wordEmbeddings: "*.embeddings.tok_embeddings", tiedEmbeddings: "decoder",
    embeddingNorm: "*.embeddings.norm", layer: "*.layers.#.", query: "attn.Wqkv",
    key: "attn.Wqkv", value: "attn.Wqkv", attentionOutput: "attn.Wo", attentionNorm: "attn_norm",
    intermediate: "mlp.Wi", output: "mlp.Wo", outputNorm: "mlp_norm", finalNorm: "*.final_norm",
    headDense: "head.dense", headNorm: "head.norm", headOutput: "classifier")
}
