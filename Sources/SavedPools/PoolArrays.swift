internal import AttributionRecords
internal import Checkpoints
internal import Foundation
internal import Lafa

/// The arrays of a pool's file, `pool.safetensors`.
///
/// Lists of different lengths lie one after the other, with their lengths in an array of their
/// own: `token_counts` says how many of `token_ids` each document has. `explanation_…` have one
/// element an explained output or entity; `scores.B` holds as many numbers for each as its
/// document has tokens, for the base method B of the manifest; `directions.K` one row each, for
/// the K-th directed one. A number that is missing is NaN, a missing index -1.
enum PoolArrays {
  static let fileName = "pool.safetensors"

  /// How many elements the arrays have.
  struct Sizes: Equatable {
    var documents = 0
    var tokens = 0
    var explanations = 0
    var scores = 0
    var predicted = 0
    var entities = 0
    var entityWords = 0

    mutating func add(_ base: BaseAttribution) {
      documents += 1
      tokens += base.document.ids.count
      explanations += base.scores.count
      scores += base.scores.count * base.document.ids.count
      predicted += base.prediction.predicted.count
      entities += base.entities.count
      entityWords += base.entities.reduce(0) { $0 + $1.words.count }
    }
  }

  /// An array: its entry in the header, and what each document adds to it.
  private struct Column {
    let entry: SafetensorsWriter.Entry
    let add: (BaseAttribution, inout ByteBuffer) -> Void
  }

  /// Writes the file.
  ///
  /// - Parameters:
  ///   - bases: The documents.
  ///   - manifest: What is kept.
  ///   - centre: The centre of the contextual kernel.
  ///   - url: The file.
  /// - Throws: ``PoolError/unwritable(path:detail:)``.
  static func write(
    _ bases: AttributionStore, _ manifest: PoolManifest, centre: TokenCentre?, to url: URL
  ) throws(PoolError) {
    do {
      try write(bases, columns(of: bases, manifest), centre, url)
    } catch {
      throw .unwritable(
        path: url.path(percentEncoded: false), detail: "the file system refuses it")
    }
  }

  private static func write(
    _ bases: AttributionStore, _ columns: [Column], _ centre: TokenCentre?, _ url: URL
  ) throws {
    let vectors = SafetensorsWriter.Entry("vectors", [bases.count, bases.vectors.d])
    let centres = centre.map { SafetensorsWriter.Entry("centre", [$0.mean.count]) }
    try SafetensorsWriter.header(
      columns.map(\.entry) + [vectors] + [centres].compactMap(\.self)
    ).write(to: url)
    let file = try FileHandle(forWritingTo: url)
    defer { try? file.close() }
    try file.seekToEnd()
    var buffer = ByteBuffer()
    func handOn(atLeast least: Int) throws {
      guard buffer.bytes.count >= least else { return }
      try file.write(contentsOf: buffer.bytes)
      buffer.bytes.removeAll(keepingCapacity: true)
    }
    for column in columns {
      for index in 0..<bases.count {
        column.add(bases[index], &buffer)
        try handOn(atLeast: partSize)
      }
    }
    for index in 0..<bases.count {
      bases.vectors.withVector(index) { buffer.add($0) }
      try handOn(atLeast: partSize)
    }
    if let centre { centre.mean.withUnsafeBufferPointer { buffer.add($0) } }
    try handOn(atLeast: 1)
  }

  private static let partSize = 1 << 20

  private static func columns(
    of bases: AttributionStore, _ manifest: PoolManifest
  ) -> [Column] {
    var sizes = Sizes()
    for index in 0..<bases.count { sizes.add(bases[index]) }
    let types = manifest.entityTypes
    let d = manifest.model.hiddenSize
    func doubles(
      _ name: String, _ shape: [Int], _ numbers: @escaping (BaseAttribution) -> [Double?]
    ) -> Column {
      Column(entry: .init(name, shape, type: "F64")) { base, buffer in
        for number in numbers(base) { buffer.add((number ?? .nan).bitPattern) }
      }
    }
    func integers(
      _ name: String, _ shape: [Int], _ numbers: @escaping (BaseAttribution) -> [Int]
    ) -> Column {
      Column(entry: .init(name, shape, type: "I32")) { base, buffer in
        for number in numbers(base) { buffer.add(Int32(number)) }
      }
    }
    let n = [sizes.documents]
    let outputs = [sizes.documents, manifest.labels.count]
    let e = [sizes.explanations]
    let entities = [sizes.entities]
    // Those with numbers of eight bytes first, so that all lie at multiples of their size.
    var columns = [
      doubles("logits", outputs) { $0.prediction.outputs.map(\.logit) },
      doubles("probabilities", outputs) { $0.prediction.outputs.map(\.probability) },
      doubles("values", n) { [$0.prediction.value?.value] },
      doubles("entity_probabilities", entities) { $0.entities.map(\.probability) },
    ]
    for base in manifest.bases.indices {
      columns += [
        doubles("scores.\(base)", [sizes.scores]) { $0.scores.flatMap { $0.bases[base] } },
        doubles("gaps.\(base)", e) { $0.scores.map { $0.gaps[base] } },
      ]
    }
    columns += [
      integers("token_counts", n) { [$0.document.ids.count] },
      integers("token_ids", [sizes.tokens]) { $0.document.ids },
      integers("category", n) { [$0.document.category ?? -1] },
      integers("predicted_counts", n) { [$0.prediction.predicted.count] },
      integers("predicted", [sizes.predicted]) { $0.prediction.predicted },
      integers("omitted", n) { [$0.omitted] },
      integers("explanation_counts", n) { [$0.scores.count] },
      integers("explanation_outputs", e) { $0.scores.map(\.output) },
      integers("explanation_entities", e) { $0.scores.map { $0.entity ?? -1 } },
      integers("entity_counts", n) { [$0.entities.count] },
      integers("entity_types", entities) { base in
        base.entities.map { types.firstIndex(of: $0.type) ?? 0 }
      },
      integers("entity_outputs", entities) { $0.entities.map(\.output) },
      integers("entity_words", [sizes.entities, 2]) { base in
        base.entities.flatMap { [$0.words.lowerBound, $0.words.upperBound] }
      },
      integers("entity_word_outputs", [sizes.entityWords]) { $0.entities.flatMap(\.outputs) },
    ]
    for place in manifest.directed.indices {
      columns.append(
        Column(entry: .init("directions.\(place)", [sizes.explanations, d])) { base, buffer in
          for scores in base.scores {
            scores.directions[place].withUnsafeBufferPointer { buffer.add($0) }
          }
        })
    }
    // Bytes come last but for the floats of vectors, which readers take at any place.
    columns.append(
      Column(entry: .init("token_is_special", [sizes.tokens], type: "BOOL")) { base, buffer in
        for flag in base.document.isSpecial { buffer.add(UInt8(flag ? 1 : 0)) }
      })
    return columns
  }
}

/// Little-endian numbers, one after the other.
private struct ByteBuffer {
  var bytes: [UInt8] = []

  mutating func add(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func add(_ floats: UnsafeBufferPointer<Float>) {
    for float in floats { add(float.bitPattern) }
  }
}
