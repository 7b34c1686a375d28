public import Checkpoints

/// A fine-tuned encoder with its head, ready to run; shared by all workers.
public final class EncoderModel: Sendable {
  /// What `config.json` says.
  public let configuration: ModelConfiguration
  let embedding: EmbeddingBlock
  let layers: [EncoderLayer]
  let head: ClassificationHead

  /// Reads and packs the weights of a checkpoint.
  ///
  /// - Parameter checkpoint: The opened folder.
  /// - Throws: ``CheckpointError`` if a tensor is missing or has another shape or type.
  public init(_ checkpoint: CheckpointFolder) throws(CheckpointError) {
    configuration = checkpoint.configuration
    let names = TensorNames(configuration.architecture)
    let reader = WeightReader(
      weights: checkpoint.weights, epsilon: configuration.layerNormEpsilon)
    // Every name and shape is looked up before the costly packing, by reading in this order.
    embedding = try EmbeddingBlock(configuration, names: names, reader: reader)
    head = try ClassificationHead(configuration, names: names, reader: reader)
    var layers: [EncoderLayer] = []
    for index in 0..<configuration.layers {
      layers.append(
        try EncoderLayer(configuration, names: names, index: index, reader: reader))
    }
    self.layers = layers
  }
}
