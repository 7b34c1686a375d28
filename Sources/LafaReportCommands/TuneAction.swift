internal import ArgumentParser
internal import AttributionRecords
internal import Checkpoints
internal import Documents
internal import Evaluation
internal import Foundation
internal import Lafa
internal import SavedPools
internal import Tokenization

/// Tries settings layer by layer, and writes the best to a file.
struct TuneAction {
  let data: URL
  let output: URL
  /// The documents that may be neighbours; nil for the sample.
  let pool: URL?
  let request: LoadedModel.Request
  let pooling: EvaluationUnits.Pooling
  let grid: TuneGrid
  /// 0 for all.
  let limit: Int
  let workers: Int

  private var annotations: Annotation.Names { request.fieldNames.marks }
  private var file: OutputFile { OutputFile(url: output, isOurs: SettingsFile.isOurs) }

  /// A setting with what was measured.
  private struct Result {
    let layer: Int
    let setting: TuneGrid.Setting
    let mean: Double
    let difference: Estimate
  }

  /// Runs.
  ///
  /// - Parameter console: Takes the table.
  /// - Throws: One of this package's errors, with a sentence for the user.
  func perform(console: Console) throws {
    try file.check()
    let folder = try DocumentFolder(
      urls: [data], fieldNames: request.fieldNames, encoding: request.encoding)
    let loaded = try LoadedModel(request, console: console)
    if let pool, SavedPool.isPool(pool) {
      throw ValidationError(
        "tune compares layers, and a saved pool has one: name a folder of documents for --pool.")
    }
    let neighbours = try loaded.neighbourPool(pool)
    let configuration = loaded.configuration
    guard configuration.task != .tokenLabels else {
      throw ValidationError("tune takes models of whole texts; this one labels tokens.")
    }
    let base = try (try? MethodList(argument: grid.base))?.methods(
      request.methods, model: loaded.encoder, tokenizer: loaded.tokenizer)[0]
    guard let base, base.smoothing == nil else {
      throw ValidationError("--base takes a base method: \(MethodList.names).")
    }
    var best: Result?
    var metric = EvaluationMetric.comprehensiveness
    var baseMean = 0.0
    var documents = 0
    var faults: [RunSummary.Fault] = []
    for layer in grid.layers ?? Array(0...configuration.layers) {
      guard layer <= configuration.layers else {
        throw GenerateError.layerMissing(
          option: "--layers", layer: layer, layers: configuration.layers)
      }
      let settings = grid.settings
      var layered = loaded
      layered.options.encoderLayer = request.options.encoderLayer ?? layer
      layered.options.kernelLayer = layer
      layered.options.neighbours = grid.counts.max() ?? 10
      layered.options.methods =
        [base]
        + settings.map {
          AttributionMethod(name: $0.name, base: base.base, smoothing: $0.smoothing)
        }
      let pass = layered.pass(workers: workers, console: console)
      let found = pass.run(folder, pool: neighbours, limit: limit)
      faults = found.faults
      guard !found.explained.isEmpty else {
        throw GenerateError.nothingToExplain(
          folder: data.path(percentEncoded: false), faults: found.faults.map(\.message))
      }
      let hasGold = !annotations.isEmpty
      let measured = try EvaluationRun(
        corpus: found.corpus, pool: layered.pool(found, workers: workers),
        vectors: pass.vectors(centre: found.centre),
        erasure: ErasureMeasure(
          pass: MaskedPass(
            model: loaded.encoder,
            mask: loaded.tokenizer.specialIDs.mask.map { .token($0) } ?? .deletion,
            threshold: loaded.options.threshold, workers: workers),
          shares: hasGold ? [] : [0.1, 0.2, 0.3, 0.4, 0.5], rule: .eraser),
        annotations: annotations, pooling: pooling,
        twins: layered.options.methods.map { _ in nil }, labels: configuration.labels
      ).run(found.explained) { _ in }
      metric = Self.metric(measured.scores, annotations)
      let rows = measured.scores.rows(metric)
      guard let plain = rows.first?.estimate else {
        throw GenerateError.nothingToCompare(metric: metric.title)
      }
      (baseMean, documents) = (plain.mean, plain.count)
      console.result(
        """
        layer \(layer): \(metric.title), \(grid.base) alone \(Self.text(plain.mean))\
        \(measured.precision.map { ", neighbours with the same label \(Self.text($0))" } ?? "")
        """)
      for (row, setting) in zip(rows.dropFirst(), settings) {
        guard let estimate = row.estimate, let comparison = row.comparison else { continue }
        let result = Result(
          layer: layer, setting: setting, mean: estimate.mean, difference: comparison.difference)
        let difference = comparison.difference
        console.result(
          """
            \(setting.name): \(Self.text(estimate.mean)), difference \
          \(Self.text(difference.mean)) ± \(Self.text(difference.error))
          """)
        let isBetter = best.map { (result.mean > $0.mean) != metric.isLowerBetter } ?? true
        if isBetter { best = result }
      }
    }
    guard let best else { throw GenerateError.nothingToCompare(metric: metric.title) }
    console.result(
      "best: layer \(best.layer), \(best.setting.name): \(Self.text(best.mean))")
    if (best.difference.mean <= 0) != metric.isLowerBetter {
      console.warning("no setting is better than \(grid.base) alone.")
    }
    try write(best, metric, base: baseMean, documents: documents, loaded)
    for fault in faults { console.warning(fault.message) }
    guard faults.isEmpty else { throw ExitCode(1) }
  }

  /// What is compared: the agreement with weights, with marks, or what hiding words does.
  private static func metric(
    _ scores: EvaluationScores, _ annotations: Annotation.Names
  ) -> EvaluationMetric {
    if annotations.weights != nil { return .pearson }
    if !annotations.isEmpty { return .rocAUC }
    return scores.metrics.contains(.maskedError) ? .maskedError : .comprehensiveness
  }

  private static func text(_ value: Double) -> String { String(format: "%.4f", value) }

  private func write(
    _ best: Result, _ metric: EvaluationMetric, base: Double, documents: Int,
    _ loaded: LoadedModel
  ) throws {
    let smoothing = best.setting.smoothing
    var options = [
      "methods": grid.base == BaseSpecification.standard ? "lafa" : "lafa:\(grid.base)",
      "kernel": smoothing.kernelArgument, "lambda": String(smoothing.lambda),
      "scale": smoothing.scale.rawValue, "neighbours": String(smoothing.neighbours ?? 10),
      "encoder-layer": String(request.options.encoderLayer ?? best.layer),
    ]
    if smoothing.kernel == .contextual {
      options["kernel-layer"] = String(best.layer)
      options["pool-part"] = String(smoothing.poolPart)
    }
    let identity = try loaded.checkpoint.identity(tokenizer: loaded.tokenizer.fileName)
    let settings = SettingsFile(
      options: options,
      evidence: .init(
        data: data.lastPathComponent, documents: documents,
        weightsSHA256: identity.weightsSHA256, metric: metric.rawValue,
        mean: Rounding.significant(best.mean), base: Rounding.significant(base)))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(settings) + [0x0A]
    try file.write { try $0.write(contentsOf: data) }
  }
}
