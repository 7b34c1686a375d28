import Testing

import Tokenization

struct UnigramTests {
  private func model(
    _ pieces: [(String, Double)], unknown: Int? = 0, byteFallback: Bool = false
  ) throws -> Unigram {
    try Unigram(
      pieces: pieces.map { (Array($0.0.utf8), $0.1) }, unknown: unknown,
      byteFallback: byteFallback)
  }

  @Test func prefersTheHighestSum() throws {
    let model = try model([
      ("<unk>", 0), ("a", 0), ("b", 0), ("c", 0), ("d", 0), ("cd", 1), ("ab", 2), ("abc", 5),
      ("abcd", 10),
    ])
    #expect(model.flat("abcdacdxx") == [8, 0, 4, 1, 4, 5, 5, 5, 7, 0, 7, 9])
    #expect(model.flat("").isEmpty)
  }

  @Test func keepsTheFirstWayOfEqualSums() throws {
    // To the end of "ab", the piece from 0 is tried before that from 1.
    #expect(try model([("?", 0), ("a", -1), ("b", -1), ("ab", -2)]).flat("ab") == [3, 0, 2])
  }

  @Test func lastOfEqualPiecesCounts() throws {
    #expect(try model([("?", 0), ("a", 1), ("a", -5)]).flat("aab") == [2, 0, 1, 2, 1, 2, 0, 2, 3])
  }

  @Test func neverFindsAnEmptyPiece() throws {
    #expect(try model([("?", 0), ("", 1), ("a", -5)]).flat("aa") == [2, 0, 1, 2, 1, 2])
  }

  @Test func unknownStretchThatIsAPieceTakesItsID() throws {
    let model = try model([("?", 0), ("xy", -100), ("a", -5)])
    #expect(model.flat("xyxaxy") == [1, 0, 2, 0, 2, 3, 2, 3, 4, 1, 4, 6])
  }

  @Test func unknownStretchBecomesBytes() throws {
    let model = try model([("?", 0), ("<0xC3>", -1), ("<0xA9>", -1)], byteFallback: true)
    #expect(model.flat("é") == [1, 0, 2, 2, 0, 2])
    #expect(model.flat("éa") == [0, 0, 3])
  }

  @Test func refusesWhatCannotBeAModel() throws {
    #expect(throws: UnigramError.noPieces) { try model([]) }
    #expect(throws: UnigramError.noUnknown) { try model([("a", 0)], unknown: nil) }
    #expect(throws: UnigramError.unknownOutside(id: 1, count: 1)) {
      try model([("a", 0)], unknown: 1)
    }
    #expect(throws: UnigramError.unknownOutside(id: -1, count: 1)) {
      try model([("a", 0)], unknown: -1)
    }
    #expect(throws: UnigramError.wrongScore(piece: 1)) { try model([("a", 0), ("b", .nan)]) }
    #expect(throws: UnigramError.wrongScore(piece: 0)) { try model([("a", -.infinity)]) }
    #expect(throws: UnigramError.tooLong(piece: 0, limit: Unigram.pieceLimit)) {
      try model([(String(repeating: "a", count: Unigram.pieceLimit + 1), 0)])
    }
  }

  @Test func agreesWithEveryWayTried() throws {
    var random = SplitMix(state: 1)
    for _ in 0..<300 {
      var pieces: [(String, Double)] = [("?", -3)]
      for _ in 0..<12 {
        let piece = String(
          (0..<Int.random(in: 1...4, using: &random)).map { _ in
            "abé".randomElement(using: &random) ?? "a"
          })
        if pieces.contains(where: { $0.0 == piece }) { continue }
        pieces.append((piece, Double.random(in: -9...0, using: &random)))
      }
      let model = try model(pieces)
      let word = String((0..<9).map { _ in "abéx".randomElement(using: &random) ?? "a" })
      let scores = Dictionary(uniqueKeysWithValues: pieces)
      let unknown = (pieces.map(\.1).min() ?? 0) - 10
      let flat = model.flat(word)
      let ids = stride(from: 0, to: flat.count, by: 3).map { index in
        (
          flat[index],
          String(decoding: Array(word.utf8)[flat[index + 1]..<flat[index + 2]], as: UTF8.self)
        )
      }
      let found = ids.reduce(0) { sum, token in
        sum + (token.0 == 0 ? unknown * Double(token.1.count) : pieces[token.0].1)
      }
      let rounding = 1e-9  // Sums of ten numbers below 20, in two orders.
      // An unknown stretch that is a piece hides its score, so only words without are compared.
      if ids.contains(where: { $0.0 != 0 && $0.1.contains("x") }) { continue }
      #expect(abs(best(word[...], scores, unknown) - found) < rounding, "\(word) \(pieces)")
    }
  }

  private func best(_ word: Substring, _ scores: [String: Double], _ unknown: Double) -> Double {
    if word.isEmpty { return 0 }
    var result = -Double.infinity
    for length in 1...min(4, word.count) {
      guard let score = scores[String(word.prefix(length))] ?? (length == 1 ? unknown : nil) else {
        continue
      }
      result = max(result, score + best(word.dropFirst(length), scores, unknown))
    }
    return result
  }

  @Test func cutsAMegabyteWithoutSpaces() throws {
    let model = try model([("?", 0), ("a", -1), ("aaaa", -2)])
    let flat = model.flat(String(repeating: "a", count: 1 << 20))
    #expect(flat.count == 3 << 18)
    #expect(model.flat(String(repeating: "x", count: 1 << 20)) == [0, 0, 1 << 20])
  }
}

/// Random numbers that are the same every time.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
