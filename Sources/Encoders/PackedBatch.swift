/// Sequences of several lengths one after the other, without padding.
public struct PackedBatch: Sendable, Equatable {
  /// First row of each sequence, and the number of rows at the end.
  public private(set) var starts: [Int] = [0]
  /// The token ids of all sequences.
  public private(set) var ids: [Int] = []

  /// Packs sequences.
  ///
  /// - Parameter sequences: The token ids of each.
  public init(_ sequences: some Sequence<[Int]>) {
    for sequence in sequences {
      ids += sequence
      starts.append(ids.count)
    }
  }

  /// The number of sequences.
  public var count: Int { starts.count - 1 }
  /// The number of tokens.
  public var rows: Int { ids.count }

  /// Returns the rows of a sequence.
  ///
  /// - Parameter sequence: Its index in the batch.
  /// - Returns: The rows.
  public func rows(of sequence: Int) -> Range<Int> { starts[sequence]..<starts[sequence + 1] }

  /// Cuts a list of sequences into batches of about this many tokens, in order.
  ///
  /// - Parameters:
  ///   - lengths: The number of tokens of each sequence.
  ///   - tokens: The number of tokens after which a batch is full; a longer sequence is alone.
  /// - Returns: The sequences of each batch.
  public static func plan(lengths: [Int], tokens: Int) -> [Range<Int>] {
    var plan: [Range<Int>] = []
    var start = 0
    var sum = 0
    for (index, length) in lengths.enumerated() {
      if index > start, sum + length > tokens {
        plan.append(start..<index)
        start = index
        sum = 0
      }
      sum += length
    }
    if start < lengths.count { plan.append(start..<lengths.count) }
    return plan
  }
}
