/// A model's input: token ids and the segments they belong to.
public struct EncodedSequence: Sendable, Equatable {
  /// The token ids.
  public var ids: [Int]
  /// The segment of each token: 0, or 1 for the second text of a pair.
  public var typeIDs: [Int]

  /// Makes an input from its parts.
  public init(ids: [Int], typeIDs: [Int]? = nil) {
    self.ids = ids
    self.typeIDs = typeIDs ?? Array(repeating: 0, count: ids.count)
    precondition(self.typeIDs.count == ids.count, "one segment a token")
  }
}

/// Sequences of several lengths one after the other, without padding.
public struct PackedBatch: Sendable, Equatable {
  /// First row of each sequence, and the number of rows at the end.
  public private(set) var starts: [Int] = [0]
  /// The token ids of all sequences.
  public private(set) var ids: [Int] = []
  /// The segments of all tokens.
  public private(set) var typeIDs: [Int] = []

  /// Packs sequences.
  ///
  /// - Parameter sequences: The inputs.
  public init(_ sequences: some Sequence<EncodedSequence>) {
    for sequence in sequences {
      ids += sequence.ids
      typeIDs += sequence.typeIDs
      starts.append(ids.count)
    }
  }

  /// Packs sequences of one segment.
  ///
  /// - Parameter sequences: The token ids of each.
  public init(_ sequences: some Sequence<[Int]>) {
    self.init(sequences.map { EncodedSequence(ids: $0) })
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
    plan(lengths: lengths) { _ in tokens }
  }

  /// Cuts a list of sequences into batches that workers take one after the other.
  ///
  /// If there are several batches a worker, the last ones become smaller, down to a quarter, so that
  /// no worker waits long for another's last batch; if there are fewer, each worker has one.
  ///
  /// - Parameters:
  ///   - lengths: The number of tokens of each sequence.
  ///   - tokens: The number of tokens after which a batch is full; a longer sequence is alone.
  ///   - workers: How many batches are computed at the same time.
  /// - Returns: The sequences of each batch.
  public static func plan(lengths: [Int], tokens: Int, workers: Int) -> [Range<Int>] {
    let share = lengths.reduce(0, +) / workers
    guard workers > 1, share > tokens else {
      return plan(lengths: lengths, tokens: min(tokens, max(share, 1)))
    }
    return plan(lengths: lengths) { min(tokens, max($0 / (2 * workers), tokens / 4)) }
  }

  /// Cuts where a batch would have more tokens than the limit for what is left.
  private static func plan(lengths: [Int], limit: (_ left: Int) -> Int) -> [Range<Int>] {
    var plan: [Range<Int>] = []
    var left = lengths.reduce(0, +)
    var start = 0
    while start < lengths.count {
      let tokens = limit(left)
      var end = start
      var sum = 0
      repeat {
        sum += lengths[end]
        end += 1
      } while end < lengths.count && sum + lengths[end] <= tokens
      plan.append(start..<end)
      left -= sum
      start = end
    }
    return plan
  }
}
