internal import AttributionRecords
internal import Checkpoints
internal import Documents
internal import Encoders
internal import Foundation
internal import Lafa
internal import ReportSite
internal import Tokenization

/// From a folder of documents to a folder of reports.
struct GenerateAction {
  let folder: URL
  let model: URL
  let output: URL
  let title: String?
  let fieldNames: FieldNames
  let methods: MethodOptions
  /// Everything but the methods.
  let options: LafaOptions
  let explain: ExplainedChoice
  /// Nil for the default.
  let windowOverlap: Int?
  let workers: Int
  let site: SiteOptions

  /// Runs.
  ///
  /// - Parameter console: Takes notes about the course.
  /// - Returns: How the run ended.
  /// - Throws: One of this package's errors, with a sentence for the user.
  func perform(console: Console) throws -> RunOutcome {
    let renderer = try PageRenderer(files: site.files())
    try checkOutput()
    let writer = SiteWriter(output: output, renderer: renderer)
    // Fails before the work rather than after it.
    try writer.checkOutput()
    let listed = try DocumentFolder(url: folder, fieldNames: fieldNames)
    let tokenizer = try Tokenizer(folder: model)
    let checkpoint = try CheckpointFolder(url: model)
    let configuration = checkpoint.configuration
    let check = ModelCheck(
      configuration: configuration, tokenizer: tokenizer, isPair: fieldNames.pair != nil)
    try check.layer(options.encoderLayer(of: configuration.layers))
    if let layer = options.kernelLayer { try check.layer(layer) }
    try check.head()
    try check.tokenizer(at: model)
    try check.scalar(options.scalar)
    let overlap = try check.overlap(windowOverlap)
    var options = options
    let explainedText: String
    (options.explained, explainedText) = try explain.resolve(configuration)
    if listed.otherFiles > 0 {
      console.note("Left alone: \(listed.otherFiles) files that are neither .txt nor .jsonl.")
    }

    let preparation = Preparation(
      reading: PreparedDocument.Reading(
        tokenizer: tokenizer, limit: configuration.positions, overlap: overlap,
        gold: GoldLabels(configuration.labels, task: configuration.task)),
      needsGold: explain == .gold)
    let encoder = try EncoderModel(checkpoint)
    if !encoder.unusedTensors.isEmpty {
      console.note("Not used of the checkpoint: \(TensorList.text(encoder.unusedTensors)).")
    }
    options.methods = try methods.methods.methods(
      methods, model: encoder, tokenizer: tokenizer)
    options.reduction = methods.reduction
    let pass = CorpusPass(
      preparation: preparation, model: encoder, options: options, workers: workers,
      padding: tokenizer.specialIDs.pad ?? 0, console: console)
    let found = pass.run(listed)
    let ids = found.corpus.ids
    guard !ids.isEmpty else {
      throw GenerateError.nothingToExplain(
        folder: folder.path(percentEncoded: false), faults: found.faults.map(\.message))
    }
    let provenance = try provenance(
      checkpoint, tokenizer, options, explain: explainedText, overlap: overlap)
    let pool = LafaPool(
      found.bases, options: options, workers: workers, embeddings: { encoder.embeddings(of: $0) })
    var builder = RecordBuilder(
      corpus: found.corpus, pool: pool, vectors: pass.vectors(centre: found.centre),
      provenance: provenance,
      entityLabels: configuration.task == .tokenLabels ? EntityLabels(configuration.labels) : nil)
    let summary = RunSummary(
      title: title ?? folder.standardizedFileURL.lastPathComponent,
      documents: ids, faults: found.faults, provenance: provenance)
    try writer.write(summary) { try builder.records($0) }
    return RunOutcome(index: output.appending(path: "index.html"), faults: found.faults)
  }

  /// Refuses an output folder that would hold the documents or the model, or lie among them.
  private func checkOutput() throws {
    func parts(_ url: URL) -> [String] {
      url.standardizedFileURL.resolvingSymlinksInPath().pathComponents
    }
    let target = parts(output)
    for other in [folder, model] where parts(other).starts(with: target) {
      throw GenerateError.outputInside(
        output: output.path(percentEncoded: false), other: other.path(percentEncoded: false))
    }
  }

  private func provenance(
    _ checkpoint: CheckpointFolder, _ tokenizer: Tokenizer, _ options: LafaOptions,
    explain: String, overlap: Int
  ) throws -> Provenance {
    Provenance(
      toolVersion: Tool.version, model: try checkpoint.identity(tokenizer: tokenizer.fileName),
      parameters: Parameters(
        methods: options.methods.map { $0.parameters(tokenizer.specialIDs, noise: methods.noise) },
        encoderLayer: options.encoderLayer(of: checkpoint.configuration.layers),
        kernelLayer: options.kernelLayer(of: checkpoint.configuration.layers),
        pooling: options.pooling.rawValue, neighbours: options.neighbours,
        nearerThan: options.nearerThan, filter: options.filter.rawValue,
        reduction: options.reduction.rawValue, threshold: options.threshold,
        wordScore: "sum", pool: "folder", scalar: options.scalar.rawValue, explain: explain,
        windowOverlap: overlap, maxExplanations: options.maxExplanations,
        fieldNames: fieldNames.changed),
      date: SourceDate.text(ProcessInfo.processInfo.environment))
  }
}
