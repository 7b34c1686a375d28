internal import AttributionRecords
internal import Documents
internal import Foundation
internal import Lafa

/// The pass of `embed` over the documents: block by block they are read, tokenised and put through
/// the encoder; texts and tokens of a block are dropped before the next.
struct EmbedPass: Sendable {
  let embedder: Embedder
  /// Tokenises a text.
  let encode: @Sendable (String) -> EncodedDocument
  let progress: ProgressLine

  /// Documents and tokens of a block: enough batches for all workers.
  private static let documents = 1024
  private static let tokens = 1 << 16

  /// What the pass found.
  struct Outcome {
    /// The documents that have a vector.
    var ids: [String] = []
    /// Their vectors as they lie in a file, some in each part.
    var parts: [Data] = []
    /// What was wrong with documents.
    var faults: [RunSummary.Fault] = []
  }

  /// Runs.
  ///
  /// - Parameter folder: The documents.
  /// - Returns: Their vectors, and what was wrong with those that have none.
  func run(_ folder: DocumentFolder) -> Outcome {
    var outcome = Outcome()
    var numberFaults: [RunSummary.Fault] = []
    var ids: [String] = []
    var block: [EncodedDocument] = []
    var tokens = 0
    var done = 0
    func flush() {
      let (before, count) = (done, block.count)
      let windows = max(block.reduce(0) { $0 + $1.windows.count }, 1)
      var part = Data()
      let vectors = embedder.run(
        block, progress: { progress.update(before + $0 * count / windows) })
      for (id, vector) in zip(ids, vectors) {
        if let vector {
          outcome.ids.append(id)
          vector.withUnsafeBytes { part.append(contentsOf: $0) }
        } else {
          numberFaults.append(Self.fault(id))
        }
      }
      outcome.parts.append(part)
      done += count
      ids.removeAll(keepingCapacity: true)
      block.removeAll(keepingCapacity: true)
      tokens = 0
    }
    folder.forEach { result in
      switch result {
      case .failure(let fault):
        outcome.faults.append(
          .init(source: fault.source, message: fault.description, isSkipped: true))
      case .success(let document):
        ids.append(document.id)
        block.append(encode(document.text))
        tokens += block[block.count - 1].ids.count
        if block.count == Self.documents || tokens >= Self.tokens { flush() }
      }
    }
    flush()
    progress.finish(done)
    outcome.faults += numberFaults
    return outcome
  }

  private static func fault(_ id: String) -> RunSummary.Fault {
    .init(
      source: id,
      message: "\(id): the model's output is not a finite number. Check its weights.",
      isSkipped: true)
  }
}
