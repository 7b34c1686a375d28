/// The Unigram model of SentencePiece: a word is cut so that its pieces' scores sum to the most.
///
/// It agrees with `tokenizers` in every tie, in what it does with unknown characters, and in the
/// odd case of unknown characters that together are a piece.
package struct Unigram: Sendable {
  /// The longest piece, in bytes, which bounds the time a character may cost.
  package static let pieceLimit = 1024
  /// How much worse than the worst piece an unknown character is.
  private static let unknownPenalty = 10.0
  private static let countLimit = 1 << 27

  /// The best way to a place in a word.
  private struct Step {
    var score: Double
    var id: Int32
    // The last piece's length on the way there, 0 while there is none; after `reverse` the next one's.
    var length: Int32
  }

  private let trie: ByteTrie
  private let scores: [Double]
  private let unknown: Int
  private let unknownScore: Double
  // The pieces of the 256 bytes, −1 where there is none; empty without byte fallback.
  private let byteIDs: [Int]

  /// Makes a model.
  ///
  /// - Parameters:
  ///   - pieces: The pieces, whose places are their ids; of equal pieces the last counts.
  ///   - unknown: The id for unknown characters.
  ///   - byteFallback: Whether unknown characters become the pieces `<0x00>` … `<0xFF>`.
  /// - Throws: What is wrong with the pieces.
  package init(
    pieces: [(piece: [UInt8], score: Double)], unknown: Int?, byteFallback: Bool
  ) throws(UnigramError) {
    guard !pieces.isEmpty else { throw .noPieces }
    guard pieces.count < Self.countLimit else { throw .tooMany }
    guard let unknown else { throw .noUnknown }
    guard pieces.indices.contains(unknown) else {
      throw .unknownOutside(id: unknown, count: pieces.count)
    }
    var least = Double.infinity
    for (index, (piece, score)) in pieces.enumerated() {
      guard score.isFinite else { throw .wrongScore(piece: index) }
      guard piece.count <= Self.pieceLimit else {
        throw .tooLong(piece: index, limit: Self.pieceLimit)
      }
      least = min(least, score)
    }
    guard let trie = ByteTrieBuilder.build(pieces.map(\.piece)) else { throw .tooMany }
    self.trie = trie
    scores = pieces.map(\.score)
    self.unknown = unknown
    unknownScore = least - Self.unknownPenalty
    byteIDs = byteFallback ? (0...255).map { trie.id(of: Self.name(ofByte: $0).utf8) } : []
  }

  private static func name(ofByte byte: Int) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "<0x\(digits.count == 1 ? "0" : "")\(digits)>"
  }

  /// Cuts a word.
  ///
  /// - Parameters:
  ///   - bytes: The word in UTF-8.
  ///   - emit: Takes every token's id and bytes, in order; the tokens of one unknown stretch that
  ///     became bytes all have the bytes of the stretch.
  package func cut(
    _ bytes: UnsafeBufferPointer<UInt8>, _ emit: (_ id: Int, _ range: Range<Int>) -> Void
  ) {
    guard !bytes.isEmpty else { return }
    withUnsafeTemporaryAllocation(of: Step.self, capacity: bytes.count + 1) { steps in
      steps.initialize(repeating: Step(score: 0, id: 0, length: 0))
      findBest(bytes, steps)
      Self.reverse(steps)
      var place = 0
      var unknownStart: Int?
      while place < bytes.count {
        let step = steps[place]
        if Int(step.id) == unknown {
          unknownStart = unknownStart ?? place
        } else {
          if let start = unknownStart { emitUnknown(bytes, start..<place, emit) }
          unknownStart = nil
          emit(Int(step.id), place..<place + Int(step.length))
        }
        place += Int(step.length)
      }
      if let start = unknownStart { emitUnknown(bytes, start..<place, emit) }
    }
  }

  /// Finds the best way to every place, by that to the places before.
  private func findBest(
    _ bytes: UnsafeBufferPointer<UInt8>, _ steps: UnsafeMutableBufferPointer<Step>
  ) {
    scores.withUnsafeBufferPointer { scores in
      trie.walk { walker in
        var start = 0
        while start < bytes.count {
          let soFar = steps[start].score
          let character = min(UTF8Scalars.length(lead: bytes[start]), bytes.count - start)
          var isKnown = false
          var node = trie.root
          var end = start
          while end < bytes.count, walker.step(&node, bytes[end]) {
            end += 1
            let id = ByteTrie.id(of: node)
            guard id >= 0 else { continue }
            Self.offer(scores[id] + soFar, id, end - start, to: &steps[end])
            if end - start == character { isKnown = true }
          }
          if !isKnown {
            Self.offer(unknownScore + soFar, unknown, character, to: &steps[start + character])
          }
          start += character
        }
      }
    }
  }

  @inline(__always)
  private static func offer(_ score: Double, _ id: Int, _ length: Int, to step: inout Step) {
    guard step.length == 0 || score > step.score else { return }
    step = Step(
      score: score, id: Int32(truncatingIfNeeded: id), length: Int32(truncatingIfNeeded: length))
  }

  /// Turns the best way round: every step on it tells of the piece that begins there.
  private static func reverse(_ steps: UnsafeMutableBufferPointer<Step>) {
    var end = steps.count - 1
    var step = steps[end]
    while end > 0 {
      let start = end - Int(step.length)
      let before = steps[start]
      steps[start] = step
      (step, end) = (before, start)
    }
  }

  private func emitUnknown(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
    _ emit: (_ id: Int, _ range: Range<Int>) -> Void
  ) {
    let stretch = bytes[range]
    let whole = trie.id(of: stretch)
    if whole >= 0 {
      emit(whole, range)
    } else if !byteIDs.isEmpty, stretch.allSatisfy({ byteIDs[Int($0)] >= 0 }) {
      for byte in stretch { emit(byteIDs[Int(byte)], range) }
    } else {
      emit(unknown, range)
    }
  }
}

extension UTF8Scalars {
  /// Returns how many bytes a scalar has that begins with a byte.
  static func length(lead: UInt8) -> Int {
    lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
  }
}
