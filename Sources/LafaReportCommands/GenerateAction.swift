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
  let options: LafaOptions
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
    let listed = try DocumentFolder(url: folder)
    let tokenizer = try Tokenizer(folder: model)
    let checkpoint = try CheckpointFolder(url: model)
    try check(tokenizer, checkpoint)
    if listed.otherFiles > 0 {
      console.note("Left alone: \(listed.otherFiles) files that are not .txt.")
    }

    let (prepared, readFaults) = prepare(listed, tokenizer, checkpoint.configuration)
    let encoder = try EncoderModel(checkpoint)
    let progress = ProgressLine(total: prepared.count, console: console)
    let bases = GradientPass(model: encoder, options: options, workers: workers)
      .run(prepared.map(\.encoded)) { progress.update($0) }
    progress.finish()

    let (kept, pool, numberFaults) = pool(prepared, bases)
    let faults = readFaults + numberFaults
    guard !kept.isEmpty else {
      throw GenerateError.nothingToExplain(
        folder: folder.path(percentEncoded: false), faults: faults.map(\.message))
    }
    let provenance = try provenance(checkpoint, tokenizer)
    let builder = RecordBuilder(documents: kept, pool: pool, provenance: provenance)
    let summary = RunSummary(
      title: title ?? folder.standardizedFileURL.lastPathComponent,
      documents: kept.map(\.document.id), faults: faults, provenance: provenance)
    try writer.write(summary) { range in
      zip(range, pool.explain(range)).map { builder.record($0, $1) }
    }
    return RunOutcome(index: output.appending(path: "index.html"), faults: faults)
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

  private func check(_ tokenizer: Tokenizer, _ checkpoint: CheckpointFolder) throws {
    let configuration = checkpoint.configuration
    guard options.encoderLayer(of: configuration.layers) <= configuration.layers else {
      throw GenerateError.layerMissing(
        layer: options.encoderLayer(of: configuration.layers), layers: configuration.layers)
    }
    guard tokenizer.vocabularySize <= configuration.vocabularySize else {
      throw GenerateError.tokenizerTooLarge(
        file: model.appending(path: tokenizer.fileName).path(percentEncoded: false),
        tokens: tokenizer.vocabularySize, embeddings: configuration.vocabularySize)
    }
  }

  /// Reads and tokenises the documents; what cannot be used, or only in part, is listed.
  private func prepare(
    _ listed: DocumentFolder, _ tokenizer: Tokenizer, _ configuration: ModelConfiguration
  ) -> ([PreparedDocument], [RunSummary.Fault]) {
    let (documents, unreadable) = listed.read()
    var faults = unreadable.map {
      RunSummary.Fault(source: $0.source, message: $0.description, isSkipped: true)
    }
    var prepared: [PreparedDocument] = []
    for document in documents {
      let next = PreparedDocument(document, tokenizer: tokenizer, limit: configuration.positions)
      guard next.coverage.wordsSeen > 0 else {
        faults.append(
          .init(
            source: document.source,
            message: "\(document.source) has no word that the tokenizer knows of. Remove it.",
            isSkipped: true))
        continue
      }
      if !next.coverage.isComplete {
        faults.append(
          .init(
            source: document.source,
            message: """
              \(document.source) is longer than the model takes: it saw the first \
              \(next.coverage.wordsSeen) of \(next.coverage.words) words. Cut the document.
              """, isSkipped: false))
      }
      prepared.append(next)
    }
    return (prepared, faults)
  }

  /// Makes the pool of the documents for which the model's numbers can be shown.
  private func pool(
    _ prepared: [PreparedDocument], _ bases: [BaseAttribution?]
  ) -> ([PreparedDocument], LafaPool, [RunSummary.Fault]) {
    var kept: [PreparedDocument] = []
    var finite: [BaseAttribution] = []
    var faults: [RunSummary.Fault] = []
    for (document, base) in zip(prepared, bases) {
      if let base {
        kept.append(document)
        finite.append(base)
      } else {
        let source = document.document.source
        faults.append(
          .init(
            source: source,
            message: """
              \(source): the model's output is not a finite number. Check the checkpoint's weights.
              """, isSkipped: true))
      }
    }
    return (kept, LafaPool(finite, options: options), faults)
  }

  private func provenance(
    _ checkpoint: CheckpointFolder, _ tokenizer: Tokenizer
  ) throws -> Provenance {
    Provenance(
      toolVersion: Tool.version, model: try checkpoint.identity(tokenizer: tokenizer.fileName),
      parameters: Parameters(
        base: "gradient",
        encoderLayer: options.encoderLayer(of: checkpoint.configuration.layers),
        pooling: "mean", neighbours: options.neighbours, kernel: "indicator",
        lambda: options.lambda, scale: options.scale.rawValue, threshold: options.threshold,
        wordScore: "sum", pool: "folder"),
      date: SourceDate.text(ProcessInfo.processInfo.environment))
  }
}
