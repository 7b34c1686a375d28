internal import AttributionRecords
internal import Checkpoints
internal import Documents
internal import Encoders
internal import Lafa
internal import SavedPools

/// The first pass over the documents: block by block they are read, tokenised and put through the
/// model; texts and tokens of a block are dropped before the next.
struct CorpusPass {
  let preparation: Preparation
  let model: EncoderModel
  let options: LafaOptions
  let workers: Int
  /// The token that references shorter than a document are filled up with.
  let padding: Int
  let console: Console
  /// What was computed before, and where what is computed is kept; nil to compute all.
  var stored: StoredBases?

  /// Documents and tokens of a block: enough batches for all workers.
  private static let documents = 1024
  private static let tokens = 1 << 16

  /// What the pass found.
  struct Outcome {
    /// The documents for which the model's numbers can be shown.
    var corpus: Corpus
    /// Their base attributions.
    var bases = AttributionStore()
    /// What was wrong with documents.
    var faults: [RunSummary.Fault] = []
    /// How many of the documents, from the first, may be neighbours.
    var poolCount = 0
    /// The documents to explain: all, or those behind the pool's.
    var explained: Range<Int> {
      (corpus.hasPool ? poolCount : 0)..<corpus.count
    }
    /// The index over a saved pool.
    var index: PoolIndex?
    /// The centre of the contextual kernel, if a method has it.
    var centre: TokenCentre?
    /// How many documents' numbers were in the store.
    var known = 0
    /// What the data says of the explained documents that they cannot be compared with.
    var unusableLabels = UnusableLabels()
    /// How many documents have another id than the data gives them.
    var renamed = 0
    /// How many ids have a number behind them, since one that stands for another is the same.
    var numbered = 0
    /// The names of the categories by number.
    var categories: [String] = []

    fileprivate mutating func endPool() {
      poolCount = corpus.count
      corpus.endPool()
    }

    /// Takes the documents of a saved pool.
    fileprivate mutating func take(_ saved: NeighbourPool.Saved, isPlain: Bool) {
      bases = isPlain ? saved.plain : saved.bases
      for id in saved.ids { corpus.append(id: id, place: nil) }
      centre = isPlain ? nil : saved.centre
      index = saved.index
      endPool()
    }
  }

  /// A document of the block, without its text.
  private struct Item {
    let id: String
    let source: String
    let place: DocumentPlace
    let encoded: EncodedDocument
  }

  /// Runs.
  ///
  /// - Parameters:
  ///   - folder: The documents to explain.
  ///   - pool: The documents that may be neighbours; nil for the same.
  ///   - limit: The most documents of `folder` that are explained, evenly taken; 0 for all.
  /// - Returns: The documents that can be explained, those of the pool before them, and what was
  ///   wrong with the others.
  func run(
    _ folder: DocumentFolder, pool: NeighbourPool? = nil, limit: Int = 0
  ) -> Outcome {
    var references: ReferenceTexts?
    if options.bases.contains(where: \.needsTexts) {
      // Who is whose neighbour is known only after all vectors are.
      var plain = options
      plain.methods = [AttributionMethod(name: "random", base: .random(seed: 0))]
      let found = run(
        folder, pool, limit, plain, verb: "read", isPlain: true)
      references = ReferenceTexts(found, options: plain, padding: padding, workers: workers)
    }
    return run(folder, pool, limit, options, verb: "explained", references: references)
  }

  /// Returns û of documents' tokens.
  typealias Vectors = @Sendable ([EncodedDocument]) -> [TokenVectors]

  /// Returns what computes û; nil without a centre.
  func vectors(centre: TokenCentre?) -> Vectors? {
    guard let centre else { return nil }
    let pass = TokenVectorPass(model: model, layer: centre.layer, workers: workers)
    return { pass.vectors(of: $0, centre: centre) }
  }

