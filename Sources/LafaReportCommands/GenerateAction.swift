internal import ArgumentParser
internal import AttributionRecords
internal import Checkpoints
internal import Documents
internal import Encoders
internal import Foundation
internal import Lafa
internal import ReportSite
internal import RunStores
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
  let records: RecordOptions
  let workers: Int
  let site: PageOptions
  let store: StoreOptions

  /// Runs.
  ///
  /// - Parameter console: Takes notes about the course.
  /// - Returns: How the run ended.
  /// - Throws: One of this package's errors, with a sentence for the user.
  func perform(console: Console) throws -> RunOutcome {
    let renderer = try site.renderer()
    let place = store.folder(beside: output)
    try OutputPlace.check(
      output, apartFrom: input.urls + [request.model, place] + [pool].compactMap(\.self))
    let writer = SiteWriter(output: output, renderer: renderer)
    // Fails before the work rather than after it.
    try writer.begin(resumes: store.resume)
    defer { writer.release() }
    let kept = try RunStore(place, isNew: !store.resume)
    Interruption.announce()
    do {
      var outcome = try perform(writer, kept, console: console)
      kept.finish()
      if kept.damaged > 0 {
        console.note("\(kept.damaged) values of the store were damaged and computed again")
      }
      if let trouble = kept.trouble, store.isKept {
        outcome.faults.append(
          .init(source: place.lastPathComponent, message: trouble.description, isSkipped: false))
      }
      if !store.isKept { kept.remove() }
      return outcome
    } catch {
      if !kept.isEmpty {
        console.note("What was computed is kept: the same command goes on with it.")
      } else if !store.isKept {
        kept.remove()
      }
      throw error
    }
  }

  private func perform(
    _ writer: SiteWriter, _ store: RunStore, console: Console
  ) throws -> RunOutcome {
    let summary: RunSummary
    var builder: RecordBuilder?
    let start: Int
    (summary, builder, start) = try explain(store, console: console)
    let count = summary.documents.count
    let progress = ProgressLine(console: console, verb: "written", total: count)
    try writer.write(summary, earlier: EarlierPages(store)) { range in
      progress.update(range.lowerBound)
      // The pages of the whole run need nothing of the pool.
      defer { if range.upperBound == count { builder = nil } }
      return try builder?.records(range.lowerBound + start..<range.upperBound + start) ?? []
    }
    progress.finish(count)
    return RunOutcome(index: output.appending(path: "index.html"), faults: summary.faults)
  }

  /// Runs the model over the documents.
  ///
  /// - Returns: The run, what makes its records, and the number of the first document that has one.
  private func explain(
    _ store: RunStore, console: Console
  ) throws -> (summary: RunSummary, builder: RecordBuilder, start: Int) {
    var listed = try input.open(console: console)
    var loaded = try LoadedModel(request, console: console)
    let redaction = records.redact.isEmpty ? nil : try Redaction(records.redact)
    loaded.preparation.reading.redaction = redaction
    listed.isHidden = redaction?.matches
    let neighbours = try loaded.neighbourPool(pool)
    if records.neighbourWords > 0, let texts = neighbours?.texts, texts != .full {
      throw ValidationError(
        "--neighbour-words needs the texts of the pool, which keeps \(texts == .none ? "none" : "excerpts")."
      )
    }
    if redaction != nil, records.neighbourText != .none, neighbours?.texts == .excerpt {
      throw ValidationError(
        """
        --redact needs the texts of the pool, which keeps excerpts that may cut what is hidden: \
        index it with --texts full or none, or add --neighbour-text none.
        """)
    }
    let pass = loaded.pass(workers: workers, console: console, store: store)
    let found = pass.run(listed, pool: neighbours)
    if found.known > 0 { console.note("\(found.known) documents were computed before") }
    // With --explain gold each of the documents is named.
    if request.explain != .gold,
      let sentence = found.unusableLabels.sentence(loaded.configuration.task)
    {
      console.warning(sentence)
    }
    if found.renamed > 0 {
      console.note(
        """
        \(found.renamed == 1 ? "One id shows" : "\(found.renamed) ids show") what --redact hides: \
        file and line stand in \(found.renamed == 1 ? "its" : "their") place.
        """)
    }
    if found.numbered > 0 {
      console.note(
        """
        \(found.numbered == 1 ? "One id has" : "\(found.numbered) ids have") a number such as -2 \
        behind, since file and line that stand for a hidden id are the same.
        """)
    }
    let explained = found.explained
    guard !explained.isEmpty else {
      throw GenerateError.nothingToExplain(
        folder: input.path, faults: found.faults.map(\.message))
    }
    var provenance = loaded.provenance(pool: neighbours)
    add(to: &provenance.parameters)
    let task = loaded.configuration.task
    let builder = RecordBuilder(
      corpus: found.corpus, pool: loaded.pool(found, workers: workers),
      vectors: pass.vectors(centre: found.centre), provenance: provenance,
      entityLabels: task == .tokenLabels ? EntityLabels(loaded.configuration.labels) : nil,
      neighbourText: records.neighbourText,
      faithfulness: try faithfulness(loaded, stored: pass.stored))
    func shown(_ text: String) -> String { redaction?.hidden(text) ?? text }
    let summary = RunSummary(
      title: shown(title ?? input.name),
      documents: Array(found.corpus.ids[explained]),
      faults: found.faults.map {
        .init(source: shown($0.source), message: shown($0.message), isSkipped: $0.isSkipped)
      }, provenance: provenance,
      leftAlone: listed.leftAlone.map {
        .init(source: shown($0.source), reason: $0.reason.rawValue)
      })
    return (summary, builder, explained.lowerBound)
  }

  /// Adds what the records say beyond the scores.
  private func add(to parameters: inout Parameters) {
    if records.neighbourWords > 0 { parameters.neighbourWords = records.neighbourWords }
    if records.neighbourText != .excerpt {
      parameters.neighbourText = records.neighbourText.rawValue
    }
    if records.faithfulness { parameters.faithfulness = true }
    if !records.redact.isEmpty { parameters.redactions = records.redact.count }
  }

  /// What checks the explanations, if that is asked for.
  private func faithfulness(
    _ loaded: LoadedModel, stored: StoredBases?
  ) throws -> FaithfulnessMeasure? {
    guard records.faithfulness else { return nil }
    guard loaded.configuration.task != .tokenLabels else {
      throw ValidationError("--faithfulness takes models of whole texts; this one labels tokens.")
    }
    let token = loaded.tokenizer.specialIDs.mask ?? loaded.tokenizer.specialIDs.pad
    let mask = token.map { MaskedPass.Mask.token($0) } ?? .deletion
    return FaithfulnessMeasure(
      pass: MaskedPass(
        model: loaded.encoder, mask: mask, threshold: loaded.options.threshold, workers: workers),
      mask: mask, stored: stored)
  }
}
