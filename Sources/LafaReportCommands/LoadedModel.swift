internal import AttributionRecords
internal import Checkpoints
internal import Documents
internal import Encoders
internal import Foundation
internal import Lafa
internal import RunStores
internal import SavedPools
internal import Tokenization

/// A checkpoint that options were checked against, ready to explain documents.
struct LoadedModel {
  let tokenizer: Tokenizer
  let checkpoint: CheckpointFolder
  let encoder: EncoderModel
  var preparation: Preparation
  /// With the methods, and with what is explained.
  var options: LafaOptions
  /// As `--explain` writes it.
  let explain: String
  let overlap: Int
  private let noise: Double
  /// The checkpoint, named by what is in its files.
  let identity: ModelIdentity
  let fieldNames: FieldNames
  /// The encoding of all files; nil to find out of each.
  let encoding: String?
  var configuration: ModelConfiguration { checkpoint.configuration }

  /// What a user asks for.
  struct Request {
    let model: URL
    let fieldNames: FieldNames
    /// The encoding of all files; nil to find out of each.
    var encoding: String?
    let methods: MethodOptions
    /// Everything but the methods.
    let options: LafaOptions
    let explain: ExplainedChoice
    /// Nil for the default.
    let windowOverlap: Int?
  }

  /// Loads.
  ///
  /// - Parameters:
  ///   - request: What the user asks for.
  ///   - console: Takes notes about the checkpoint.
  /// - Throws: One of this package's errors, with a sentence for the user.
  init(_ request: Request, console: Console) throws {
    fieldNames = request.fieldNames
    encoding = request.encoding
    noise = request.methods.noise
    try ModelCheck.folder(request.model)
    tokenizer = try Tokenizer(folder: request.model)
    checkpoint = try CheckpointFolder(url: request.model)
    identity = try checkpoint.identity(tokenizer: tokenizer.fileName)
    let configuration = checkpoint.configuration
    let check = ModelCheck(
      configuration: configuration, tokenizer: tokenizer, isPair: fieldNames.pair != nil)
    if let settings = request.methods.settings,
      let doubt = SettingsFile.doubt(settings, weights: identity.weightsSHA256)
    {
      console.note(doubt)
    }
    var options = request.options
    try check.layer(options.encoderLayer(of: configuration.layers), of: "--encoder-layer")
    if let layer = options.kernelLayer { try check.layer(layer, of: "--kernel-layer") }
    try check.head()
    try check.tokenizer(at: request.model)
    try check.scalar(options.scalar)
    try check.filter(options.filter)
    overlap = try check.overlap(request.windowOverlap)
    (options.explained, explain) = try request.explain.resolve(configuration)
    preparation = Preparation(
      reading: PreparedDocument.Reading(
        tokenizer: tokenizer, limit: configuration.positions, overlap: overlap,
        gold: GoldLabels(configuration.labels, task: configuration.task),
        takesPairs: fieldNames.pair != nil),
      needsGold: request.explain == .gold)
    encoder = try EncoderModel(checkpoint)
    if !encoder.unusedTensors.isEmpty {
      console.note("Not used of the checkpoint: \(TensorList.text(encoder.unusedTensors)).")
    }
    options.methods = try request.methods.methods.methods(
      request.methods, model: encoder, tokenizer: tokenizer)
    options.reduction = request.methods.reduction
    self.options = options
  }

  /// Returns a pass over documents.
  ///
  /// - Parameters:
  ///   - workers: How many batches are computed at the same time.
  ///   - console: Takes notes about the course.
  ///   - store: Where what is computed is kept; nil for nowhere.
  /// - Returns: The pass.
  func pass(workers: Int, console: Console, store: RunStore? = nil) -> CorpusPass {
    CorpusPass(
      preparation: preparation, model: encoder, options: options, workers: workers,
      padding: tokenizer.specialIDs.pad ?? 0, console: console,
      stored: store.map {
        StoredBases(
          store: $0, model: identity, encoder: encoder, options: options, workers: workers)
      })
  }

  /// Returns the pool of what a pass found.
  ///
  /// - Parameters:
  ///   - found: The documents.
  ///   - workers: How many searches run at the same time.
  /// - Returns: The pool.
  func pool(_ found: CorpusPass.Outcome, workers: Int) -> LafaPool {
    let encoder = encoder
    return LafaPool(
      found.bases, count: found.poolCount, options: options, workers: workers,
      candidates: found.index?.candidates(threads: workers),
      embeddings: { encoder.embeddings(of: $0) })
  }

  /// The base methods of ``options``, as a record writes them.
  var baseParameters: [MethodParameters] {
    options.bases.map {
      AttributionMethod(name: $0.name, base: $0).parameters(tokenizer.specialIDs, noise: noise)
    }
  }

  /// Returns with what records are made.
  ///
  /// - Parameter pool: Where neighbours come from; nil for the documents themselves.
  /// - Returns: The provenance.
  func provenance(pool: NeighbourPool? = nil) -> Provenance {
    let name = pool.map { preparation.reading.redaction?.hidden($0.name) ?? $0.name }
    return Provenance(
      toolVersion: Tool.version,
      model: identity,
      parameters: Parameters(
        methods: options.methods.map { $0.parameters(tokenizer.specialIDs, noise: noise) },
        encoderLayer: options.encoderLayer(of: configuration.layers),
        kernelLayer: options.kernelLayer(of: configuration.layers),
        pooling: options.pooling.rawValue, neighbours: options.neighbours,
        nearerThan: options.nearerThan, filter: options.filter.rawValue,
        reduction: options.reduction.rawValue, threshold: options.threshold,
        wordScore: "sum", pool: name ?? "folder", poolSHA256: pool?.fingerprint,
        scalar: options.scalar.rawValue,
        explain: explain, windowOverlap: overlap, maxExplanations: options.maxExplanations,
        fieldNames: fieldNames.changed.merging(
          ["encoding": encoding].compactMapValues(\.self), uniquingKeysWith: { first, _ in first })),
      date: SourceDate.text(ProcessInfo.processInfo.environment))
  }
}
