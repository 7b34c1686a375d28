public import Checkpoints
internal import Tensors

/// A fine-tuned encoder with its head, ready to run; shared by all workers.
public final class EncoderModel: Sendable {
  /// What `config.json` says.
  public let configuration: ModelConfiguration
  /// The tensors of the checkpoint that the model has no use for, sorted.
  ///
  /// Such as the head of pre-training. Buffers that Transformers computes anew are left out.
  public let unusedTensors: [String]
  let embedding: EmbeddingBlock
  let layers: [EncoderLayer]
  let convolution: Convolution?
  let finalNorm: LayerNorm?
  /// Nil for a bare encoder.
  let head: ClassificationHead?

  /// Reads and packs the weights of a checkpoint.
  ///
  /// - Parameter checkpoint: The opened folder.
  /// - Throws: ``CheckpointError`` if tensors are missing or one has another shape or type.
  public init(_ checkpoint: CheckpointFolder) throws(CheckpointError) {
    configuration = checkpoint.configuration
    let names = TensorNames(configuration.family)
    func reader(isDry: Bool) -> WeightReader {
      WeightReader(
        checkpoint.weights, checkpoint.configuration, prefixes: names.prefixes, isDry: isDry)
    }
    // Every name and shape is looked up before anything is allocated or packed.
    let dry = reader(isDry: true)
    _ = try Blocks(configuration, names: names, reader: dry)
    guard dry.missing.isEmpty else {
      throw .tensorsMissing(path: checkpoint.weights.paths[0], tensors: dry.missing)
    }
    unusedTensors = checkpoint.weights.names.filter {
      !dry.used.contains($0) && !$0.hasSuffix(".position_ids") && !$0.hasSuffix(".token_type_ids")
        && $0 != "position_ids"
    }
    let blocks = try Blocks(configuration, names: names, reader: reader(isDry: false))
    layers = (0..<checkpoint.configuration.layers).map {
      let configuration = checkpoint.configuration
      // Spread as ALBERT spreads its groups: the first layers share the first.
      return blocks.layers[$0 * configuration.layerGroups / configuration.layers]
    }
    embedding = blocks.embedding
    convolution = blocks.convolution
    finalNorm = blocks.finalNorm
    head = blocks.head
  }

  /// Returns rows of the word embedding table: H₀.
  ///
  /// - Parameter ids: Token ids, each below the vocabulary size.
  /// - Returns: ids × e floats.
  public func embeddings(of ids: [Int]) -> [Float] {
    [Float](unsafeUninitializedCapacity: ids.count * configuration.embeddingSize) { rows, count in
      guard let base = rows.baseAddress else { return }
      embedding.lookUp(ids, into: base)
      count = ids.count * configuration.embeddingSize
    }
  }

  /// Rows of the embedding table that stand for all where it is large.
  private static let deviationRows = 4096

  /// The standard deviation of the elements of the word embedding table.
  public var embeddingDeviation: Double {
    let count = configuration.vocabularySize
    let step = max(1, (count + Self.deviationRows - 1) / Self.deviationRows)
    let values = embeddings(of: Array(stride(from: 0, to: count, by: step)))
    let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
    let square = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return (square / Double(values.count)).squareRoot()
  }

  /// The rows of the last layer that are needed for the logits alone.
  var lastRows: LayerRows {
    // A convolution beside the only layer reads all tokens.
    layers.count == 1 && convolution != nil ? .all : head?.lastRows ?? .all
  }

  /// Everything that is read, in this order; the embeddings last, since they cannot be done
  /// without even in a dry run.
  private struct Blocks {
    var layers: [EncoderLayer] = []
    let convolution: Convolution?
    let finalNorm: LayerNorm?
    let head: ClassificationHead?
    let embedding: EmbeddingBlock

    init(
      _ configuration: ModelConfiguration, names: TensorNames, reader: WeightReader
    ) throws(CheckpointError) {
      let distances = try DistanceTerms(configuration, names: names, reader: reader)
      for index in 0..<configuration.layerGroups {
        layers.append(
          try EncoderLayer(
            configuration, names: names, index: index, distances: distances, reader: reader))
      }
      convolution = try Convolution(configuration, reader: reader)
      finalNorm = try names.finalNorm.map { name throws(CheckpointError) in
        try reader.norm(name, columns: configuration.hiddenSize)
      }
      head =
        configuration.head == .none
        ? nil : try ClassificationHead(configuration, names: names, reader: reader)
      embedding = try EmbeddingBlock(configuration, names: names, reader: reader)
    }
  }
}
