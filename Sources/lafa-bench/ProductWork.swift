internal import Benchmarks
internal import Dispatch
internal import Tensors

/// Our product of a packed weight, alone.
final class ProductWork: @unchecked Sendable {
  // @unchecked because each of the concurrent iterations writes only the output of its own index.
  private let shape: Shape
  private let weight: PackedMatrix
  private let inputs: [FloatBuffer]
  private let outputs: [FloatBuffer]

  /// The sizes of a product.
  struct Shape {
    let rows: Int
    let depth: Int
    let columns: Int

    var flops: Double { 2 * Double(rows * depth * columns) }
  }

  /// The linear layers of a BERT-base, for two batches.
  static let shapes = [512, 1024].flatMap { rows in
    [(768, 768), (768, 2304), (768, 3072), (3072, 768)].map {
      Shape(rows: rows, depth: $0, columns: $1)
    }
  }

  /// Operations of a sample and thread.
  private static let sampleFlops = 2e10

  init(_ shape: Shape, threads: Int) {
    self.shape = shape
    var numbers = SplitMix64(seed: 4)
    func random(_ count: Int) -> FloatBuffer {
      FloatBuffer((0..<count).map { _ in Float.random(in: -1...1, using: &numbers) })
    }
    weight = PackedMatrix(
      random(shape.depth * shape.columns), depth: shape.depth, columns: shape.columns,
      transposed: true)
    inputs = (0..<threads).map { _ in random(shape.rows * shape.depth) }
    outputs = (0..<threads).map { _ in FloatBuffer(zeros: shape.rows * shape.columns) }
  }

  /// The product as a contender, in units of 10⁹ operations.
  var contender: Contender {
    let times = max(1, Int(Self.sampleFlops / shape.flops))
    let units = shape.flops * Double(times * inputs.count) / 1e9
    return Contender(
      "product, \(shape.rows) × \(shape.depth) × \(shape.columns)", units: units
    ) { [self] in
      Meter.sample { run(times: times) }
    }
  }

  private func run(times: Int) {
    DispatchQueue.concurrentPerform(iterations: inputs.count) { worker in
      for _ in 0..<times {
        weight.multiply(
          inputs[worker].pointer, rows: shape.rows, into: outputs[worker].pointer)
      }
    }
  }
}
