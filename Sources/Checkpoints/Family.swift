/// The families of encoders that are supported: checkpoints of one family share their arithmetic.
public enum Family: String, Sendable, CaseIterable {
  /// BERT and what has its layers under its names.
  case bert
  /// DistilBERT: no segments, a head of two layers.
  case distilBert
  /// RoBERTa, XLM-RoBERTa, CamemBERT, data2vec-text: positions count from the padding token's.
  case roberta
  /// ELECTRA's discriminator: narrow embeddings that are projected.
  case electra
  /// MPNet: a learned bias for each bucket of distances.
  case mpnet
  /// ALBERT: layers that share their weights, narrow embeddings.
  case albert
  /// DeBERTa-v2 and v3: disentangled attention.
  case debertaV2
  /// ModernBERT: rotary positions, gated feed-forward blocks, local attention.
  case modernBert

  /// The classes of Transformers without what they are for, such as `ForSequenceClassification`.
  static let classes: [String: Family] = [
    "Bert": .bert, "DistilBert": .distilBert, "Roberta": .roberta, "XLMRoberta": .roberta,
    "Camembert": .roberta, "Data2VecText": .roberta, "Electra": .electra, "MPNet": .mpnet,
    "Albert": .albert, "DebertaV2": .debertaV2, "ModernBert": .modernBert,
  ]

  /// What `model_type` says where the class is somebody's own.
  static let modelTypes: [String: Family] = [
    "bert": .bert, "distilbert": .distilBert, "roberta": .roberta, "xlm-roberta": .roberta,
    "camembert": .roberta, "data2vec-text": .roberta, "phobert": .roberta, "bertweet": .roberta,
    "electra": .electra, "mpnet": .mpnet, "albert": .albert, "deberta-v2": .debertaV2,
    "modernbert": .modernBert,
  ]
}

/// What stands on the encoder.
public enum Head: String, Sendable, CaseIterable {
  /// One row of logits a text: `…ForSequenceClassification`.
  case sequence = "ForSequenceClassification"
  /// One row of logits a token: `…ForTokenClassification`.
  case tokens = "ForTokenClassification"
  /// None: a bare encoder, whose hidden states are all it gives.
  case none = "Model"

  /// Heads of pre-training, which a bare encoder is taken from.
  static let pretraining = ["ForMaskedLM", "ForPreTraining", "LMHeadModel"]
}

/// The class that a configuration names, taken apart.
struct ArchitectureName {
  let family: Family
  let head: Head
  /// As in `config.json`, such as `XLMRobertaForTokenClassification`.
  let name: String

  /// Finds the first architecture of the list that is supported.
  ///
  /// - Parameter file: The configuration.
  /// - Throws: ``CheckpointError/unsupportedArchitecture(path:found:supported:)``.
  init(file: ConfigurationFile) throws(CheckpointError) {
    let names = try file.strings("architectures") ?? []
    let type = try file.string("model_type")
    for name in names {
      guard let (stem, head) = Self.cut(name) else { continue }
      if let family = Family.classes[stem] ?? type.flatMap({ Family.modelTypes[$0] }) {
        (self.family, self.head, self.name) = (family, head, name)
        return
      }
    }
    if names.isEmpty, let type, let family = Family.modelTypes[type] {
      (self.family, head, name) = (family, .none, type)
      return
    }
    throw .unsupportedArchitecture(
      path: file.path, found: names.first ?? type.map { "none (model type \($0))" } ?? "none",
      supported: Family.classes.keys.sorted())
  }

  /// Cuts `BertForTokenClassification` into `Bert` and the head.
  private static func cut(_ name: String) -> (stem: String, head: Head)? {
    for head in Head.allCases where name.hasSuffix(head.rawValue) {
      return (String(name.dropLast(head.rawValue.count)), head)
    }
    for suffix in Head.pretraining where name.hasSuffix(suffix) {
      return (String(name.dropLast(suffix.count)), .none)
    }
    return nil
  }
}
