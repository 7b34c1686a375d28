internal import ArgumentParser
internal import AttributionRecords
internal import Checkpoints
internal import Documents
internal import Encoders
internal import Foundation
internal import Lafa
internal import Publishing
internal import ReportSite
internal import Tokenization

/// Asks the model again for what records say.
struct Recomputation {
  let model: URL
  let documents: URL
  /// The pool that the run took its neighbours from.
  let pool: URL?
  /// How many documents are compared; 0 for all.
  let sample: Int
  let workers: Int

  /// Runs.
  ///
  /// - Parameters:
  ///   - records: The records.
  ///   - console: Takes notes about the course.
  /// - Returns: What differs, and how many documents were compared.
  /// - Throws: One of this package's errors, with a sentence for the user.
  func run(
    _ records: RecordFolder, console: Console
  ) throws -> (findings: [Finding], documents: Int) {
    let summary = records.summary
    let request = try request(summary.provenance)
    let listed = try DocumentFolder(
      urls: [documents], fieldNames: request.fieldNames, encoding: request.encoding)
    let loaded = try LoadedModel(request, console: console)
    let neighbours = try loaded.neighbourPool(pool)
    var provenance = loaded.provenance(pool: neighbours)
    if let other = otherModel(summary.provenance.model, provenance.model) { return ([other], 0) }
    let count = summary.provenance.parameters.neighbourWords ?? 0
    if count > 0 { provenance.parameters.neighbourWords = count }
    let pass = loaded.pass(workers: workers, console: console)
    let found = pass.run(listed, pool: neighbours)
    var findings: [Finding] = []
    // A slice: its places are those of the corpus, whose first documents may be the pool's.
    let ids = found.corpus.ids[found.explained]
    let known = FileNames(Array(ids))
    let named = FileNames(summary.documents)
    for id in summary.documents where known.position(of: id) == nil {
      findings.append(
        Finding(.document, "records/\(named[id] ?? "").json", "the documents have no “\(id)”"))
    }
    for id in ids where named.position(of: id) == nil {
      findings.append(Finding(.document, nil, "the documents have “\(id)”, which the run has not"))
    }
    var builder = RecordBuilder(
      corpus: found.corpus, pool: loaded.pool(found, workers: workers),
      vectors: pass.vectors(centre: found.centre), provenance: provenance,
      entityLabels: loaded.configuration.task == .tokenLabels
        ? EntityLabels(loaded.configuration.labels) : nil)
    let shared = ids.indices.filter { named.position(of: ids[$0]) != nil }
    for place in shared {
      let id = ids[place]
      let detail = found.corpus.contradiction(place) {
        try? records.record(id)
      }
      if let detail {
        findings.append(Finding(.origin, "records/\(named[id] ?? "").json", detail))
      }
    }
    var compared = 0
    for place in taken(shared) {
      guard let stored = try? records.record(ids[place]) else { continue }
      let again = try builder.records(place..<place + 1)[0]
      let path = "records/\(named[stored.id] ?? "").json"
      let differences = RecordComparison.differences(stored, again)
      findings += differences.map { Finding(.attribution, path, $0) }
      compared += 1
    }
    return (findings, compared)
  }

  /// Returns the request of the run, read as its command line would be.
  private func request(_ provenance: Provenance) throws -> LoadedModel.Request {
    guard (provenance.parameters.pool == "folder") == (pool == nil) else {
      throw ValidationError(
        pool == nil
          ? "The run took its neighbours from “\(provenance.parameters.pool)”: name it with --pool."
          : "The run took its neighbours from its own documents: leave --pool away.")
    }
    guard provenance.parameters.redactions == nil else {
      throw ValidationError(
        """
        The run hides parts of its texts (--redact), so that its numbers cannot be computed again. \
        Leave --model and --documents away: files, pages, links and the sums of records can be \
        checked without them.
        """)
    }
    // What hiding words does is not compared.
    let options = provenance.options.filter { $0.name != "pool" && !$0.value.isEmpty }.flatMap {
      ["--\($0.name)=\($0.value)"]
    }
    let command = try Generate.parse(
      [documents.path(percentEncoded: false), "--model", model.path(percentEncoded: false)]
        + ["--output", "."] + options)
    return command.request
  }

  private func otherModel(_ run: ModelIdentity, _ given: ModelIdentity) -> Finding? {
    for (name, a, b) in [
      ("weights", run.weightsSHA256, given.weightsSHA256),
      ("tokenizer", run.tokenizerSHA256, given.tokenizerSHA256),
      ("config.json", run.configSHA256, given.configSHA256),
    ] where a != b {
      return Finding(
        .model, nil,
        "the SHA-256 of the \(name) is \(b), and the run's is \(a): nothing was computed")
    }
    return nil
  }

  /// Returns as many places as were asked for, evenly taken.
  private func taken(_ places: [Int]) -> [Int] {
    guard sample > 0, sample < places.count else { return places }
    return (0..<sample).map { places[$0 * places.count / sample] }
  }
}
