internal import Checkpoints
internal import Foundation
internal import Tensors

/// The products of content and distance of DeBERTa's attention (He et al., 2021, equation 4):
/// Q_i · K^r_δ(i,j) and K_j · Q^r_δ(i,j), where δ is the row of the distance i − j.
///
/// The weights stand still, so K^r and Q^r are computed once for each layer.
struct DisentangledTerms: Sendable {
  /// One of the two terms: the distances' vectors, by rows and, for each head, by columns.
  private struct Side: Sendable {
    /// 2 · span × d.
    let rows: FloatBuffer
    /// heads × (head size × 2 · span).
    let columns: FloatBuffer
  }

  /// Q^c meets K^r.
  private let keys: Side?
  /// K^c meets Q^r.
  private let queries: Side?
  private let index: DistanceIndex
  private let span: Int
  private let hiddenSize: Int
  private let headSize: Int

  init(
    _ form: DisentangledForm, table: FloatBuffer?, _ configuration: ModelConfiguration,
    names: TensorNames, prefix: String, reader: WeightReader
  ) throws(CheckpointError) {
    let d = configuration.hiddenSize
    hiddenSize = d
    headSize = d / configuration.heads
    span = form.span
    index = DistanceIndex(form, positions: table == nil ? 1 : configuration.positions)
    let size = headSize
    func side(_ shared: String, _ own: String) throws(CheckpointError) -> Side {
      let name = form.sharesProjections ? prefix + shared : "\(prefix)attention.self.\(own)"
      let layer = try reader.linear(name, inputs: d, outputs: d)
      guard let table else {
        return Side(rows: FloatBuffer(zeros: 0), columns: FloatBuffer(zeros: 0))
      }
      let count = 2 * form.span
      let rows = FloatBuffer(zeros: count * d)
      layer.forward(table.pointer, rows: count, into: rows.pointer)
      let columns = FloatBuffer(zeros: count * d)
      for row in 0..<count {
        for column in 0..<d {
          let (head, place) = (column / size, column % size)
          columns.pointer[(head * size + place) * count + row] = rows.pointer[row * d + column]
        }
      }
      return Side(rows: rows, columns: columns)
    }
    keys = form.contentToPosition ? try side(names.key, "pos_key_proj") : nil
    queries = form.positionToContent ? try side(names.query, "pos_query_proj") : nil
  }

  /// The rows of the table that a block's distances fall into.
  private func used(_ block: AttentionBlock) -> Range<Int> {
    let least = block.queries.lowerBound - (block.keys.upperBound - 1)
    let most = block.queries.upperBound - 1 - block.keys.lowerBound
    return index.row(least)..<index.row(most) + 1
  }

  /// Floats of scratch memory for a block.
  func scratchCount(_ block: AttentionBlock) -> Int {
    (block.queries.count + block.keys.count) * used(block).count
  }

  /// Writes the terms of a block of one head, q × stride.
  func write(
    _ head: AttentionKernel.Head, index number: Int, _ block: AttentionBlock, scale: Float,
    into scores: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let rows = used(block)
    func products(
      _ content: UnsafeMutablePointer<Float>, _ tokens: Range<Int>, _ side: Side?,
      into out: UnsafeMutablePointer<Float>
    ) {
      guard let side else { return out.update(repeating: 0, count: tokens.count * rows.count) }
      let columns = side.columns.pointer + number * headSize * 2 * span + rows.lowerBound
      SmallProduct.multiply(
        .init(content + tokens.lowerBound * head.stride, stride: head.stride),
        .init(columns, stride: 2 * span), sizes: (tokens.count, rows.count, headSize), into: out,
        stride: rows.count, scale: scale)
    }
    let (fromQueries, fromKeys) = (scratch, scratch + block.queries.count * rows.count)
    products(head.query, block.queries, keys, into: fromQueries)
    products(head.key, block.keys, queries, into: fromKeys)
    for (line, query) in block.queries.enumerated() {
      let (row, products) = (scores + line * block.stride, fromQueries + line * rows.count)
      for (column, key) in block.keys.enumerated() {
        let place = index.row(query - key) - rows.lowerBound
        row[column] = products[place] + fromKeys[column * rows.count + place]
      }
    }
  }

  /// Adds dK^r- and dQ^r-weighted vectors to dQ and dK.
  func addGradient(
    _ dScores: UnsafePointer<Float>, index number: Int, _ block: AttentionBlock,
    to dHead: AttentionKernel.Head, scratch: UnsafeMutablePointer<Float>
  ) {
    let rows = used(block)
    let (toQueries, toKeys) = (scratch, scratch + block.queries.count * rows.count)
    scratch.update(repeating: 0, count: scratchCount(block))
    for (line, query) in block.queries.enumerated() {
      let (gradients, sums) = (dScores + line * block.stride, toQueries + line * rows.count)
      for (column, key) in block.keys.enumerated() {
        let place = index.row(query - key) - rows.lowerBound
        sums[place] += gradients[column]
        toKeys[column * rows.count + place] += gradients[column]
      }
    }
    func add(
      _ sums: UnsafeMutablePointer<Float>, _ tokens: Range<Int>, _ side: Side?,
      to out: UnsafeMutablePointer<Float>
    ) {
      guard let side else { return }
      let vectors = side.rows.pointer + rows.lowerBound * hiddenSize + number * headSize
      SmallProduct.multiply(
        .init(sums, stride: rows.count), .init(vectors, stride: hiddenSize),
        sizes: (tokens.count, headSize, rows.count),
        into: out + tokens.lowerBound * dHead.stride, stride: dHead.stride, adds: true)
    }
    add(toQueries, block.queries, keys, to: dHead.query)
    add(toKeys, block.keys, queries, to: dHead.key)
  }
}

/// The row of DeBERTa's table of distances for each distance.
package struct DistanceIndex: Sendable {
  private let rows: [Int32]
  private let reach: Int

  /// Lays out the rows of all distances of a text as long as the model takes.
  init(_ form: DisentangledForm, positions: Int) {
    let reach = positions - 1
    self.reach = reach
    rows = (-reach...reach).map { distance in
      let bucket = Self.bucket(distance, buckets: form.buckets, maximum: form.maximum)
      return Int32(min(max(bucket + form.span, 0), 2 * form.span - 1))
    }
  }

  /// Returns the row for the distance query − key.
  func row(_ distance: Int) -> Int { Int(rows[distance + reach]) }

  /// Returns the bucket of a distance: each its own up to the middle, then logarithmic ones.
  ///
  /// - Parameters:
  ///   - distance: Query − key.
  ///   - buckets: Their number; nil if each distance has its own.
  ///   - maximum: The largest distance that they tell apart.
  /// - Returns: The bucket, negative for a key after the query.
  package static func bucket(_ distance: Int, buckets: Int?, maximum: Int) -> Int {
    guard let buckets else { return distance }
    let middle = buckets / 2
    let size = abs(distance)
    guard size > middle else { return distance }
    // In single precision, in Transformers' order of operations.
    let share =
      logf(Float(size) / Float(middle))
      / logf(Float((Double(maximum) - 1) / Double(middle)))
    let position = Int((share * Float(middle - 1)).rounded(.up)) + middle
    return distance < 0 ? -position : position
  }
}
