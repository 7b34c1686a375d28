internal import AttributionRecords

/// `config.json` as it is written; names as in the file.
struct ConfigurationFile: Decodable {
  var architectures: [String]?
  var modelType: String?
  var vocabSize: Int?
  var maxPositionEmbeddings: Int?
  var hiddenSize: Int?
  var numHiddenLayers: Int?
  var numAttentionHeads: Int?
  var intermediateSize: Int?
  var typeVocabSize: Int?
  var hiddenAct: String?
  var layerNormEps: Double?
  var dim: Int?
  var nLayers: Int?
  var nHeads: Int?
  var hiddenDim: Int?
  var activation: String?
  var positionEmbeddingType: String?
  var isDecoder: Bool?
  var id2label: [String: String]?
  var numLabels: Int?
  var problemType: String?
  var targetTransform: Transform?

  enum CodingKeys: String, CodingKey {
    case architectures
    case modelType = "model_type"
    case vocabSize = "vocab_size"
    case maxPositionEmbeddings = "max_position_embeddings"
    case hiddenSize = "hidden_size"
    case numHiddenLayers = "num_hidden_layers"
    case numAttentionHeads = "num_attention_heads"
    case intermediateSize = "intermediate_size"
    case typeVocabSize = "type_vocab_size"
    case hiddenAct = "hidden_act"
    case layerNormEps = "layer_norm_eps"
    case dim
    case nLayers = "n_layers"
    case nHeads = "n_heads"
    case hiddenDim = "hidden_dim"
    case activation
    case positionEmbeddingType = "position_embedding_type"
    case isDecoder = "is_decoder"
    case id2label
    case numLabels = "num_labels"
    case problemType = "problem_type"
    case targetTransform = "target_transform"
  }

  /// How the training target was made from the quantity; an extension of our samples.
  struct Transform: Decodable {
    var kind: String
    var mean: Double?
    var std: Double?
    var unit: String?
  }

  /// The most outputs of a head.
  private static let labelLimit = 100_000

  /// Returns what a decoding error says, in words.
  static func detail(of error: any Error) -> String {
    switch error as? DecodingError {
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty ? "it is not a JSON object" : "“\(path)” has the wrong type"
    default:
      return "it is not valid JSON"
    }
  }

  /// Refuses settings that would silently give other numbers than Transformers does.
  func refuseUnsupported(path: String) throws(CheckpointError) {
    if let type = positionEmbeddingType, type != "absolute" {
      throw .unsupportedSetting(
        path: path, key: "position_embedding_type", found: "“\(type)”", supported: "absolute")
    }
    if isDecoder == true {
      throw .unsupportedSetting(
        path: path, key: "is_decoder", found: "true", supported: "false (an encoder)")
    }
  }

  /// Returns the labels in the order of the outputs; Transformers' defaults if there are none.
  func labels(path: String) throws(CheckpointError) -> [String] {
    guard let table = id2label else {
      let count = numLabels ?? 2
      guard (1...Self.labelLimit).contains(count) else {
        throw .malformed(path: path, detail: "“num_labels” cannot be \(count)")
      }
      return (0..<count).map { "LABEL_\($0)" }
    }
    guard (1...Self.labelLimit).contains(table.count) else {
      throw .malformed(path: path, detail: "“id2label” has \(table.count) labels")
    }
    var labels: [String] = []
    for index in 0..<table.count {
      guard let label = table[String(index)] else {
        throw .malformed(path: path, detail: "“id2label” has no label \(index)")
      }
      labels.append(label)
    }
    return labels
  }

  /// Returns what the head answers: as told, else a number for one output, else one label.
  func task(labels count: Int, path: String) throws(CheckpointError) -> Task {
    switch problemType {
    case "regression":
      guard count == 1 else {
        throw .unsupportedSetting(
          path: path, key: "problem_type", found: "regression with \(count) outputs",
          supported: "regression with one output")
      }
      return .regression
    case "single_label_classification":
      return .singleLabel
    case "multi_label_classification":
      return .multiLabel
    case nil:
      return count == 1 ? .regression : .singleLabel
    case .some(let other):
      throw .unsupportedSetting(
        path: path, key: "problem_type", found: "“\(other)”",
        supported:
          "regression, single_label_classification, multi_label_classification")
    }
  }
}
