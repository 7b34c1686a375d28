internal import Tensors

/// The blocks of a batch, and where their probabilities are kept.
struct AttentionPlan {
  /// One head of one sequence.
  struct Item {
    /// The sequence's first row among the tokens.
    let row: Int
    /// Its first row among those that are computed.
    let contextRow: Int
    let head: Int
    let blocks: [AttentionBlock]
    /// Where the first block's probabilities are kept; nil if they are computed again.
    let keptOffset: Int?
  }

  private struct Sequence {
    let row: Int
    let contextRow: Int
    let blocks: [AttentionBlock]
    let isKept: Bool
  }

  private let sequences: [Sequence]
  private let heads: Int
  private let rows: LayerRows

  init(_ batch: PackedBatch, _ rows: LayerRows, heads: Int, reach: Int?) {
    self.heads = heads
    self.rows = rows
    sequences = (0..<batch.count).map { index in
      let tokens = batch.rows(of: index)
      switch rows {
      case .all:
        return Sequence(
          row: tokens.lowerBound, contextRow: tokens.lowerBound,
          blocks: AttentionBlock.blocks(tokens: tokens.count, reach: reach),
          isKept: tokens.count <= AttentionBlock.keptLength)
      case .firsts:
        return Sequence(
          row: tokens.lowerBound, contextRow: index,
          blocks: [AttentionBlock.first(tokens: tokens.count, reach: reach)], isKept: true)
      }
    }
  }

  /// Whether gradients of queries, keys or values are added up or are partly zero.
  var isPartial: Bool { rows == .firsts || sequences.contains { $0.blocks.count > 1 } }

  /// The blocks of one head.
  var distinctBlocks: [AttentionBlock] { sequences.flatMap(\.blocks) }

  /// Floats of all probabilities that are kept.
  var keptCount: Int {
    sequences.reduce(0) { sum, sequence in
      sum + (sequence.isKept ? heads * sequence.blocks.reduce(0) { $0 + $1.scoreCount } : 0)
    }
  }

  func forEachHead(_ body: (Item) -> Void) {
    var offset = 0
    for sequence in sequences {
      let count = sequence.blocks.reduce(0) { $0 + $1.scoreCount }
      for head in 0..<heads {
        body(
          Item(
            row: sequence.row, contextRow: sequence.contextRow, head: head,
            blocks: sequence.blocks, keptOffset: sequence.isKept ? offset : nil))
        if sequence.isKept { offset += count }
      }
    }
  }
}
