internal import ArgumentParser
internal import AttributionRecords
internal import Checkpoints
internal import Documents
internal import Evaluation
internal import Foundation
internal import Lafa
internal import ReportSite
internal import SavedPools
internal import Tokenization

/// From documents to the tables of an evaluation.
struct EvaluateAction {
  let data: URL
  let output: URL
  let title: String?
  /// The documents that may be neighbours; nil for those that are evaluated.
  let pool: URL?
  let request: LoadedModel.Request
  let pooling: EvaluationUnits.Pooling
  let shares: [Double]
  let shareRule: Erasure.ShareRule
  let mask: Evaluate.MaskChoice
  /// 2 to compute methods with random numbers twice, else 1.
  let seeds: Int
  /// 0 for all.
  let limit: Int
  let workers: Int
  let site: SiteOptions

  /// Runs.
  ///
  /// - Parameter console: Takes notes about the course.
  /// - Returns: How the run ended.
  /// - Throws: One of this package's errors, with a sentence for the user.
  func perform(console: Console) throws -> RunOutcome {
    let renderer = try site.renderer()
    let writer = SiteWriter(output: output, renderer: renderer)
    try OutputPlace.check(output, apartFrom: [data, request.model] + [pool].compactMap(\.self))
    try writer.checkOutput()
    let folder = try DocumentFolder(
      urls: [data], fieldNames: request.fieldNames, encoding: request.encoding)
    let asked = try LoadedModel(request, console: console)
    let twins =
      seeds == 1
      ? SeedTwins(none: asked.options.methods)
      : SeedTwins(
        of: asked.options.methods, hasPoolScores: pool.map(SavedPool.isPool) ?? false)
    var loaded = asked
    loaded.options.methods = twins.methods
    let neighbours = try loaded.neighbourPool(pool)
    guard loaded.configuration.task != .tokenLabels else {
      throw ValidationError("evaluate takes models of whole texts; this one labels tokens.")
    }
    let pass = loaded.pass(workers: workers, console: console)
    let found = pass.run(folder, pool: neighbours, limit: limit)
    guard !found.explained.isEmpty else {
      throw GenerateError.nothingToExplain(
        folder: data.path(percentEncoded: false), faults: found.faults.map(\.message))
    }
    let erasure = ErasureMeasure(
      pass: MaskedPass(
        model: loaded.encoder, mask: try maskToken(loaded.tokenizer),
        threshold: loaded.options.threshold, workers: workers), shares: shares, rule: shareRule)
    let progress = ProgressLine(
      console: console, verb: "evaluated", total: found.explained.count)
    let run = EvaluationRun(
      corpus: found.corpus, pool: loaded.pool(found, workers: workers),
      vectors: pass.vectors(centre: found.centre), erasure: erasure,
      annotations: request.fieldNames.marks, pooling: pooling, twins: twins.places,
      labels: loaded.configuration.labels)
    let measured = try run.run(found.explained) { progress.update($0) }
    let name = title ?? data.standardizedFileURL.deletingPathExtension().lastPathComponent
    let provenance = asked.provenance(pool: neighbours)
    let files = EvaluationFiles(
      title: name, scores: measured.scores, curves: measured.curves, provenance: provenance,
      faults: found.faults + measured.faults)
    try writer.write(
      files.page,
      files: [
        "evaluation.csv": Data(files.table.utf8), "documents.csv": Data(files.documents.utf8),
        "evaluation.json": try files.json(),
      ])
    return RunOutcome(
      index: output.appending(path: "index.html"), faults: found.faults + measured.faults)
  }

  private func maskToken(_ tokenizer: Tokenizer) throws -> MaskedPass.Mask {
    switch mask {
    case .delete: return .deletion
    case .mask, .pad:
      let id = mask == .mask ? tokenizer.specialIDs.mask : tokenizer.specialIDs.pad
      guard let id else {
        throw ValidationError("--mask \(mask.rawValue): the tokenizer has no such token.")
      }
      return .token(id)
    }
  }
}
