internal import Checkpoints
internal import Tensors

/// Reads whole layers out of a weights file.
struct WeightReader {
  let weights: WeightStore
  /// What LayerNorm adds to the variance.
  let epsilon: Float

  /// Reads `name.weight` (outputs × inputs) and `name.bias`.
  func linear(_ name: String, inputs: Int, outputs: Int) throws(CheckpointError) -> Linear {
    Linear(
      weight: try weights.tensor("\(name).weight", shape: [outputs, inputs]),
      bias: try weights.tensor("\(name).bias", shape: [outputs]), inputs: inputs)
  }

  /// Reads several layers of the same input side by side, so that one product serves all.
  func fused(_ names: [String], inputs: Int, outputs: Int) throws(CheckpointError) -> Linear {
    let weight = FloatBuffer(zeros: names.count * outputs * inputs)
    let bias = FloatBuffer(zeros: names.count * outputs)
    for (index, name) in names.enumerated() {
      let part = try weights.tensor("\(name).weight", shape: [outputs, inputs])
      let partBias = try weights.tensor("\(name).bias", shape: [outputs])
      (weight.pointer + index * outputs * inputs).update(from: part.pointer, count: part.count)
      (bias.pointer + index * outputs).update(from: partBias.pointer, count: outputs)
    }
    return Linear(weight: weight, bias: bias, inputs: inputs)
  }

  /// Reads `name.weight` and `name.bias` of a normalisation.
  func norm(_ name: String, columns: Int) throws(CheckpointError) -> LayerNorm {
    LayerNorm(
      gamma: try weights.tensor("\(name).weight", shape: [columns]),
      beta: try weights.tensor("\(name).bias", shape: [columns]), epsilon: epsilon)
  }
}
