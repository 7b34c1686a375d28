internal import Checkpoints
internal import Tensors

/// Reads layers out of a checkpoint's tensors, under the names that Transformers resolves.
///
/// A dry reader only checks names and shapes, so that nothing is allocated before everything is
/// known to be there: it gives layers of one number.
final class WeightReader {
  private let weights: WeightStore
  private let prefixes: [String]
  /// What LayerNorm adds to the variance.
  private let epsilon: Float
  private let biases: ModelConfiguration.Biases
  private let isDry: Bool
  /// The names that were asked for and are not there.
  private(set) var missing: [String] = []
  /// The tensors that were read.
  private(set) var used: Set<String> = []

  init(
    _ weights: WeightStore, _ configuration: ModelConfiguration, prefixes: [String],
    isDry: Bool
  ) {
    self.weights = weights
    self.prefixes = prefixes
    epsilon = configuration.layerNormEpsilon
    biases = configuration.biases
    self.isDry = isDry
  }

  /// Returns the first of the names that a tensor may have that there is.
  private func find(_ names: [String]) -> String? {
    let candidates = names.flatMap { name in
      name.hasPrefix("*.")
        ? prefixes.map { $0 + name.dropFirst() } + [String(name.dropFirst(2))] : [name]
    }
    // Checkpoints of BERT's first years call the weight of a LayerNorm gamma and its bias beta.
    let old = candidates.map { name in
      name.hasSuffix("LayerNorm.weight")
        ? name.dropLast(6) + "gamma"
        : name.hasSuffix("LayerNorm.bias") ? name.dropLast(4) + "beta" : Substring(name)
    }
    guard let found = (candidates + old.map(String.init)).first(where: weights.contains) else {
      if let first = candidates.first, !missing.contains(first) { missing.append(first) }
      return nil
    }
    used.insert(found)
    return found
  }

  /// Reads a tensor; nil in a dry run.
  func tensor(_ name: String, shape: [Int]) throws(CheckpointError) -> FloatBuffer? {
    guard let found = find([name]) else { return nil }
    let shapeFound = try weights.shape(of: found)
    guard shapeFound == shape else {
      throw .wrongShape(
        path: weights.path(of: found), tensor: found, expected: shape, found: shapeFound)
    }
    return isDry ? nil : try weights.tensor(found, shape: shape)
  }

  /// Opens an embedding table whose rows stay in the file.
  func rows(
    _ name: String, or tied: String, rows: Int, columns: Int
  ) throws(CheckpointError) -> MappedRows {
    guard let found = find(["\(name).weight", "\(tied).weight"]) else {
      throw .tensorsMissing(path: weights.paths[0], tensors: missing)
    }
    return try weights.rows(of: found, rows: rows, columns: columns)
  }

  /// Reads `name.weight` (rows × columns); nil in a dry run.
  func matrix(_ name: String, rows: Int, columns: Int) throws(CheckpointError) -> FloatBuffer? {
    try tensor("\(name).weight", shape: [rows, columns])
  }

  /// Which biases a layer is ruled by.
  enum Part {
    case attention, feedForward, head, always, never
  }

  private func hasBias(_ part: Part) -> Bool {
    switch part {
    case .attention: biases.attention
    case .feedForward: biases.feedForward
    case .head: biases.head
    case .always: true
    case .never: false
    }
  }

  private static let dryLinear = Linear(weight: FloatBuffer(zeros: 1), bias: nil, inputs: 1)

  /// Reads `name.weight` (outputs × inputs) and `name.bias`.
  func linear(
    _ name: String, inputs: Int, outputs: Int, part: Part = .always
  ) throws(CheckpointError) -> Linear {
    let weight = try matrix(name, rows: outputs, columns: inputs)
    let bias = hasBias(part) ? try tensor("\(name).bias", shape: [outputs]) : nil
    guard let weight else { return Self.dryLinear }
    return Linear(weight: weight, bias: bias, inputs: inputs)
  }

  /// Reads layers of the same input side by side, so that one product serves all.
  ///
  /// Layers of one name are stored side by side already.
  func fused(
    _ names: [String], inputs: Int, outputs: Int, part: Part
  ) throws(CheckpointError) -> Linear {
    if Set(names).count == 1 {
      return try linear(names[0], inputs: inputs, outputs: names.count * outputs, part: part)
    }
    var weights: [FloatBuffer] = []
    var biases: [FloatBuffer] = []
    for name in names {
      if let weight = try matrix(name, rows: outputs, columns: inputs) { weights.append(weight) }
      if hasBias(part), let bias = try tensor("\(name).bias", shape: [outputs]) {
        biases.append(bias)
      }
    }
    guard !isDry else { return Self.dryLinear }
    return Linear(
      weight: FloatBuffer(joining: weights),
      bias: biases.isEmpty ? nil : FloatBuffer(joining: biases), inputs: inputs)
  }

  /// Reads a layer whose outputs are parts of the same size, one after the other.
  func parts(
    _ name: String, inputs: Int, outputs: Int, count: Int, part: Part
  ) throws(CheckpointError) -> [Linear] {
    let weight = try matrix(name, rows: outputs, columns: inputs)
    let bias = hasBias(part) ? try tensor("\(name).bias", shape: [outputs]) : nil
    guard let weight else { return Array(repeating: Self.dryLinear, count: count) }
    let size = outputs / count
    return (0..<count).map { index in
      Linear(
        weight: FloatBuffer(weight, from: index * size * inputs, count: size * inputs),
        bias: bias.map { FloatBuffer($0, from: index * size, count: size) }, inputs: inputs)
    }
  }

  /// Reads `name.weight` and `name.bias` of a normalisation.
  func norm(_ name: String, columns: Int) throws(CheckpointError) -> LayerNorm {
    let gamma = try tensor("\(name).weight", shape: [columns])
    let beta = biases.norm ? try tensor("\(name).bias", shape: [columns]) : nil
    guard let gamma else {
      return LayerNorm(
        gamma: FloatBuffer(zeros: 1), beta: FloatBuffer(zeros: 1), epsilon: epsilon)
    }
    return LayerNorm(
      gamma: gamma, beta: beta ?? FloatBuffer(zeros: columns), epsilon: epsilon)
  }
}
