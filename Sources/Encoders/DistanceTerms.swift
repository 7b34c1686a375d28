internal import Checkpoints
internal import Foundation
internal import Tensors

/// What all layers share of a model's knowledge of distances.
struct DistanceTerms {
  /// MPNet's numbers.
  var bias: DistanceBias?
  /// DeBERTa's table of distances, 2 · span × d, normalised; nil in a dry run.
  var table: FloatBuffer?

  init(
    _ configuration: ModelConfiguration, names: TensorNames, reader: WeightReader
  ) throws(CheckpointError) {
    switch configuration.attention {
    case .absolute, .rotary: break
    case .distanceBias(let rows):
      let heads = configuration.heads
      bias = try reader.matrix("*.encoder.relative_attention_bias", rows: rows, columns: heads)
        .map { DistanceBias($0, heads: heads) }
    case .disentangled(let form):
      guard form.isRelative else { return }
      let d = configuration.hiddenSize
      let rows = 2 * form.span
      table = try reader.matrix("*.encoder.rel_embeddings", rows: rows, columns: d)
      if form.normalises {
        let norm = try reader.norm("*.encoder.LayerNorm", columns: d)
        if let table {
          _ = norm.forward(table.pointer, rows: rows, into: table.pointer, arena: Arena())
        }
      }
    }
  }
}

/// A learned number for each head and bucket of distances, added to the scores (MPNet).
package struct DistanceBias: Sendable {
  /// heads × (2 · reach + 1): the number for the distance key − query from −reach to reach.
  private let values: FloatBuffer

  /// Buckets of the table that Transformers' code uses, whatever the configuration says.
  static let buckets = 32
  /// The distance from which all fall into the last bucket.
  private static let reach = 128

  /// Lays the table out by distance.
  ///
  /// - Parameters:
  ///   - table: At least ``buckets`` rows × heads.
  ///   - heads: The number of heads.
  init(_ table: FloatBuffer, heads: Int) {
    let width = 2 * Self.reach + 1
    values = FloatBuffer(zeros: heads * width)
    for head in 0..<heads {
      for distance in -Self.reach...Self.reach {
        values.pointer[head * width + distance + Self.reach] =
          table.pointer[Self.bucket(distance) * heads + head]
      }
    }
  }

  /// Returns the bucket of a distance: one each up to 7, then wider and wider ones; the keys after
  /// the query have the upper half of the buckets.
  ///
  /// - Parameter distance: Key − query.
  /// - Returns: The row of the table.
  package static func bucket(_ distance: Int) -> Int {
    let half = buckets / 2
    let exact = half / 2
    let size = abs(distance)
    let first = distance > 0 ? half : 0
    guard size >= exact else { return first + size }
    // In single precision, in Transformers' order of operations.
    let share =
      logf(Float(size) / Float(exact)) / Float(log(Double(reach) / Double(exact)))
    return first + min(exact + Int(share * Float(half - exact)), half - 1)
  }

  /// Writes the numbers of a block of one head, q × stride.
  func write(head: Int, _ block: AttentionBlock, into scores: UnsafeMutablePointer<Float>) {
    let middle = values.pointer + head * (2 * Self.reach + 1) + Self.reach
    for (line, query) in block.queries.enumerated() {
      let row = scores + line * block.stride
      for (place, key) in block.keys.enumerated() {
        row[place] = middle[min(max(key - query, -Self.reach), Self.reach)]
      }
    }
  }
}
