internal import Checkpoints
internal import Encoders

/// Windows of several units, run together; a unit is a document, or a document at one point of a
/// path.
struct WindowChunks {
  /// A window and the unit that it is of.
  struct Item {
    let unit: Int
    let window: EncodedDocument.Window
  }

  /// The items of each run.
  let chunks: [[Item]]

  /// Cuts the windows of units into chunks of about ``GradientPass/batchTokens`` tokens.
  init(_ units: [EncodedDocument]) {
    let items = units.enumerated().flatMap { index, document in
      document.windows.map { Item(unit: index, window: $0) }
    }
    chunks = PackedBatch.plan(
      lengths: items.map(\.window.tokens.count), tokens: GradientPass.batchTokens
    ).map { Array(items[$0]) }
  }

  /// Runs forward passes.
  ///
  /// - Parameters:
  ///   - pass: The worker's.
  ///   - logits: The units'; each window's are added.
  ///   - keepsLastState: Whether the last hidden state is wanted.
  ///   - editing: Changes H₀ of an item.
  ///   - body: Called for each item of a chunk after its pass, with its place in the batch.
  func forward(
    _ pass: EncoderPass, logits: inout [DocumentLogits], keepsLastState: Bool = false,
    editing: Editing? = nil, body: (Item, Int) -> Void = { _, _ in }
  ) {
    for chunk in chunks {
      run(chunk, pass, keepsLastState: keepsLastState, editing: editing)
      for (index, item) in chunk.enumerated() {
        logits[item.unit].add(item.window, index: index, pass: pass)
        body(item, index)
      }
    }
  }

  /// Runs the first layers only.
  ///
  /// - Parameters:
  ///   - pass: The worker's.
  ///   - layer: The last layer that is run.
  ///   - body: Called for each item of a chunk after its pass, with its place in the batch.
  func states(_ pass: EncoderPass, upTo layer: Int, body: (Item, Int) -> Void) {
    for chunk in chunks {
      pass.forward(PackedBatch(chunk.map(\.window.sequence)), upTo: layer)
      for (index, item) in chunk.enumerated() { body(item, index) }
    }
  }

  /// Changes the rows of H₀ of an item.
  typealias Editing = (Item, UnsafeMutablePointer<Float>) -> Void

  private func run(
    _ chunk: [Item], _ pass: EncoderPass, keepsLastState: Bool = false, editing: Editing?
  ) {
    let batch = PackedBatch(chunk.map(\.window.sequence))
    let e = pass.model.configuration.embeddingSize
    pass.forward(
      batch, keepsLastState: keepsLastState,
      editing: editing.map { editing in
        { rows in
          guard let base = rows.baseAddress else { return }
          for (index, item) in chunk.enumerated() { editing(item, base + batch.starts[index] * e) }
        }
      })
  }

  /// Runs backward passes after ``forward(_:logits:keepsLastState:editing:body:)``.
  ///
  /// Round r is the r-th scalar of each unit; all rounds share a forward pass. The windows of many
  /// chunks are run forward once more, since the scalars depend on all of them.
  ///
  /// - Parameters:
  ///   - pass: The worker's.
  ///   - seeds: For each unit and round ∂F/∂logits by rows.
  ///   - logits: The units'.
  ///   - editing: As in the forward pass.
  ///   - body: Takes an item, the round and the gradient, window tokens × e.
  func backward(
    _ pass: EncoderPass, seeds: [[[Int: [Double]]]], logits: [DocumentLogits],
    editing: Editing? = nil,
    body: (Item, Int, UnsafeBufferPointer<Float>.SubSequence) -> Void
  ) {
    let e = pass.model.configuration.embeddingSize
    let outputs = pass.model.configuration.labels.count
    let rounds = seeds.map(\.count).max() ?? 0
    for chunk in chunks where rounds > 0 {
      if chunks.count > 1 { run(chunk, pass, editing: editing) }
      let count = chunk.indices.reduce(0) { $0 + pass.logitRows(of: $1).count } * outputs
      for round in 0..<rounds {
        var weights = [Float](repeating: 0, count: count)
        for (index, item) in chunk.enumerated() where round < seeds[item.unit].count {
          logits[item.unit].spread(
            seeds[item.unit][round], item.window, index: index, pass: pass, into: &weights)
        }
        pass.withGradient(of: weights) { gradient in
          for (index, item) in chunk.enumerated() where round < seeds[item.unit].count {
            let rows = pass.batch.rows(of: index)
            body(item, round, gradient[rows.lowerBound * e..<rows.upperBound * e])
          }
        }
      }
    }
  }
}
