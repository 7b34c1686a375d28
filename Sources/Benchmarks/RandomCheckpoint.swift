internal import Checkpoints
package import Foundation
internal import Tensors

/// Checkpoints with random weights, which PyTorch and this package read alike.
package enum RandomCheckpoint {
  /// A tensor of the checkpoint.
  package struct Tensor: Equatable, Sendable {
    /// Its name in PyTorch.
    package var name: String
    /// Its shape.
    package var shape: [Int]
    /// The number of its values.
    package var count: Int { shape.reduce(1, *) }
  }

  /// Writes `config.json` and `model.safetensors` of a BERT that classifies sequences.
  ///
  /// - Parameters:
  ///   - size: Its shape.
  ///   - folder: An existing folder.
  /// - Throws: If the files cannot be written.
  package static func write(_ size: EncoderSize, to folder: URL) throws {
    try Data(configuration(size).utf8).write(to: folder.appending(path: "config.json"))
    let tensors = tensors(size)
    let file = folder.appending(path: "model.safetensors")
    try SafetensorsWriter.header(tensors.map { .init($0.name, $0.shape) }).write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    try handle.seekToEnd()
    var numbers = SplitMix64(seed: 1)
    for tensor in tensors {
      let values = values(of: tensor, &numbers)
      try values.withUnsafeBytes { try handle.write(contentsOf: Data($0)) }
    }
  }

  /// Returns the tensors of a size, in the order of the file.
  package static func tensors(_ size: EncoderSize) -> [Tensor] {
    let d = size.hidden
    func linear(_ name: String, _ outputs: Int, _ inputs: Int) -> [Tensor] {
      [
        Tensor(name: "\(name).weight", shape: [outputs, inputs]),
        Tensor(name: "\(name).bias", shape: [outputs]),
      ]
    }
    func norm(_ name: String) -> [Tensor] {
      ["weight", "bias"].map { Tensor(name: "\(name).LayerNorm.\($0)", shape: [d]) }
    }
    let tables = [("word", size.vocabulary), ("position", size.positions), ("token_type", 2)].map {
      Tensor(name: "bert.embeddings.\($0)_embeddings.weight", shape: [$1, d])
    }
    let layers = (0..<size.layers).flatMap { index in
      let layer = "bert.encoder.layer.\(index)"
      return ["query", "key", "value"].flatMap { linear("\(layer).attention.self.\($0)", d, d) }
        + linear("\(layer).attention.output.dense", d, d) + norm("\(layer).attention.output")
        + linear("\(layer).intermediate.dense", size.intermediate, d)
        + linear("\(layer).output.dense", d, size.intermediate) + norm("\(layer).output")
    }
    return tables + norm("bert.embeddings") + layers + linear("bert.pooler.dense", d, d)
      + linear("classifier", size.outputs, d)
  }

  private static func configuration(_ size: EncoderSize) -> String {
    """
    {"architectures": ["BertForSequenceClassification"], "model_type": "bert",
     "hidden_size": \(size.hidden), "num_hidden_layers": \(size.layers),
     "num_attention_heads": \(size.heads), "intermediate_size": \(size.intermediate),
     "vocab_size": \(size.vocabulary), "max_position_embeddings": \(size.positions),
     "type_vocab_size": 2, "hidden_act": "gelu", "layer_norm_eps": 1e-12, "pad_token_id": 0}

    """
  }

  /// Returns values with BERT's initial deviation of 0.02; a norm's are 1 and 0, biases 0.
  private static func values(of tensor: Tensor, _ numbers: inout SplitMix64) -> [Float] {
    if tensor.shape.count == 1 {
      let isScale = tensor.name.hasSuffix("LayerNorm.weight")
      return [Float](repeating: isScale ? 1 : 0, count: tensor.count)
    }
    // A uniform distribution's deviation is its width / √12.
    let unit = 0.02 * Float(12).squareRoot() / Float(1 << 24)
    return (0..<tensor.count).map { _ in
      (Float(numbers.next() >> 40) - Float(1 << 23)) * unit
    }
  }
}
