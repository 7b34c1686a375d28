internal import AttributionRecords
internal import Checkpoints
internal import Encoders
internal import Foundation
internal import Lafa
internal import RunStores

/// Takes base attributions from a run store, and puts those that are computed into it.
struct StoredBases: Sendable {
  let store: RunStore
  let model: ModelIdentity
  let encoder: EncoderModel
  var options: LafaOptions
  let workers: Int

  /// Documents whose token vectors are held at once.
  private static let block = 64

  /// The same for other options.
  func with(_ options: LafaOptions) -> StoredBases {
    var result = self
    result.options = options
    return result
  }

  /// Computes base attributions, or takes them from the store.
  ///
  /// - Parameters:
  ///   - documents: The documents.
  ///   - gradients: Computes those that are missing.
  ///   - centre: The centre of the contextual kernel.
  ///   - isPool: Whether the documents are neighbours only.
  ///   - progress: Called with the number of documents done so far, from any worker.
  /// - Returns: One result a document, as `gradients` alone would give it, and how many the store had.
  func run(
    _ documents: [EncodedDocument], _ gradients: GradientPass, centre: TokenCentre?, isPool: Bool,
    progress: @escaping @Sendable (Int) -> Void
  ) -> (bases: [BaseAttribution?], known: Int) {
    let prefix = prefix(isPool: isPool)
    let keys = documents.map { document in
      var maker = prefix
      Self.add(document, to: &maker)
      return maker.key
    }
    let directionKeys = centre.map { centre in keys.map { key(of: $0, centre: centre) } }
    let shape = shape
    var bases = zip(documents, store.values(keys)).map { document, data in
      data.flatMap { StoredBase.base($0, of: document, shape: shape) }
    }
    let missing = bases.indices.filter { bases[$0] == nil }
    if let directionKeys, let centre {
      addDirections(to: &bases, directionKeys, centre)
    }
    let known = bases.count - missing.count
    let computed = gradients.run(
      missing.map { documents[$0] }, isPool: isPool,
      finished: { range, found in
        var items: [(StoreKey, Data)] = []
        for (place, base) in zip(range, found) {
          guard let base else { continue }
          items.append((keys[missing[place]], StoredBase.data(base)))
          if let directionKeys {
            items.append((directionKeys[missing[place]], StoredBase.directions(base)))
          }
        }
        store.keep(items)
      }, progress: { progress(known + $0) })
    for (index, base) in zip(missing, computed) { bases[index] = base }
    return (bases, known)
  }

  /// Computes the centre of the contextual kernel, or takes it from the store.
  ///
  /// - Parameters:
  ///   - layer: The layer.
  ///   - sample: The documents that stand for all.
  ///   - compute: Computes it.
  /// - Returns: The centre.
  func centre(layer: Int, of sample: [EncodedDocument], _ compute: () -> TokenCentre) -> TokenCentre
  {
    // Without documents there is nothing to keep.
    guard !sample.isEmpty else { return compute() }
    var maker = maker("centre")
    maker.add([layer, sample.count])
    for document in sample { Self.add(document, to: &maker) }
    let key = maker.key
    if let data = store.values([key])[0] {
      var reader = ByteReader(data)
      if let mean = try? reader.list(of: Float(0)), mean.count == encoder.configuration.hiddenSize {
        return TokenCentre(layer: layer, mean: mean)
      }
    }
    let centre = compute()
    var writer = ByteWriter()
    writer.addList(centre.mean)
    store.keep([(key, writer.data)])
    return centre
  }

  /// Fills in the directions of known base attributions; the centre may be another than theirs was.
  private func addDirections(
    to bases: inout [BaseAttribution?], _ keys: [StoreKey], _ centre: TokenCentre
  ) {
    let directed = options.contextualBases.compactMap { options.bases.firstIndex(of: $0) }
    let known = bases.indices.filter { bases[$0] != nil }
    let found = store.values(known.map { keys[$0] })
    var missing: [Int] = []
    for (index, data) in zip(known, found) {
      guard var base = bases[index] else { continue }
      let isFound = data.map {
        StoredBase.add(
          directions: $0, count: directed.count, length: centre.mean.count, to: &base)
      }
      bases[index] = base
      if isFound != true { missing.append(index) }
    }
    let pass = TokenVectorPass(model: encoder, layer: centre.layer, workers: workers)
    for start in stride(from: 0, to: missing.count, by: Self.block) {
      let block = missing[start..<min(start + Self.block, missing.count)]
      let documents = block.compactMap { bases[$0]?.document }
      let vectors = pass.vectors(of: documents, centre: centre)
      var items: [(StoreKey, Data)] = []
      for (index, vectors) in zip(block, vectors) {
        guard var base = bases[index] else { continue }
        for place in base.scores.indices {
          base.scores[place].directions = directed.map {
            vectors.direction(base.scores[place].bases[$0], of: base.document)
          }
        }
        bases[index] = base
        items.append((keys[index], StoredBase.directions(base)))
      }
      store.keep(items)
    }
  }

  private var shape: StoredBase.Shape {
    let configuration = encoder.configuration
    return StoredBase.Shape(
      labels: configuration.labels, task: configuration.task,
      unit: configuration.task == .regression ? configuration.transform.unit : nil,
      bases: options.bases.count)
  }

  /// Starts a key with what every value of the model depends on.
  func maker(_ kind: String) -> StoreKey.Maker {
    var maker = StoreKey.Maker(kind)
    for text in [Tool.version, model.weightsSHA256, model.configSHA256] { maker.add(text) }
    return maker
  }

  /// Starts the key of a document's base attributions.
  private func prefix(isPool: Bool) -> StoreKey.Maker {
    var maker = maker("base")
    let layers = encoder.configuration.layers
    // Swift writes these values as they stand in a source file: no two of them alike.
    maker.add("\(options.bases)")
    maker.add(isPool ? "\(options.smoothedBases)" : "")
    maker.add(options.pooling.rawValue)
    maker.add(options.reduction.rawValue)
    maker.add("\(options.scalar)")
    maker.add("\(options.explained)")
    maker.add(bytes: [options.threshold])
    maker.add([options.encoderLayer(of: layers), options.maxExplanations])
    return maker
  }

  private func key(of base: StoreKey, centre: TokenCentre) -> StoreKey {
    var maker = StoreKey.Maker("directions")
    maker.add(base)
    maker.add("\(options.contextualBases)")
    maker.add([centre.layer])
    maker.add(bytes: centre.mean)
    return maker.key
  }

  /// Adds all of a document that the model's numbers depend on.
  static func add(_ document: EncodedDocument, to maker: inout StoreKey.Maker) {
    maker.add(document.ids)
    maker.add(bytes: document.isSpecial)
    maker.add([document.windows.count, document.references.count])
    for window in document.windows {
      maker.add(window.sequence.ids)
      maker.add(window.sequence.typeIDs)
      maker.add(window.tokens)
    }
    for references in document.references { maker.add(references) }
    maker.add(document.words.flatMap { [$0.lowerBound, $0.upperBound] })
    maker.add(document.gold)
  }
}
