internal import ArgumentParser
internal import AttributionRecords
internal import Checkpoints
internal import Documents
internal import Encoders
internal import Foundation
internal import Lafa
internal import ReportSite
internal import SavedPools
internal import Tokenization

/// From a folder of documents to a folder of reports.
struct GenerateAction {
  let input: DocumentInput
  let output: URL
  let title: String?
  /// The documents that may be neighbours; nil for those that are explained.
  let pool: URL?
  let request: LoadedModel.Request
  /// How many words of neighbours are named for each word.
  let neighbourWords: Int
  let workers: Int
  let site: SiteOptions

  /// Runs.
  ///
  /// - Parameter console: Takes notes about the course.
  /// - Returns: How the run ended.
  /// - Throws: One of this package's errors, with a sentence for the user.
  func perform(console: Console) throws -> RunOutcome {
    let renderer = try PageRenderer(files: site.files())
    try OutputPlace.check(
      output, apartFrom: input.urls + [request.model] + [pool].compactMap(\.self))
    let writer = SiteWriter(output: output, renderer: renderer)
    // Fails before the work rather than after it.
    try writer.checkOutput()
    let listed = try input.open(console: console)
    let loaded = try LoadedModel(request, console: console)
    let neighbours = try loaded.neighbourPool(pool)
    if neighbourWords > 0, let texts = neighbours?.texts, texts != .full {
      throw ValidationError(
        "--neighbour-words needs the texts of the pool, which keeps \(texts == .none ? "none" : "excerpts")."
      )
    }
    let pass = loaded.pass(workers: workers, console: console)
    let found = pass.run(listed, pool: neighbours)
    let explained = found.explained
    guard !explained.isEmpty else {
      throw GenerateError.nothingToExplain(
        folder: input.path, faults: found.faults.map(\.message))
    }
    var provenance = try loaded.provenance(pool: neighbours)
    if neighbourWords > 0 { provenance.parameters.neighbourWords = neighbourWords }
    let task = loaded.configuration.task
    var builder = RecordBuilder(
      corpus: found.corpus, pool: loaded.pool(found, workers: workers),
      vectors: pass.vectors(centre: found.centre), provenance: provenance,
      entityLabels: task == .tokenLabels ? EntityLabels(loaded.configuration.labels) : nil)
    let summary = RunSummary(
      title: title ?? input.name,
      documents: Array(found.corpus.ids[explained]), faults: found.faults, provenance: provenance,
      leftAlone: listed.leftAlone.map { .init(source: $0.source, reason: $0.reason.rawValue) })
    try writer.write(summary) {
      let start = explained.lowerBound
      return try builder.records($0.lowerBound + start..<$0.upperBound + start)
    }
    return RunOutcome(index: output.appending(path: "index.html"), faults: found.faults)
  }
}
