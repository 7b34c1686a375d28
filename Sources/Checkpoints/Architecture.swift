/// The model architectures that are supported, by the name in `config.json`.
public enum Architecture: String, Sendable, CaseIterable {
  /// BERT with a pooler and a linear head.
  case bert = "BertForSequenceClassification"
  /// DistilBERT with its two-layer head.
  case distilBert = "DistilBertForSequenceClassification"

  /// Finds the architecture that a configuration names.
  ///
  /// - Parameters:
  ///   - file: The configuration.
  ///   - path: The file's path, for error messages.
  /// - Throws: ``CheckpointError/unsupportedArchitecture(path:found:supported:)``.
  init(file: ConfigurationFile, path: String) throws(CheckpointError) {
    let names = file.architectures ?? []
    for name in names {
      if let known = Architecture(rawValue: name) {
        self = known
        return
      }
    }
    let found = names.first ?? file.modelType.map { "none (model type \($0))" } ?? "none"
    throw .unsupportedArchitecture(
      path: path, found: found, supported: Self.allCases.map(\.rawValue))
  }
}