  private func run(
    _ folder: DocumentFolder, _ pool: NeighbourPool?, _ limit: Int, _ options: LafaOptions,
    verb: String, references: ReferenceTexts? = nil, isPlain: Bool = false
  ) -> Outcome {
    var outcome = Outcome(corpus: Corpus(folder, pool: pool, reading: preparation.reading))
    var categories: [String: Int] = [:]
    var first = folder
    switch pool {
    case nil: break
    case .folder(let folder): first = folder
    case .saved(let saved):
      outcome.take(saved, isPlain: isPlain)
      for (number, name) in saved.pool.manifest.categories.enumerated() {
        categories[name] = number
      }
    }
    /// Known only where all documents had to be read anyway.
    var total: Int?
    let centre =
      outcome.centre
      ?? options.kernelLayer(of: model.configuration.layers).map { layer in
        let (sample, count) = preparation.encodedSample(
          of: first, count: TokenVectorPass.centreDocuments)
        if pool == nil { total = limit > 0 ? min(limit, count) : count }
        let pass = TokenVectorPass(model: model, layer: layer, workers: workers)
        return self.stored?.centre(layer: layer, of: sample) { pass.centre(of: sample) }
          ?? pass.centre(of: sample)
      }
    let progress = ProgressLine(console: console, verb: verb, total: total)
    let stored = stored?.with(options)
    let gradients = GradientPass(
      model: model, options: options, centre: centre, workers: workers)
    var references = references
    var numberFaults: [RunSummary.Fault] = []
    var block: [Item] = []
    var tokens = 0
    var done = 0
    var isPool = false
    func flush() {
      let before = done
      let encoded = block.map(\.encoded)
      let update: @Sendable (Int) -> Void = { progress.update(before + $0) }
      let (bases, known) =
        stored?.run(encoded, gradients, centre: centre, isPool: isPool, progress: update)
        ?? (gradients.run(encoded, isPool: isPool, progress: update), 0)
      outcome.known += known
      for (item, base) in zip(block, bases) {
        if let base {
          outcome.corpus.append(id: item.id, place: item.place)
          outcome.bases.append(base)
        } else {
          numberFaults.append(Self.fault(item.source))
        }
      }
      done += block.count
      block.removeAll(keepingCapacity: true)
      tokens = 0
    }
    let redaction = preparation.reading.redaction
    func read(_ folder: DocumentFolder, limit: Int) {
      outcome.faults += preparation.forEach(of: folder, limit: limit) { prepared, place in
        var encoded = prepared.encoded
        if !isPool {
          let labels = preparation.reading.gold.unusable(prepared.document.gold)
          outcome.unusableLabels.add(labels.map { redaction?.hidden($0) ?? $0 })
        }
        if prepared.document.isRenamed { outcome.renamed += 1 }
        if place.copy > 0 { outcome.numbered += 1 }
        references?.add(to: &encoded, id: prepared.document.id, isPool: isPool)
        encoded.category = prepared.document.category.map { category in
          categories[category] ?? categories.count
        }
        if let category = prepared.document.category { categories[category] = encoded.category }
        block.append(
          Item(
            id: prepared.document.id, source: prepared.document.source, place: place,
            encoded: encoded))
        tokens += encoded.ids.count
        if block.count == Self.documents || tokens >= Self.tokens { flush() }
      }
      flush()
    }
    if case .folder(let other) = pool {
      isPool = true
      read(other, limit: 0)
      outcome.endPool()
      isPool = false
    }
    read(folder, limit: limit)
    if pool == nil { outcome.poolCount = outcome.corpus.count }
    progress.finish(done)
    outcome.faults += numberFaults
    outcome.centre = centre
    outcome.categories = categories.sorted { $0.value < $1.value }.map(\.key)
    return outcome
  }

  private static func fault(_ source: String) -> RunSummary.Fault {
    .init(
      source: source,
      message: """
        \(source): the model's output is not a finite number. Check the checkpoint's weights.
        """, isSkipped: true)
  }
}
