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

  /// The rows of the table that a text's distances fall into.
  private func used(_ tokens: Int) -> Range<Int> {
    index.row(1 - tokens)..<index.row(tokens - 1) + 1
  }

  /// Floats of scratch memory for a text.
  func scratchCount(tokens: Int) -> Int { 2 * tokens * used(tokens).count }

  /// Writes the terms of one head, n × stride.
  func write(
    _ head: AttentionKernel.Head, index number: Int, tokens: Int, scale: Float,
    into scores: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let stride = AttentionKernel.stride(tokens)
    let rows = used(tokens)
    func products(
      _ content: UnsafeMutablePointer<Float>, _ side: Side?, into out: UnsafeMutablePointer<Float>
    ) {
      guard let side else { return out.update(repeating: 0, count: tokens * rows.count) }
      let columns = side.columns.pointer + number * headSize * 2 * span + rows.lowerBound
      SmallProduct.multiply(
        .init(content, stride: head.stride), .init(columns, stride: 2 * span),
        sizes: (tokens, rows.count, headSize), into: out, stride: rows.count, scale: scale)
    }
    let (fromQueries, fromKeys) = (scratch, scratch + tokens * rows.count)
    products(head.query, keys, into: fromQueries)
    products(head.key, queries, into: fromKeys)
    for i in 0..<tokens {
      let (row, products) = (scores + i * stride, fromQueries + i * rows.count)
      for j in 0..<tokens {
        let place = index.row(i - j) - rows.lowerBound
        row[j] = products[place] + fromKeys[j * rows.count + place]
      }
    }
  }

  /// Adds dK^r- and dQ^r-weighted vectors to dQ and dK.
  func addGradient(
    _ dScores: UnsafePointer<Float>, index number: Int, tokens: Int,
    to dHead: AttentionKernel.Head, scratch: UnsafeMutablePointer<Float>
  ) {
    let stride = AttentionKernel.stride(tokens)
    let rows = used(tokens)
    let (toQueries, toKeys) = (scratch, scratch + tokens * rows.count)
    scratch.update(repeating: 0, count: 2 * tokens * rows.count)
    for i in 0..<tokens {
      let (gradients, sums) = (dScores + i * stride, toQueries + i * rows.count)
      for j in 0..<tokens {
        let place = index.row(i - j) - rows.lowerBound
        sums[place] += gradients[j]
        toKeys[j * rows.count + place] += gradients[j]
      }
    }
    func add(
      _ sums: UnsafeMutablePointer<Float>, _ side: Side?, to out: UnsafeMutablePointer<Float>
    ) {
      guard let side else { return }
      let vectors = side.rows.pointer + rows.lowerBound * hiddenSize + number * headSize
      SmallProduct.multiply(
        .init(sums, stride: rows.count), .init(vectors, stride: hiddenSize),
        sizes: (tokens, headSize, rows.count), into: out, stride: dHead.stride, adds: true)
    }
    add(toQueries, keys, to: dHead.query)
    add(toKeys, queries, to: dHead.key)
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
