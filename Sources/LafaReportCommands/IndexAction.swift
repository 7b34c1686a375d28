internal import AttributionRecords
internal import Checkpoints
internal import Documents
internal import Foundation
internal import Lafa
internal import ReportSite
internal import SavedPools

/// From a folder of documents to a saved pool.
struct IndexAction {
  let input: DocumentInput
  let output: URL
  let request: LoadedModel.Request
  let texts: PoolManifest.Texts
  let approximateFrom: Int
  let workers: Int

  /// Runs.
  ///
  /// - Parameter console: Takes notes about the course.
  /// - Returns: How the run ended.
  /// - Throws: One of this package's errors, with a sentence for the user.
  func perform(console: Console) throws -> RunOutcome {
    try OutputPlace.check(output, apartFrom: input.urls + [request.model])
    let staging = SiteStaging(output: output)
    // Fails before the work rather than after it.
    try staging.check()
    let listed = try input.open(console: console)
    let loaded = try LoadedModel(request, console: console)
    let found = loaded.pass(workers: workers, console: console).run(listed)
    guard found.corpus.count > 0 else {
      throw GenerateError.nothingToExplain(
        folder: input.path, faults: found.faults.map(\.message))
    }
    try staging.create()
    do {
      let rows = PoolRows(
        corpus: found.corpus, bases: found.bases, texts: texts,
        kept: loaded.options.bases.indices)
      let (manifest, files) = try SavedPoolWriter(staging.folder).write(
        try manifest(loaded, found), found.bases, centre: found.centre,
        indexed: approximateFrom, threads: workers, document: rows.document)
      try staging.adopt(files)
      try staging.commit()
      if let index = manifest.index {
        let recall = String(format: "%.3f", index.recall)
        console.note(
          """
          Index: \(index.lists) lists, \(index.probes) looked through; recall of \
          \(PoolIndex.neighbours) neighbours \(recall) on \(index.queries) documents.
          """)
      }
    } catch {
      staging.remove()
      throw error
    }
    return RunOutcome(
      index: output.appending(path: PoolManifest.fileName), faults: found.faults)
  }

  private func manifest(
    _ loaded: LoadedModel, _ found: CorpusPass.Outcome
  ) throws -> PoolManifest {
    let bases = loaded.options.bases
    return PoolManifest(
      provenance: loaded.provenance(), bases: loaded.baseParameters,
      directed: loaded.options.contextualBases.compactMap { bases.firstIndex(of: $0) },
      task: loaded.configuration.task, labels: found.bases[0].prediction.outputs.map(\.label),
      unit: found.bases[0].prediction.value?.unit, categories: found.categories, texts: texts)
  }
}

/// The documents of a pool, read again for its table.
private struct PoolRows {
  let corpus: Corpus
  let bases: AttributionStore
  let texts: PoolManifest.Texts
  let kept: Range<Int>

  func document(_ index: Int) throws -> PoolDocument {
    let prepared = try corpus.prepared(index)
    let document = prepared.document
    let base = bases[index]
    let first = base.prediction.predicted.first
    let output = first.map { base.prediction.outputs[$0] }
    let isRegression = base.prediction.task == .regression
    var row = PoolDocument(
      id: document.id, source: document.source, title: document.title, sha256: document.sha256,
      category: document.category, gold: document.gold,
      label: isRegression ? nil : output?.label, probability: output?.probability,
      value: base.prediction.value?.value)
    switch texts {
    case .full:
      row.text = document.text
      row.fields = document.fields.map {
        .init(name: $0.name, start: $0.range.lowerBound, end: $0.range.upperBound)
      }
    case .excerpt:
      for output in Set(base.scores.map(\.output)) {
        for place in kept {
          let scores = base.scores(of: output)?.bases[place] ?? []
          row.excerpts[.init(output: output, base: place)] =
            ExcerptMaker.excerpt(of: prepared, scores: scores)
        }
      }
    case .none: row.title = document.id
    }
    return row
  }
}
